import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as cases from '../../../electron/core/store/cache/cases.ts';
import * as enforcement from '../../../electron/core/store/cache/enforcement.ts';
import * as late from '../../../electron/core/store/cache/late.ts';
import * as feed from '../../../electron/core/store/cache/feed.ts';
import { openFile } from '../../../electron/core/store/database.ts';
import { migrate } from '../../../electron/core/store/migrate.ts';
import { migrations } from '../../../electron/core/store/migrations/index.ts';
import * as exposure from '../../../electron/core/store/work/exposure.ts';
import * as failuresSeen from '../../../electron/core/store/work/failures-seen.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { at, caseOf, enforcementOf } from '../support/valid.ts';

const key = new Uint8Array(32).fill(4);
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'docket-migrations-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('fault 10: the second step of `work` keeps what waits, and takes in what was put away', () => {
  const work = openFile('work', join(dir, 'work.db'), key);
  migrate(work, migrations.work.slice(0, 1));
  work.transact((tx) =>
    outbox.enqueue(tx, {
      id: 'one',
      caseId: 'case',
      type: 'note',
      epoch: 1,
      state: 'pending',
      body: '{}',
      madeAt: at(0),
      madeOffline: false,
    }),
  );
  migrate(work, migrations.work.slice(0, 2));
  expect(outbox.listUnacknowledged(work)).toMatchObject([{ id: 'one', state: 'pending' }]);
  work.transact((tx) => failuresSeen.put(tx, 'failed', at(0)));
  expect([...failuresSeen.ids(work)]).toEqual(['failed']);
  work.close();
});

test('the third step of `cache` numbers cases on from the highest that there is', () => {
  const cache = openFile('cache', join(dir, 'cache.db'), key);
  migrate(cache, migrations.cache);
  const [first, second] = [caseOf([]), caseOf([])];
  const place = { era: 1, position: 1, mark: 1 };
  cache.transact((tx) => cases.put(tx, first, place));
  cache.exec('drop table case_number; pragma user_version = 2;');
  migrate(cache, migrations.cache.slice(0, 3));
  const numberOf = (caseId: string) => cases.findHead(cache, caseId)?.rowId;
  const before = numberOf(first.id);
  cache.transact((tx) => {
    cases.remove(tx, first.id);
    cases.put(tx, second, { ...place, position: 2 });
  });
  expect(numberOf(second.id)).toBe((before ?? 0) + 1);
  cache.close();
});

test('fault 10: the sixth step of `cache` finds cases that were there before by their subject', () => {
  const cache = openFile('cache', join(dir, 'cache.db'), key);
  migrate(cache, migrations.cache.slice(0, 6));
  const subject = { type: 'account', id: 'one', label: 'One' } as const;
  const [first, second, other] = [caseOf([], { subject }), caseOf([], { subject }), caseOf([])];
  cache.transact((tx) => {
    for (const value of [first, second, other]) cases.put(tx, value, { era: 1, position: 1, mark: 0 });
  });
  cache.exec(
    'drop index case_subject; alter table case_row drop column subject_id; pragma user_version = 5;',
  );
  migrate(cache, migrations.cache.slice(0, 6));
  expect(cases.ofSameSubject(cache, first, 9).map(({ caseId }) => caseId)).toEqual([second.id]);
  cache.close();
});

test('fault 10: the later steps of `cache` keep the cursor, and take in answers of the platform', () => {
  const cache = openFile('cache', join(dir, 'cache.db'), key);
  migrate(cache, migrations.cache.slice(0, 1));
  cache.transact((tx) =>
    tx.run(`insert into feed (only, era, generation, position, mark, resync) values (1, 1, 1, 7, 1, 'none')`),
  );
  migrate(cache, migrations.cache);
  expect(feed.cursor(cache)).toEqual({ era: 1, generation: 1, position: 7 });
  // Given before cursors were signed: it is sent without a seal.
  expect(feed.read(cache).seal).toBeNull();
  expect(enforcement.readMark(cache)).toEqual({ era: 0, through: null, readAt: null });
  const one = enforcementOf({ state: 'failed' });
  cache.transact((tx) => enforcement.put(tx, one));
  expect(enforcement.listFailed(cache, 10)).toEqual([one]);
  cache.close();
});

test('D8: the fourth step of `cache` keeps what is there, and takes in offers and notices', () => {
  const cache = openFile('cache', join(dir, 'cache.db'), key);
  migrate(cache, migrations.cache.slice(0, 3));
  const value = caseOf([]);
  // As that version wrote it: what a later step adds is not there yet.
  cache.exec('alter table case_row add column subject_id text');
  cache.transact((tx) => cases.put(tx, value, { era: 1, position: 1, mark: 1 }));
  cache.exec('alter table case_row drop column subject_id');
  migrate(cache, migrations.cache);
  expect(cases.findHead(cache, value.id)).toBeDefined();
  expect(late.listOffers(cache)).toEqual([]);
  expect(late.newestNotice(cache)).toBeNull();
  cache.close();
});

test('the sixth step of `work` keeps what waits, and takes in what was revealed', () => {
  const work = openFile('work', join(dir, 'work.db'), key);
  migrate(work, migrations.work.slice(0, 5));
  work.transact((tx) =>
    outbox.enqueue(tx, {
      id: 'one',
      caseId: 'case',
      type: 'revealed',
      epoch: 1,
      state: 'pending',
      body: '{}',
      madeAt: at(0),
      madeOffline: false,
    }),
  );
  migrate(work, migrations.work.slice(0, 6));
  expect(outbox.listUnacknowledged(work)).toMatchObject([{ id: 'one', state: 'pending' }]);
  const row = { at: 5, caseId: 'case', evidenceId: 'picture', harmType: 'violence' };
  work.transact((tx) => exposure.add(tx, row));
  expect(exposure.listSince(work, 0)).toEqual([row]);
  work.close();
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createQueueIndex } from '../../../electron/core/cases/queue-index.ts';
import { seededRandom } from '../../../central/demo/seeded-random.ts';
import * as query from '../../../electron/core/store/cache/queue-query.ts';
import { indexSome } from '../../../electron/core/store/cache/search.ts';
import { createTestDesk, type TestDesk } from '../support/desk.ts';
import { at, caseOf } from '../support/valid.ts';

let bench: TestDesk;
beforeEach(() => {
  bench = createTestDesk();
  const random = seededRandom(7);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  for (let number = 0; number < 120; number += 1)
    bench.put(
      caseOf([], {
        title: pick(['deposit first', 'a deposit', 'wallet', 'detail']),
        queue: pick(['fraud', 'messages', 'profiles']),
        source: pick(['detection', 'report', 'vendor'] as const),
        priority: { score: Math.floor(random() * 9) * 100, band: 'P2' },
        dueAt: random() < 0.2 ? null : at(Math.floor(random() * 600) - 100),
        createdAt: at(-Math.floor(random() * 600)),
      }),
      [],
    );
  bench.desk.cache.transact((tx) => indexSome(tx, 1000));
});
afterEach(() => bench.end());

const none = new Set<number>();

test('R7: every filter, search and order is what SQL answers, which knows nothing of what is in memory', () => {
  const db = bench.desk.cache;
  const index = createQueueIndex(db);
  let looked = 0;
  for (const order of ['priority', 'due', 'newest'] as const)
    for (const queue of [null, 'fraud', 'nowhere'])
      for (const source of [null, 'report'] as const)
        for (const dueBefore of [null, Date.parse(at(100))])
          for (const search of ['', 'dep', 'deposit fi', '?']) {
            const asked = { queue, source, dueBefore, search };
            const fits = new Set(query.idsAfter(db, { ...asked, order }, 0));
            const wanted = query.orderedIds(db, order).filter((id) => fits.has(id));
            expect([...index.select(asked, order, none, null)], JSON.stringify(asked)).toEqual(wanted);
            looked += wanted.length;
          }
  expect(looked).toBeGreaterThan(1000);
});

test('what a person put away is left out, and only drafts are drafts', () => {
  const index = createQueueIndex(bench.desk.cache);
  const all = [
    ...index.select({ queue: null, source: null, dueBefore: null, search: '' }, 'due', none, null),
  ];
  const some = new Set(all.filter((_, place) => place % 3 === 0));
  const filter = { queue: null, source: null, dueBefore: null, search: '' };
  expect([...index.select(filter, 'due', some, null)]).toEqual(all.filter((id) => !some.has(id)));
  expect([...index.select(filter, 'due', none, some)]).toEqual(all.filter((id) => some.has(id)));
});

test('a case that comes, changes its queue or goes is seen by the next look, and counts follow', () => {
  const db = bench.desk.cache;
  const index = createQueueIndex(db);
  const inFraud = () =>
    index.select({ queue: 'fraud', source: null, dueBefore: null, search: '' }, 'priority', none, null)
      .length;
  const before = inFraud();
  expect(index.counts().queues.get('fraud')).toBe(before);
  const came = bench.put(caseOf([], { queue: 'fraud' }), []);
  expect(inFraud()).toBe(before + 1);
  expect(index.counts()).toMatchObject({ all: 121 });
  bench.put({ ...came, version: 2, queue: 'messages' }, []);
  expect(inFraud()).toBe(before);
  const limit = Date.parse(at(100));
  expect(index.countDueBefore(limit)).toBe(
    db.value('select count(*) from case_row where gone_reason is null and due_at <= ?', limit),
  );
});

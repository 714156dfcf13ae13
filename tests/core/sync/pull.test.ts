import { afterEach, beforeEach, expect, test } from 'vitest';
import * as catalogues from '../../../electron/core/store/cache/catalogue.ts';
import * as cases from '../../../electron/core/store/cache/cases.ts';
import * as feed from '../../../electron/core/store/cache/feed.ts';
import * as pins from '../../../electron/core/store/cache/pins.ts';
import * as unreadable from '../../../electron/core/store/cache/unreadable.ts';
import * as drafts from '../../../electron/core/store/work/drafts.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { html, json, startScriptedCentral, type ScriptedCentral } from '../support/scripted-central.ts';
import { createSyncCore, type SyncCore } from '../support/sync-core.ts';
import { account, blank, caseOf, catalogue } from '../support/valid.ts';

let central: ScriptedCentral;
let core: SyncCore;
const [one, two, three] = [caseOf([]), caseOf([]), caseOf([])];

beforeEach(async () => {
  central = await startScriptedCentral(account());
  for (const value of [one, two, three]) central.put(value);
  core = createSyncCore(central);
});
afterEach(async () => {
  core.end();
  await central.stop();
});

const held = (): string[] =>
  cases
    .listHeld(core.profile.cache)
    .map(({ caseId }) => caseId)
    .sort();
const idsOf = (...values: readonly { id: string }[]): string[] => values.map(({ id }) => id).sort();

function draft(caseId: string): void {
  core.profile.commitWork((tx) =>
    drafts.save(
      tx,
      {
        caseId,
        content: { ...blank, rationale: 'Half a thought' },
        caseVersion: 1,
        epoch: 1,
        title: 'T',
        reference: 'JP-1',
        savedAt: '2026-11-23T08:00:00.000Z',
      },
      0,
    ),
  );
}

async function pullAgain(): Promise<void> {
  const from = central.count('/v1/feed');
  core.engine.syncNow();
  await core.until('pulled', () => central.count('/v1/feed') > from);
  await core.until('stored', () => feed.read(core.profile.cache).resync === 'none');
  await core.settled();
}

test('R2, fault 15: a page that follows another cursor is ignored, and one that comes twice changes nothing', async () => {
  await core.start();
  const state = feed.read(core.profile.cache);
  const page = (position: number, after: number) => ({
    instanceId: central.instanceId,
    after: { era: 1, generation: 1, position: after },
    cursor: { era: 1, generation: 1, position },
    more: false,
    catalogueVersion: 1,
    serverTime: new Date().toISOString(),
    changes: [{ type: 'case.drop', caseId: one.id, position, epoch: 2, version: 2, reason: 'reassigned' }],
  });
  for (const strange of [page(2, 0), page(9, 8), page(2, 3)]) {
    central.script((seen) => (seen.path === '/v1/feed' ? json(200, strange) : null));
    const from = central.count('/v1/feed');
    core.engine.syncNow();
    await core.until('read', () => central.count('/v1/feed') > from);
    core.time.pass(100);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(feed.read(core.profile.cache)).toEqual(state);
    expect(held()).toEqual(idsOf(one, two, three));
  }
});

test('R2, fault 16: when a page cannot be stored, neither can its cursor', async () => {
  await core.start();
  const before = feed.read(core.profile.cache);
  core.profile.cache.exec(
    `create temp trigger full before update of position on case_row begin select raise(abort, 'no'); end;`,
  );
  central.put({ ...one, version: 2 });
  core.engine.syncNow();
  await core.until('it failed', () => core.engine.lastErrors().length > 0);
  expect(feed.read(core.profile.cache)).toEqual(before);
  core.profile.cache.exec('drop trigger full');
  await pullAgain();
  expect(cases.findHead(core.profile.cache, one.id)?.version).toBe(2);
});

test('R4: an expired cursor starts anew; what is not named again goes, except where work stands on it', async () => {
  await core.start();
  draft(two.id);
  central.forget(one.id);
  central.forget(two.id);
  central.put(caseOf([]));
  central.pruneFeed();
  await pullAgain();
  expect(held()).toContain(three.id);
  expect(held()).not.toContain(one.id);
  expect(held()).not.toContain(two.id);
  expect(cases.findHead(core.profile.cache, one.id)).toBeUndefined();
  expect(cases.findHead(core.profile.cache, two.id)?.goneReason).toBe('reassigned');
});

test('R4: nothing is swept before the last page has come', async () => {
  for (let n = 0; n < 1_050; n += 1) central.put(caseOf([]));
  await core.start();
  expect(cases.count(core.profile.cache)).toBe(1_053);
  central.pruneFeed();
  let pages = 0;
  central.script((seen) => {
    if (seen.path !== '/v1/feed') return null;
    pages += 1;
    return pages === 3 ? html(502) : null;
  });
  core.engine.syncNow();
  await core.until('cut in the middle', () => pages >= 3);
  await core.until('noticed', () => core.engine.contact().contact !== 'online');
  expect(feed.read(core.profile.cache).resync).toBe('running');
  expect(cases.count(core.profile.cache)).toBe(1_053);
  await core.until('finished', () => feed.read(core.profile.cache).resync === 'none', 60_000);
  expect(cases.count(core.profile.cache)).toBe(1_053);
});

test('R5: a newer version never swaps the one on screen, and a restart keeps it', async () => {
  await core.start();
  core.profile.cache.transact((tx) => pins.open(tx, one.id, '2026-11-23T08:00:00.000Z'));
  central.put({ ...one, version: 2, title: 'Second' });
  central.put({ ...one, version: 3, title: 'Third' });
  await pullAgain();
  core.restart();
  expect(pins.findBody(core.profile.cache, one.id)?.version).toBe(1);
  expect(pins.findBody(core.profile.cache, one.id)?.title).toBe(one.title);
  expect(cases.find(core.profile.cache, one.id)?.title).toBe('Third');
  core.profile.cache.transact((tx) => pins.takeNewest(tx, one.id, '2026-11-23T08:00:00.000Z'));
  expect(pins.find(core.profile.cache, one.id)?.version).toBe(3);
  expect(pins.findBody(core.profile.cache, one.id)).toBeUndefined();
});

test('R6: a dropped case goes, except where a draft or an unanswered command stands on it, until it is answered', async () => {
  await core.start();
  draft(two.id);
  central.script((seen) => (seen.path === '/v1/commands' ? html(502) : null));
  const id = core.note(three);
  await core.until('it cannot leave', () => core.engine.contact().contact === 'offline', 60_000);
  for (const value of [one, two, three]) central.drop(value.id, 'reassigned');
  // The feed can be read while commands cannot be sent.
  let refused = 0;
  central.script((seen) => {
    if (seen.path !== '/v1/commands') return null;
    refused += 1;
    return central.problem(403, 'forbidden');
  });
  await core.until(
    'read',
    () => refused > 0 && core.engine.cursor()?.position === central.cursor.position,
    60_000,
  );
  expect(held()).toEqual([]);
  expect(
    cases
      .listGone(core.profile.cache)
      .map(({ caseId }) => caseId)
      .sort(),
  ).toEqual(idsOf(two, three));
  expect(cases.findHead(core.profile.cache, one.id)).toBeUndefined();
  central.script(() => null);
  await core.until('answered', () => core.stateOf(id) === 'acknowledged', 90_000);
  await core.until('gone', () => cases.findHead(core.profile.cache, three.id) === undefined);
  expect(cases.findHead(core.profile.cache, two.id)?.goneReason).toBe('reassigned');
  expect(central.requests.some(({ body }) => body.includes('Half a thought'))).toBe(false);
});

test('R7, fault 38: what was decided here lies over the feed until the cursor has passed its acknowledgement', async () => {
  await core.start();
  const covered = (): boolean => outbox.coveringCases(core.profile.work, core.engine.cursor()).has(one.id);
  const id = core.decide(one);
  expect(covered()).toBe(true);
  central.put({ ...one, version: 2 });
  await pullAgain();
  expect(covered()).toBe(true);
  central.script((seen) => (seen.path === '/v1/feed' ? html(502) : null));
  await core.until('acknowledged', () => core.stateOf(id) === 'acknowledged', 60_000);
  expect(cases.findHead(core.profile.cache, one.id)?.version).toBe(2);
  expect(covered()).toBe(true);
  central.script(() => null);
  await core.until('read on', () => !covered(), 60_000);
  expect(cases.findHead(core.profile.cache, one.id)).toBeUndefined();
});

test('R8, fault 28: one unreadable case stops no other; it is kept, reported once, and read by a later version', async () => {
  await core.start();
  const four = caseOf([]);
  const five = caseOf([]);
  central.putRaw(four.id, { case: { ...four, state: { is: 'of-the-future' } } });
  central.putRaw(two.id, { case: { ...two, version: 2, title: '\ud800 alone' } });
  central.put(five);
  await pullAgain();
  expect(held()).toContain(five.id);
  expect(unreadable.count(core.profile.cache)).toBe(2);
  expect(cases.findHead(core.profile.cache, two.id)?.locked).toBe(true);
  const reports = (): unknown[] =>
    [...central.commands.values()].filter(({ body }) => body['type'] === 'unreadable');
  await core.until('reported', () => reports().length === 2);
  await pullAgain();
  expect(reports().length).toBe(2);

  // The next version knows the state: here, what was kept is mended the way a new schema would read it.
  core.profile.cache.transact((tx) =>
    tx.run(
      `update unreadable set raw = replace(raw, 'of-the-future', 'assigned') where case_id = ?`,
      four.id,
    ),
  );
  core.restart('2.0.0');
  core.engine.start();
  expect(held()).toContain(four.id);
  expect(unreadable.list(core.profile.cache).map(({ caseId }) => caseId)).toEqual([two.id]);
});

test('R9, fault 28: a case nested ten thousand deep or named __proto__ is set aside, and the rest goes on', async () => {
  await core.start();
  const deep = caseOf([]);
  const nested = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
  central.putRaw(deep.id, { case: 'DEEP', __proto__: null });
  const five = caseOf([]);
  central.put(five);
  central.script((seen) => {
    if (seen.path !== '/v1/feed') return null;
    return (response) => {
      const pieces: string[] = [];
      central.serve(seen)({
        writeHead: () => undefined,
        end: (text: string) => void pieces.push(text),
      } as never);
      const text = pieces.join('').replace('"DEEP"', `{"__proto__":{"polluted":true},"deep":${nested}}`);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(text);
    };
  });
  await pullAgain();
  expect(held()).toContain(five.id);
  expect(unreadable.count(core.profile.cache)).toBe(1);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('R9, fault 27: a captive portal that answers 200 is lost contact; the cursor stays', async () => {
  await core.start();
  const before = feed.read(core.profile.cache);
  central.script(() => html(200));
  core.engine.syncNow();
  await core.until('seen', () => core.engine.contact().reason === 'not-central');
  expect(feed.read(core.profile.cache)).toEqual(before);
  expect(held()).toEqual(idsOf(one, two, three));
});

test('R9, fault 28: truncated and endless answers are bounded and are no contact', async () => {
  core.end();
  core = createSyncCore(central, { limits: { bytes: 100_000 } });
  await core.start();
  const before = feed.read(core.profile.cache);
  for (const reply of [
    json(200, '{"instanceId":'),
    json(200, `{"a":NaN}`),
    json(200, `"${'x'.repeat(200_000)}"`),
  ]) {
    central.script((seen) => (seen.path === '/v1/feed' ? reply : null));
    core.engine.syncNow();
    await core.until('lost', () => core.engine.contact().contact !== 'online');
    expect(feed.read(core.profile.cache)).toEqual(before);
    central.script(() => null);
    await core.settled();
  }
});

test('R9: a page that would be right, and is longer than may be read, is no contact', async () => {
  core.end();
  core = createSyncCore(central, { limits: { bytes: 100_000 } });
  await core.start();
  const before = feed.read(core.profile.cache);
  central.put(caseOf([]));
  central.script((seen) => {
    if (seen.path !== '/v1/feed') return null;
    return (response) => {
      central.serve(seen)({
        writeHead: () => undefined,
        end: (text: string) =>
          void response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(text + ' '.repeat(200_000)),
      } as never);
    };
  });
  core.engine.syncNow();
  await core.until('lost', () => core.engine.contact().contact !== 'online');
  expect(feed.read(core.profile.cache)).toEqual(before);
});

test('an idle poll writes nothing', async () => {
  await core.start();
  core.time.pass(200);
  const version = (): unknown => [
    core.profile.cache.value('pragma data_version'),
    core.profile.cache.value('select total_changes()'),
    core.profile.work.value('select total_changes()'),
  ];
  await core.until(
    'indexed',
    () => core.profile.cache.value('select count(*) from case_row where indexed = 0') === 0,
  );
  await core.until('catalogue', () => core.profile.cache.value('select count(*) from catalogue') === 1);
  const before = version();
  for (let n = 0; n < 5; n += 1) await pullAgain();
  expect(version()).toEqual(before);
});

test('a newly published catalogue is fetched and announced', async () => {
  await core.start();
  central.publish(catalogue({ version: 2, name: 'Second' }));
  await pullAgain();
  const announced = (): boolean =>
    core.events.some((event) => event.event === 'catalogue' && event.version === 2);
  await core.until('announced', announced);
  await core.until('fetched', () => catalogues.newestVersion(core.profile.cache) === 2);
  expect(catalogues.newest(core.profile.cache)?.name).toBe('Second');
});

test('P2: when the role changes the feed starts anew, and what the new role may not see goes', async () => {
  await core.start();
  central.startFeedAnew();
  central.forget(one.id);
  await pullAgain();
  await core.until('read anew', () => core.engine.cursor()?.generation === 2);
  expect(held()).toEqual(idsOf(two, three));
});

test('L5: the seal of the cursor goes back with it, also after a restart', async () => {
  await core.start();
  await core.until('pulled', () => core.engine.cursor() !== null);
  core.restart();
  await core.start();
  const asked = () =>
    central.requests
      .filter(({ path }) => path === '/v1/feed')
      .at(-1)
      ?.query.get('seal');
  await core.until('asked', () => (asked() ?? null) !== null);
  expect(asked()).toBe(`seal of ${core.engine.cursor()?.position}`);
});

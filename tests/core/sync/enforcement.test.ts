import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Enforcement } from '../../../contract/enforcement.ts';
import * as enforcement from '../../../electron/core/store/cache/enforcement.ts';
import { hangUp, json, startScriptedCentral, type ScriptedCentral } from '../support/scripted-central.ts';
import { createSyncCore, type SyncCore } from '../support/sync-core.ts';
import { account, at, caseOf, enforcementOf } from '../support/valid.ts';

let central: ScriptedCentral;
let core: SyncCore;
let held: Enforcement[];
const asked: { since: string | null; answered: number }[] = [];

/** What the route does: oldest change first, `since` included. */
beforeEach(async () => {
  central = await startScriptedCentral(account());
  central.put(caseOf([]));
  held = [];
  asked.length = 0;
  central.script((seen) => {
    if (seen.path !== '/v1/enforcement/mine') return null;
    const since = seen.query.get('since');
    const found = held
      .filter(({ updatedAt }) => since === null || updatedAt >= since)
      .toSorted((a, b) => a.updatedAt.localeCompare(b.updatedAt));
    const page = found.slice(0, Number(seen.query.get('limit')));
    asked.push({ since, answered: page.length });
    return json(200, { enforcement: page, more: page.length < found.length });
  });
  core = createSyncCore(central);
});
afterEach(async () => {
  core.end();
  await central.stop();
});

const stored = (decisionId: string) =>
  enforcement.forDecisions(core.profile.cache, [decisionId]).get(decisionId) ?? [];
const mark = () => enforcement.readMark(core.profile.cache);
const told = () => core.events.filter(({ event }) => event === 'enforcement');

test('S4: what the platform answered is read on contact, and told', async () => {
  const one = enforcementOf({ state: 'confirmed', detail: 'Removed' });
  held.push(one);
  await core.start();
  await core.until('read', () => stored(one.decisionId).length === 1);
  expect(stored(one.decisionId)).toEqual([one]);
  expect(mark().readAt).not.toBeNull();
  expect(told()).toEqual([{ event: 'enforcement', caseIds: [one.caseId] }]);
});

test('S4, L2: the stream says that the platform answered, and only that is asked for', async () => {
  await core.start();
  // The feed is read with contact, and again when the stream is there.
  await core.until(
    'streaming',
    () => central.streams.size === 1 && mark().readAt !== null && central.count('/v1/feed') === 2,
  );
  await core.settled();
  const feedPulls = central.count('/v1/feed');
  const one = enforcementOf({ state: 'confirmed' });
  held.push(one);
  central.say({ event: 'enforcement' });
  await core.until('read', () => stored(one.decisionId).length === 1, 2_000);
  expect(central.count('/v1/feed')).toBe(feedPulls);
});

test('S4: an idle workstation asks each five minutes, from the last change on, and tells nothing', async () => {
  const one = enforcementOf({ updatedAt: at(-30) });
  held.push(one);
  const serve = central.serve;
  central.script((seen) => {
    if (seen.path === '/v1/stream') return json(200, 'no stream here', 'text/html');
    if (seen.path !== '/v1/enforcement/mine') return serve(seen);
    asked.push({ since: seen.query.get('since'), answered: 1 });
    return json(200, { enforcement: [one], more: false });
  });
  await core.start();
  await core.until('read', () => stored(one.decisionId).length === 1);
  const minutes = async (count: number): Promise<void> => {
    for (let second = 0; second < count * 60; second += 1) {
      core.time.pass(1_000);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  };
  const from = asked.length;
  await minutes(4);
  expect(asked.length).toBe(from);
  await minutes(2);
  // A change may become visible late: what is near the mark is read again, and changes nothing.
  expect(asked.slice(from)).toEqual([{ since: at(-31), answered: 1 }]);
  expect(told().length).toBe(1);
});

test('S4: the same answers twice, and an older state after a newer one, change nothing', async () => {
  const one = enforcementOf({ state: 'confirmed', updatedAt: at(2) });
  held.push(one);
  await core.start();
  await core.until('read', () => stored(one.decisionId).length === 1);
  held = [{ ...one, state: 'requested', updatedAt: at(1.5) }];
  const from = asked.length;
  core.engine.syncNow();
  await core.until('asked again', () => asked.length > from && mark().readAt !== null);
  await core.settled();
  expect(stored(one.decisionId)).toEqual([one]);
});

test('S4: thousands of changes come in pages, also when many share one instant', async () => {
  held = Array.from({ length: 1_300 }, (_, index) =>
    enforcementOf({ updatedAt: at(index < 480 ? 1 : 2 + index) }),
  );
  const ids = held.map(({ decisionId }) => decisionId);
  await core.start();
  await core.until('read', () => enforcement.forDecisions(core.profile.cache, ids).size === 1_300);
  expect(asked.every(({ answered }) => answered <= 500)).toBe(true);
});

test('S4: a central API that gives no end to its pages is left alone for a while', async () => {
  const one = enforcementOf({ updatedAt: at(1) });
  central.script((seen) =>
    seen.path === '/v1/enforcement/mine' ? json(200, { enforcement: [one], more: true }) : null,
  );
  await core.start();
  await core.until('asked', () => central.count('/v1/enforcement/mine') >= 40);
  const from = central.count('/v1/enforcement/mine');
  expect(from).toBe(40);
  expect(core.engine.contact().contact).toBe('online');
});

test('S4: a decision does not wait for answers that do not come', async () => {
  const value = caseOf([]);
  central.put(value);
  central.script((seen) => (seen.path === '/v1/enforcement/mine' ? () => undefined : null));
  await core.start();
  await core.until('asked', () => central.count('/v1/enforcement/mine') > 0);
  const id = core.decide(value);
  await core.until('acknowledged', () => core.stateOf(id) === 'acknowledged', 7_000);
  expect(central.count('/v1/enforcement/mine')).toBe(1);
});

test('S4, D7: an older central API, and a request that breaks, cost neither contact nor quiet', async () => {
  central.script((seen) => (seen.path === '/v1/enforcement/mine' ? central.problem(404, 'not-found') : null));
  await core.start();
  await core.until('asked', () => central.count('/v1/enforcement/mine') > 0);
  core.time.pass(60_000);
  await core.settled();
  expect(central.count('/v1/enforcement/mine')).toBeLessThanOrEqual(2);

  const one = enforcementOf();
  let broken = 0;
  central.script((seen) => {
    if (seen.path !== '/v1/enforcement/mine') return null;
    if ((broken += 1) === 1) return hangUp;
    return json(200, { enforcement: [one], more: false });
  });
  central.say({ event: 'enforcement' });
  await core.until('read after contact came back', () => stored(one.decisionId).length === 1);
});

test('L5: after a restore the answers of the era before are dropped and read anew', async () => {
  const lost = enforcementOf({ state: 'confirmed', updatedAt: at(5) });
  const kept = enforcementOf({ state: 'requested', updatedAt: at(1) });
  held.push(lost, kept);
  await core.start();
  await core.until('read', () => stored(lost.decisionId).length === 1);
  held = [kept];
  central.restore();
  core.engine.syncNow();
  await core.until('a new era', () => core.engine.cursor()?.era === 2);
  core.engine.syncNow();
  await core.until('read anew', () => mark().era === 2 && mark().readAt !== null);
  expect(stored(lost.decisionId)).toEqual([]);
  expect(stored(kept.decisionId)).toEqual([kept]);
});

test('S4: whose role decides nothing does not ask', async () => {
  core.end();
  await central.stop();
  central = await startScriptedCentral(account({ role: 'admin' }));
  core = createSyncCore(central);
  await core.signIn();
  core.engine.start();
  await core.until('in contact', () => core.engine.contact().contact === 'online');
  core.engine.syncNow();
  core.time.pass(60_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(central.count('/v1/enforcement/mine')).toBe(0);
});

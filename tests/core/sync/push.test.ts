import { afterEach, beforeEach, expect, test } from 'vitest';
import { SqliteError } from 'better-sqlite3';
import { v7 } from 'uuid';
import type { CommandAnswer } from '../../../contract/feed.ts';
import { findCase } from '../../../electron/core/store/cache/opened-case.ts';
import * as catalogues from '../../../electron/core/store/cache/catalogue.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import * as drafts from '../../../electron/core/store/work/drafts.ts';
import {
  hangUp,
  html,
  json,
  startScriptedCentral,
  type ScriptedCentral,
} from '../support/scripted-central.ts';
import { createSyncCore, type SyncCore } from '../support/sync-core.ts';
import { account, caseOf } from '../support/valid.ts';

let central: ScriptedCentral;
let core: SyncCore;
const cases = [caseOf([]), caseOf([]), caseOf([]), caseOf([])] as const;

beforeEach(async () => {
  central = await startScriptedCentral(account());
  for (const value of cases) central.put(value);
  core = createSyncCore(central);
});
afterEach(async () => {
  core.end();
  await central.stop();
});

const idOf = (command: Record<string, unknown>): CommandAnswer['id'] => command['id'] as CommandAnswer['id'];

test('D3: a decision is held for five seconds of running time, then sent', async () => {
  await core.start();
  const id = core.decide(cases[0]);
  core.time.pass(4_900);
  expect(core.stateOf(id)).toBe('held');
  expect(central.count('/v1/commands')).toBe(0);
  core.time.turnClock(-86_400_000);
  await core.until('acknowledged', () => core.stateOf(id) === 'acknowledged', 1_000);
  expect(central.effects).toEqual([id]);
});

test('D3: what is sent within the window leaves the held decision where it is', async () => {
  await core.start();
  const id = core.decide(cases[0]);
  core.time.pass(1_000);
  const note = core.note(cases[1]);
  await core.until('acknowledged', () => core.stateOf(note) === 'acknowledged', 1_000);
  expect(core.stateOf(id)).toBe('held');
  expect(central.effects).toEqual([note]);
});

test('D3: what is withdrawn within the window never leaves', async () => {
  await core.start();
  const id = core.decide(cases[0]);
  expect(core.profile.commitWork((tx) => outbox.withdraw(tx, id))).toBe(true);
  core.engine.commandsMade([id]);
  core.time.pass(20_000);
  await core.settled();
  expect(central.count('/v1/commands')).toBe(0);
});

test('D4, fault 12: an answer lost after the commit brings the same id and bytes again, and one effect', async () => {
  await core.start();
  let lost = 0;
  central.script((seen) => {
    if (seen.path !== '/v1/commands' || lost >= 3) return null;
    lost += 1;
    central.serve(seen);
    return hangUp;
  });
  const id = core.decide(cases[0]);
  await core.until('acknowledged', () => core.stateOf(id) === 'acknowledged', 60_000);
  const sent = central.requests.filter(({ path }) => path === '/v1/commands');
  expect(sent.length).toBe(4);
  const items = sent.map(({ body }) => body.slice(body.indexOf('"commands":')));
  expect(new Set(items).size).toBe(1);
  expect(central.effects).toEqual([id]);
});

test('D4: a crash while sending returns to pending, and the same bytes are sent', async () => {
  await core.start();
  const id = core.decide(cases[0]);
  core.profile.work.transact((tx) => {
    outbox.releaseHeld(tx, [id]);
    outbox.markSending(tx, [id]);
  });
  core.restart();
  expect(core.stateOf(id)).toBe('sending');
  core.engine.start();
  expect(core.stateOf(id)).toBe('pending');
  await core.until('acknowledged', () => core.stateOf(id) === 'acknowledged');
  const entry = outbox.find(core.profile.work, id);
  expect(central.requests.findLast(({ path }) => path === '/v1/commands')?.body).toContain(entry?.body);
});

test('D3, fault 5: a disk that is full when the files are opened again does not keep the engine from running', async () => {
  await core.start();
  const id = core.decide(cases[0]);
  core.restart();
  const { profile } = core;
  const commit = profile.commitWork;
  let failures = 0;
  Object.assign(profile, {
    commitWork: (write: Parameters<typeof commit>[0]) => {
      failures += 1;
      if (failures <= 2) throw new SqliteError('database or disk is full', 'SQLITE_FULL');
      return commit(write);
    },
  });
  expect(() => core.engine.start()).not.toThrow();
  expect(core.stateOf(id)).toBe('held');
  await core.until('acknowledged', () => core.stateOf(id) === 'acknowledged', 120_000);
  expect(central.effects).toEqual([id]);
});

test('D4, fault 36: an answer that could not be kept is asked for again without a restart', async () => {
  await core.start();
  const id = core.decide(cases[0]);
  const { profile } = core;
  const commit = profile.commitWork;
  let failures = 0;
  // The disk fails at the one commit that keeps the answer.
  Object.assign(profile, {
    commitWork: (write: Parameters<typeof commit>[0]) => {
      if (failures === 0 && core.stateOf(id) === 'sending') {
        failures += 1;
        throw new SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC');
      }
      return commit(write);
    },
  });
  await core.until('acknowledged', () => core.stateOf(id) === 'acknowledged', 120_000);
  expect(failures).toBe(1);
  expect(central.effects).toEqual([id]);
});

test('fault 42, D6: upgraded between sending and the answer, the same bytes bring the same outcome', async () => {
  await core.start();
  let isCut = true;
  central.script((seen) => {
    if (seen.path !== '/v1/commands' || !isCut) return null;
    central.serve(seen);
    return hangUp;
  });
  const id = core.decide(cases[0]);
  await core.until('sent', () => central.effects.length === 1, 60_000);
  const before = central.requests.findLast(({ path }) => path === '/v1/commands')!.body;
  core.restart('2.0.0');
  // So that the envelope, which says when it was sent, is another one.
  core.time.pass(1_000);
  isCut = false;
  core.engine.start();
  await core.until('acknowledged', () => core.stateOf(id) === 'acknowledged', 60_000);
  const after = central.requests.findLast(({ path }) => path === '/v1/commands')!.body;
  expect(after).not.toBe(before);
  expect(after.slice(after.indexOf('"commands":'))).toBe(before.slice(before.indexOf('"commands":')));
  expect(central.effects).toEqual([id]);
});

test('fault 35: asleep for ten hours amid a sync, it goes on after waking, and nothing happens twice', async () => {
  await core.start();
  let isAsleep = true;
  central.script((seen) => {
    if (!isAsleep || !['/v1/commands', '/v1/feed'].includes(seen.path)) return null;
    // It arrives, and its answer finds nobody awake.
    central.serve(seen);
    return hangUp;
  });
  const ids = cases.slice(0, 3).map((value) => core.decide(value));
  await core.until('sent', () => central.effects.length === 3, 60_000);
  const late = caseOf();
  central.put(late);
  core.time.turnClock(36_000_000);
  isAsleep = false;
  await core.until('acknowledged', () => ids.every((id) => core.stateOf(id) === 'acknowledged'), 90_000);
  await core.settled();
  expect(central.effects).toEqual(ids);
  expect(findCase(core.profile.cache, late.id)).toBeDefined();
});

test('D4, fault 14: answers are taken item by item', async () => {
  await core.start();
  const [a, b, c, d] = cases;
  central.decide((command) => {
    const id = idOf(command);
    if (command['caseId'] === b.id)
      return { id, status: 'rejected', code: 'not-permitted', detail: 'no', errors: [] };
    if (command['caseId'] === c.id)
      return {
        id,
        status: 'late',
        cursor: central.cursor,
        recordedAt: '2026-11-23T08:00:00.000Z',
        contested: 'uncontested',
        reason: 'reassigned',
        standing: null,
      };
    if (command['caseId'] === d.id)
      return { id, status: 'changed', caseVersion: 2, evidenceDigest: 'a'.repeat(64) };
    return null;
  });
  const ids = [a, b, c, d].map((value) => core.note(value));
  const states = (): unknown[] => ids.map((id) => core.stateOf(id));
  await core.until('all answered', () => !states().includes('pending') && !states().includes('sending'));
  expect(states()).toEqual(['acknowledged', 'rejected', 'late', 'needs-confirmation']);
  expect(outbox.listAttention(core.profile.work).map(({ attention }) => attention)).toEqual([
    'rejected',
    'late',
    'changed',
  ]);
});

test('D5, fault 29: a parked command holds up its own case and nothing else', async () => {
  await core.start();
  central.decide((command) =>
    command['text'] === 'bad'
      ? { id: idOf(command), status: 'rejected', code: 'invalid', detail: '', errors: [] }
      : null,
  );
  const bad = core.note(cases[0], 'bad');
  const behind = core.note(cases[0], 'behind');
  const other = core.note(cases[1], 'other');
  await core.until('the other is through', () => core.stateOf(other) === 'acknowledged');
  core.time.pass(5_000);
  expect([core.stateOf(bad), core.stateOf(behind)]).toEqual(['rejected', 'pending']);
  core.profile.commitWork((tx) => outbox.dismiss(tx, bad, '2026-11-23T09:00:00.000Z'));
  core.engine.commandsMade();
  await core.until('what was behind it goes on', () => core.stateOf(behind) === 'acknowledged');
});

test('D5: an envelope refused as a whole is halved until the bad item is alone', async () => {
  await core.start();
  const notes = cases.map((value, index) => core.note(value, index === 2 ? 'poison' : 'fine'));
  central.script((seen) =>
    seen.path === '/v1/commands' && seen.body.includes('poison') ? central.problem(400, 'invalid') : null,
  );
  await core.until('answered', () =>
    notes.every((id) => !['pending', 'sending'].includes(core.stateOf(id) ?? '')),
  );
  expect(notes.map((id) => core.stateOf(id))).toEqual([
    'acknowledged',
    'acknowledged',
    'rejected',
    'acknowledged',
  ]);
});

test('D5: commands of a case leave in the order in which they were made, whatever the clock says', async () => {
  await core.start();
  core.engine.setOfflineByChoice(true);
  const first = core.note(cases[0], 'first');
  core.time.turnClock(-3_600_000);
  const second = core.note(cases[0], 'second');
  core.engine.setOfflineByChoice(false);
  await core.until('both through', () => [first, second].every((id) => core.stateOf(id) === 'acknowledged'));
  expect(central.effects).toEqual([first, second]);
});

test('D7, fault 41: a proxy that answers in its own words parks nothing, signs nobody out and resyncs nothing', async () => {
  await core.start();
  const before = core.engine.cursor();
  for (const status of [200, 401, 403, 404, 407, 410, 422, 500]) {
    central.script(() => html(status));
    const id = core.note(cases[0]);
    core.engine.syncNow();
    await core.until(`offline at ${status}`, () => core.engine.contact().contact === 'offline');
    expect(core.stateOf(id)).toBe('pending');
    expect(core.engine.session.state()).toBe('signed-in');
    expect(core.engine.cursor()).toEqual(before);
    central.script(() => null);
    await core.until('through', () => core.stateOf(id) === 'acknowledged', 120_000);
  }
});

test('D7: an answer in the right words of another central API is no contact', async () => {
  await core.start();
  const id = core.note(cases[0]);
  central.script((seen) =>
    seen.path === '/v1/commands'
      ? json(401, { type: '', title: 'x', status: 401, code: 'signed-out', detail: '', instanceId: v7() })
      : null,
  );
  await core.until('it is seen', () => core.engine.contact().reason === 'not-central');
  expect(core.engine.session.state()).toBe('signed-in');
  expect(core.stateOf(id)).not.toBe('rejected');
});

test('D9: an old offline decision with a grave action waits to be confirmed; confirming changes no byte', async () => {
  await core.start();
  core.engine.setOfflineByChoice(true);
  const grave = core.decide(cases[0], { offline: true, suspend: true });
  const mild = core.decide(cases[1], { offline: true });
  core.time.pass(61_000);
  expect([core.stateOf(grave), core.stateOf(mild)]).toEqual(['held', 'held']);
  core.engine.setOfflineByChoice(false);
  await core.until('the mild one is through', () => core.stateOf(mild) === 'acknowledged');
  expect(core.stateOf(grave)).toBe('needs-confirmation');
  expect(central.commands.has(grave)).toBe(false);
  const { body } = outbox.find(core.profile.work, grave)!;
  core.profile.commitWork((tx) => outbox.confirm(tx, grave, '2026-11-23T09:00:00.000Z'));
  core.engine.commandsMade();
  await core.until('sent', () => core.stateOf(grave) === 'acknowledged');
  expect(outbox.find(core.profile.work, grave)!.body).toBe(body);
});

test('D9: the catalogue that a decision names says which of its actions waits to be confirmed', async () => {
  await core.start();
  await core.until('the catalogue', () => catalogues.find(core.profile.cache, 1) !== undefined);
  core.engine.setOfflineByChoice(true);
  const grave = core.decide(cases[0], { offline: true, suspend: true, warn: true });
  const mild = core.decide(cases[1], { offline: true, warn: true });
  core.time.pass(61_000);
  core.engine.setOfflineByChoice(false);
  await core.until('the mild one is through', () => core.stateOf(mild) === 'acknowledged');
  expect(core.stateOf(grave)).toBe('needs-confirmation');
  expect(central.effects).toEqual([mild]);
});

test('D11: when contact returns, what was decided is sent before the feed is read', async () => {
  await core.start();
  await central.stop();
  const id = core.decide(cases[0], { offline: true });
  core.engine.syncNow();
  await core.until('offline', () => core.engine.contact().contact === 'offline');
  expect(core.stateOf(id)).toBe('held');
  await central.startAgain();
  const from = central.requests.length;
  await core.until('through', () => core.stateOf(id) === 'acknowledged', 20_000);
  await core.until('pulled', () => central.requests.slice(from).some(({ path }) => path === '/v1/feed'));
  const paths = central.requests.slice(from).map(({ path }) => path);
  expect(paths.indexOf('/v1/commands')).toBeLessThan(paths.indexOf('/v1/feed'));
  expect(central.effects).toEqual([id]);
});

test('D12: a decision refused because the rules changed comes back as a draft', async () => {
  await core.start();
  central.decide((command) => ({
    id: idOf(command),
    status: 'rejected',
    code: 'catalogue-changed',
    detail: '',
    errors: [],
  }));
  const id = core.decide(cases[0]);
  await core.until('refused', () => core.stateOf(id) === 'rejected');
  expect(drafts.find(core.profile.work, cases[0].id)?.content.outcome).toBe('no-violation');
});

test('D12, D3: one that was taken back, or that a newer decision follows, does not come back over that one', async () => {
  await core.start();
  const refused = { status: 'rejected' as const, code: 'catalogue-changed' as const, detail: '', errors: [] };
  const answers = new Map<string, (id: CommandAnswer['id']) => CommandAnswer>();
  central.decide((command) => {
    const id = idOf(command);
    return answers.get(id)?.(id) ?? { id, status: 'retry', retryAfterMs: 600_000 };
  });
  const [older, newer] = [core.decide(cases[0]), core.decide(cases[0])];
  answers.set(older, (id) => ({ id, ...refused }));
  await core.until('refused', () => core.stateOf(older) === 'rejected');
  expect(core.stateOf(newer)).toBe('pending');
  expect(drafts.find(core.profile.work, cases[0].id)).toBeUndefined();
});

test('D5: an item that is asked to be tried again waits as long as it is told', async () => {
  await core.start();
  let first = true;
  central.decide((command) => {
    if (!first) return null;
    first = false;
    return { id: idOf(command), status: 'retry', retryAfterMs: 4_000 };
  });
  const id = core.note(cases[0]);
  await core.until('asked', () => !first);
  const asked = core.time.clock.monotonic();
  await core.until('through', () => core.stateOf(id) === 'acknowledged');
  expect(core.time.clock.monotonic() - asked).toBeGreaterThan(3_500);
});

test('L5, fault 17: in a new era the acknowledged decisions are sent again, once each', async () => {
  await core.start();
  const id = core.decide(cases[0]);
  await core.until('through', () => core.stateOf(id) === 'acknowledged');
  central.restore();
  core.engine.syncNow();
  await core.until('sent again', () => central.effects.includes(id));
  await core.until('through again', () => core.stateOf(id) === 'acknowledged');
  expect(central.effects).toEqual([id]);
});

test('L5, D14: in a new era what the person said of themselves is sent again, and then the account is read', async () => {
  await core.start();
  const [id, madeAt] = [v7(), new Date(core.time.clock.now()).toISOString()];
  core.profile.commitWork((tx) =>
    outbox.enqueue(tx, {
      id,
      caseId: outbox.NO_CASE,
      type: 'take-break',
      epoch: 0,
      state: 'pending',
      body: JSON.stringify({ type: 'take-break', id, deviceId: core.deviceId, madeAt }),
      madeAt,
      madeOffline: false,
    }),
  );
  core.engine.commandsMade([id]);
  await core.until('through', () => core.stateOf(id) === 'acknowledged');
  central.restore();
  core.events.length = 0;
  core.engine.syncNow();
  await core.until('sent again', () => central.effects.includes(id) && core.stateOf(id) === 'acknowledged');
  await core.until('account', () => core.events.some(({ event }) => event === 'account'));
  expect(central.effects).toEqual([id]);
});

test('L3: however many wait, there is one refresh, and what waited goes on', async () => {
  await core.start();
  central.expireTokens();
  const from = central.requests.length;
  const ids = cases.map((value) => core.note(value));
  core.engine.syncNow();
  await core.until('through', () => ids.every((id) => core.stateOf(id) === 'acknowledged'));
  expect(central.requests.slice(from).filter(({ path }) => path === '/v1/sessions/refresh').length).toBe(1);
});

test('L3: a refusal signs out and keeps everything for the same person', async () => {
  await core.start();
  central.expireTokens();
  central.script((seen) =>
    seen.path === '/v1/sessions/refresh' ? central.problem(401, 'token-reused') : null,
  );
  const id = core.note(cases[0]);
  await core.until('signed out', () => core.engine.contact().contact === 'signed-out');
  expect(core.engine.session.state()).toBe('ended');
  expect(core.stateOf(id)).toBe('pending');
  central.script(() => null);
  const response = await fetch(`${central.origin}/v1/sessions`, { method: 'POST', body: '{}' });
  core.engine.signedIn((await response.json()) as never);
  await core.until('through', () => core.stateOf(id) === 'acknowledged');
});

test('U2: the newest head of the audit chain goes back with the next push, also after a restart', async () => {
  await core.start();
  const sent = () =>
    central.requests
      .filter(({ path }) => path === '/v1/commands')
      .map(({ body }) => (JSON.parse(body) as { auditHead: { sequence: number } | null }).auditHead);
  for (const [index, value] of cases.slice(0, 3).entries()) {
    const note = core.note(value);
    await core.until('acknowledged', () => core.stateOf(note) === 'acknowledged', 1_000);
    if (index === 1) {
      core.restart();
      await core.start();
    }
  }
  expect(sent().map((head) => head?.sequence ?? null)).toEqual([null, 1, 2]);
});

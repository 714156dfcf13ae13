/** What becomes of cases, people and clocks while the network fails: nobody's work is lost, or counted as somebody else's. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { beginEra } from '../../central/cli/restored.ts';
import { openInstance } from '../../central/instance.ts';
import { systemIds } from '../../central/ports.ts';
import { until } from '../core/support/workstation.ts';
import { expectOk, testPassword } from '../support/central.ts';
import { incomingCase } from '../support/central-factories.ts';
import { openBackups } from '../simulation/backup.ts';
import {
  decide,
  first,
  oneEffectEach,
  startNetworked,
  type Networked,
  type Reviewer,
} from '../support/networked.ts';

const hour = 3_600_000;

let world: Networked;
beforeAll(async () => void (world = await startNetworked()));
afterEach(() => world.clear());
afterAll(() => world.close());

const offline = async ({ at, network }: Reviewer): Promise<void> => {
  await network.refuse();
  await until(at.status, ({ contact }) => contact === 'offline');
};

/** Back, over a network that loses the first answers. */
const back = async ({ network }: Reviewer): Promise<void> => {
  network.does(first(3, 'lost-answer'));
  await network.accept();
};

async function reassign(caseIds: readonly string[], personId: string): Promise<void> {
  const username = `boss-${v7().slice(-12)}`;
  await world.central.addPerson({ username, role: 'supervisor', queues: ['jobs'] });
  const client = await world.central.signIn(username);
  const { rows } = await world.central.store.query<{ id: string; epoch: number }>(
    'select id, epoch from case_file where id = any($1::uuid[])',
    [caseIds],
  );
  const moved = await client.post('/v1/reassignments', {
    id: randomUUID(),
    target: { to: 'person', personId },
    reason: 'Shift ended',
    cases: rows.map(({ id, epoch }) => ({ caseId: id, epoch })),
  });
  await expectOk(moved);
}

test('faults 14, 18, 20: reassigned while decided offline: late and kept, its evidence gone, and the rest of the batch is acknowledged', async () => {
  const one = await world.reviewer(3);
  const other = await world.central.addPerson({ username: `r-${v7().slice(-12)}`, queues: [] });
  const { at, personId, caseIds } = one;
  const [decided, undecided, kept] = caseIds as [string, string, string];
  await offline(one);
  const late = await decide(at, decided);
  const stands = await decide(at, kept);
  await reassign([decided, undecided], other);
  await back(one);
  await until(at.status, ({ waiting, queue }) => waiting === 0 && queue === 0);
  const both = [
    { id: late, standing: false, actions: 0 },
    { id: stands, standing: true, actions: 1 },
  ].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(await world.decisionsOf(personId)).toEqual(both);
  expect(await at.ask('attention.list', {})).toMatchObject({ items: [{ caseId: decided, why: 'late' }] });
  for (const caseId of [decided, undecided])
    await until(
      () => at.invoke('case.open', { caseId, view: false }),
      ({ ok }) => !ok,
    );
});

test('fault 19: somebody else has decided meanwhile: theirs stands, and who and why is told over a network that loses answers', async () => {
  const one = await world.reviewer(1);
  const other = await world.reviewer(0);
  const [caseId] = one.caseIds as [string];
  await offline(one);
  const late = await decide(one.at, caseId);
  await reassign([caseId], other.personId);
  await until(other.at.status, ({ queue }) => queue === 1);
  other.network.does(first(2, 'cut-answer'));
  const stands = await decide(other.at, caseId);
  await until(other.at.status, ({ waiting }) => waiting === 0);
  await back(one);
  await until(one.at.status, ({ waiting }) => waiting === 0);
  expect(await world.decisionsOf(other.personId)).toEqual(oneEffectEach([stands]));
  expect(await world.decisionsOf(one.personId)).toEqual([{ id: late, standing: false, actions: 0 }]);
  const { items } = await one.at.ask('attention.list', {});
  const rival = { decisionId: stands, by: other.username, outcome: 'violation' };
  expect(items).toMatchObject([{ why: 'late', contested: 'conflicting', rival }]);
  expect(items[0]!.rival!.rationale).not.toBe('');
});

test('fault 15: a proxy answers with a page of the feed from before: nothing comes back, and nothing is stuck', async () => {
  const { at, network, username, personId, caseIds, queue } = await world.reviewer(3);
  const client = await world.central.signIn(username);
  const before = await (await client.get('/v1/feed?limit=200')).text();
  const stale = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(before)}\r\nconnection: close\r\n\r\n${before}`;
  await decide(at, caseIds[0]!);
  await until(at.status, ({ waiting, queue: left }) => waiting === 0 && left === 2);
  network.does((request) => (request.startsWith('GET /v1/feed') ? { says: stale } : 'pass'));
  for (let n = 0; n < 5; n += 1) {
    await at.ask('sync.now', {});
    await sleep(30);
  }
  expect(network.count('said')).toBeGreaterThan(2);
  expect(await at.status()).toMatchObject({ queue: 2, unreadable: 0 });
  expect((await at.rows()).map(({ caseId }) => caseId)).not.toContain(caseIds[0]);
  network.does('pass');
  await world.central.store.query('update person set capacity = 9 where id = $1', [personId]);
  await world.central.addCases([incomingCase({ queue })]);
  await until(at.status, ({ queue: left }) => left === 3, 20_000);
});

test.each([90, -90])(
  'fault 22: a clock that is %d days off is measured over a slow network, and costs nothing',
  async (days) => {
    const off = days * 24 * hour;
    const { at, network, personId, caseIds } = await world.reviewer(1, {
      slowMs: 50,
      open: {
        clock: { now: () => Date.now() + off, monotonic: () => performance.now() * 25 },
      },
    });
    network.does('slow');
    const id = await decide(at, caseIds[0]!);
    await until(at.status, ({ waiting }) => waiting === 0);
    const { clockOffsetMs } = await at.status();
    // The central API's clock of these tests stands still, and other tests move it on.
    const real = world.central.clock.now() - (Date.now() + off);
    expect(Math.abs(clockOffsetMs - real)).toBeLessThan(60_000);
    expect(await world.decisionsOf(personId)).toEqual(oneEffectEach([id]));
    const { rows } = await world.central.store.query<{ received_at: Date }>(
      'select received_at from decision where id = $1',
      [id],
    );
    expect(Math.abs(rows[0]!.received_at.getTime() - world.central.clock.now())).toBeLessThan(60_000);
  },
);

test('fault 23: the answer to a refresh is lost, again and again: nobody is signed out', async () => {
  const one = await world.reviewer(1);
  const { at, network, personId, caseIds } = one;
  world.central.clock.advance(16 * 60_000);
  network.does(first(3, 'lost-answer', (request) => request.startsWith('POST /v1/sessions/refresh')));
  const id = await decide(at, caseIds[0]!);
  await until(at.status, ({ waiting }) => waiting === 0);
  expect(network.count('lost-answer')).toBe(3);
  expect(await at.ask('app.state', {})).toMatchObject({ session: { is: 'signed-in' } });
  expect(await world.decisionsOf(personId)).toEqual(oneEffectEach([id]));
});

test('faults 23, 24: the session ends while offline: deciding goes on, nobody else sends it, and its author does', async () => {
  const one = await world.reviewer(2);
  const { at, network, personId, username, caseIds } = one;
  await offline(one);
  const ids = [await decide(at, caseIds[0]!)];
  await world.central.store.query('update session set ended_at = $2 where person_id = $1', [
    personId,
    new Date(world.central.clock.now()),
  ]);
  network.does('pass');
  await network.accept();
  await until(at.status, ({ contact }) => contact === 'signed-out');
  ids.push(await decide(at, caseIds[1]!));
  expect(await at.status()).toMatchObject({ waitingDecisions: 2, queue: 0 });

  const other = { username: `r-${v7().slice(-12)}` };
  const otherId = await world.central.addPerson({ ...other, queues: [] });
  await at.ask('session.signOut', {});
  expect(await at.signIn(other.username, testPassword)).toMatchObject({ ok: true });
  await until(at.status, ({ contact }) => contact === 'online');
  expect(await at.status()).toMatchObject({ waiting: 0, queue: 0 });
  expect(await world.decisionsOf(personId)).toEqual([]);
  await at.ask('session.signOut', {});

  network.does(first(3, 'lost-answer'));
  expect(await at.signIn(username, testPassword)).toMatchObject({ ok: true });
  await until(at.status, ({ waiting, contact }) => waiting === 0 && contact === 'online');
  expect(await world.decisionsOf(personId)).toEqual(oneEffectEach(ids));
  expect(await world.decisionsOf(otherId)).toEqual([]);
});

test.each(['the central API is down for five hours', 'a laptop sleeps overnight'])(
  'fault 40: %s: nobody is late without a rival',
  async (what) => {
    const { central } = world;
    const one = await world.reviewer(2);
    const { at, personId, caseIds } = one;
    await central.central.tick();
    await offline(one);
    const ids = [await decide(at, caseIds[0]!)];
    if (what.startsWith('the central')) {
      central.clock.advance(5 * hour);
      await openInstance({ store: central.store, clock: central.clock, ids: systemIds });
      await central.central.tick();
    } else {
      for (let hours = 0; hours < 10; hours += 1) {
        central.clock.advance(hour);
        await central.central.tick();
      }
    }
    const { rows } = await central.store.query<{ assignee: string | null }>(
      'select assignee from case_file where id = any($1::uuid[])',
      [caseIds],
    );
    // While nobody serves time stands still; while somebody does, a lease ends (F2).
    const holder = what.startsWith('the central') ? personId : null;
    expect(rows).toEqual([{ assignee: holder }, { assignee: holder }]);
    ids.push(await decide(at, caseIds[1]!));
    await back(one);
    await until(at.status, ({ waiting, contact }) => waiting === 0 && contact === 'online');
    expect(await world.decisionsOf(personId)).toEqual(oneEffectEach(ids));
    expect(await at.ask('attention.list', {})).toEqual({ items: [] });
  },
);

// The last one: what was restored is served by another process than the one of all tests before.
test('fault 17: a backup is restored: what it lost is sent again over a network that loses answers, once', async () => {
  const { central } = world;
  const one = await world.reviewer(3);
  const { at, network, personId, caseIds } = one;
  const backups = await openBackups(central.store);
  await backups.take();
  const ids = [await decide(at, caseIds[0]!), await decide(at, caseIds[1]!)];
  await until(at.status, ({ waiting, queue }) => waiting === 0 && queue === 1);
  await offline(one);
  ids.push(await decide(at, caseIds[2]!));
  await backups.restore();
  expect(await world.decisionsOf(personId)).toEqual([]);
  await beginEra({ store: central.store, clock: central.clock, ids: systemIds });
  const restored = await central.again();
  try {
    network.leadsTo(restored.url);
    await back(one);
    await until(
      () => world.decisionsOf(personId),
      (rows) => rows.length === 3,
      20_000,
    );
    await until(at.status, ({ waiting, queue, contact }) => waiting + queue === 0 && contact === 'online');
    expect(await world.decisionsOf(personId)).toEqual(oneEffectEach(ids));
    expect(await at.ask('attention.list', {})).toEqual({ items: [] });
  } finally {
    await at.close();
    await restored.close();
  }
});

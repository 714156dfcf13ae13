import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReassignmentPreview } from '../../contract/supervision.ts';
import { openInstance } from '../../central/instance.ts';
import { systemIds } from '../../central/ports.ts';
import { startCentral, storeKinds, withOneCase, type Client, type TestCentral } from '../support/central.ts';
import { commandOn, decisionOn, incomingCase } from '../support/central-factories.ts';

const minute = 60_000;
const hour = 60 * minute;

describe.each(storeKinds)('assignment over %s', (kind) => {
  let server: TestCentral;
  let boss: Client;
  beforeAll(async () => {
    server = await startCentral({ kind });
    await server.addPerson({ username: 'boss', role: 'supervisor', queues: [] });
    boss = await server.signIn('boss');
  });
  afterAll(() => server?.close());

  const move = async (
    target: object,
    cases: readonly { caseId: string; epoch: number; personId?: string | null; queue?: string }[],
    id = v7(),
  ) => {
    const response = await boss.post('/v1/reassignments', { id, target, reason: 'Load', cases });
    return { status: response.status, body: await response.json() };
  };
  const caseOf = async (id: string) => {
    const { rows } = await server.store.query<Record<string, unknown>>(
      'select * from case_file where id = $1',
      [id],
    );
    return rows[0]!;
  };

  test('F1: people are given the most urgent cases of their queues up to their capacity', async () => {
    await server.addPerson({ username: 'small', queues: ['messages'], capacity: 2 });
    const ids = await server.addCases([
      incomingCase({ queue: 'messages', riskScore: 0.1 }),
      incomingCase({ queue: 'messages', riskScore: 0.99 }),
      incomingCase({ queue: 'messages', riskScore: 0.5 }),
      incomingCase({ queue: 'specialists', riskScore: 1 }),
    ]);
    const client = await server.signIn('small');
    const held = await client.pullAll();
    expect([...held.keys()].sort()).toEqual([ids[1], ids[2]].sort());
    await client.push(decisionOn(held.get(ids[1]!)!, client.deviceId));
    // Room was made, so the next poll brings the next case.
    expect([...(await client.pullAll()).keys()].sort()).toEqual([ids[0], ids[2]].sort());
  });

  test('F1: assigning to the present owner changes nothing', async () => {
    const { client, found } = await withOneCase(server);
    const { body } = await move({ to: 'person', personId: client.personId }, [
      { caseId: found.id, epoch: found.epoch },
    ]);
    expect(body).toMatchObject({ answers: [{ status: 'unchanged', epoch: found.epoch }] });
  });

  test('F2: a lease ends after the queue’s time without contact, and the case goes to somebody else', async () => {
    const { client, found } = await withOneCase(server);
    server.clock.advance(239 * minute);
    await server.central.tick();
    expect(await caseOf(found.id)).toMatchObject({ assignee: client.personId });
    server.clock.advance(2 * minute);
    await server.central.tick();
    expect(await caseOf(found.id)).toMatchObject({ assignee: null, state: 'queued', epoch: found.epoch + 1 });
  });

  test('F2: contact keeps the lease', async () => {
    const { client, found, username } = await withOneCase(server);
    for (let hours = 0; hours < 6; hours += 1) {
      server.clock.advance(hour);
      await server.signIn(username, client.deviceId);
      await server.central.tick();
    }
    expect(await caseOf(found.id)).toMatchObject({ assignee: client.personId, epoch: found.epoch });
  });

  test('F3: an expired case that nobody else was given still counts for its last holder', async () => {
    const { client, found, username } = await withOneCase(server);
    await server.store.query('update person set capacity = 0 where username <> $1', [username]);
    server.clock.advance(241 * minute);
    await server.central.tick();
    expect(await caseOf(found.id)).toMatchObject({ assignee: null });
    const again = await server.signIn(username, client.deviceId);
    const decision = decisionOn(found, client.deviceId);
    expect(await again.push(decision)).toMatchObject([{ status: 'applied' }]);
    const corrected = decisionOn(found, client.deviceId, { replaces: decision.id });
    expect(await again.push(corrected)).toMatchObject([{ status: 'applied' }]);
    await server.store.query('update person set capacity = 41');
  });

  test('F3: an expired case that somebody else was given answers late', async () => {
    const { client, found, username } = await withOneCase(server);
    const { client: other } = await withOneCase(server);
    server.clock.advance(241 * minute);
    await server.central.tick();
    const { epoch } = (await caseOf(found.id)) as { epoch: number };
    const moved = await server.signIn('boss');
    await moved.post('/v1/reassignments', {
      id: v7(),
      target: { to: 'person', personId: other.personId },
      reason: 'Load',
      cases: [{ caseId: found.id, epoch }],
    });
    const again = await server.signIn(username, client.deviceId);
    expect(await again.push(decisionOn(found, client.deviceId))).toMatchObject([
      { status: 'late', reason: 'lease-ended', contested: 'uncontested' },
    ]);
    boss = moved;
  });

  test('F2, fault 40: the time in which nobody served does not count against a lease', async () => {
    const { client, found } = await withOneCase(server);
    await server.central.tick();
    server.clock.advance(5 * hour);
    await openInstance({ store: server.store, clock: server.clock, ids: systemIds });
    await server.central.tick();
    expect(await caseOf(found.id)).toMatchObject({ assignee: client.personId, epoch: found.epoch });
    server.clock.advance(4.1 * hour);
    await server.central.tick();
    expect(await caseOf(found.id)).toMatchObject({ assignee: null });
    boss = await server.signIn('boss');
  });

  test('F2: unopened cases of an idle screen go back, but a few', async () => {
    await server.addPerson({ username: 'idler', queues: ['specialists'], capacity: 8 });
    await server.addCases(Array.from({ length: 8 }, () => incomingCase({ queue: 'specialists' })));
    const client = await server.signIn('idler');
    const [opened] = (await client.pullAll()).values();
    await client.push(
      commandOn(opened!, client.deviceId, { type: 'viewed', caseVersion: 1, evidenceId: null }),
    );
    let { refreshToken, accessToken } = client.session;
    for (let minutes = 0; minutes < 64; minutes += 4) {
      server.clock.advance(4 * minute);
      const refreshed = await fetch(`${server.url}/v1/sessions/refresh`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ refreshToken, deviceId: client.deviceId }),
      });
      ({ refreshToken, accessToken } = await refreshed.json());
      // A poll: in contact, and nothing is done.
      await fetch(`${server.url}/v1/feed`, { headers: { authorization: `Bearer ${accessToken}` } });
    }
    await server.central.tick();
    const held = async () => {
      const { rows } = await server.store.query<{ held: number; opened: number }>(
        `select count(*) as held, count(opened_at) as opened from case_file where assignee = $1 and state = 'assigned'`,
        [client.personId],
      );
      return rows[0];
    };
    expect(await held()).toEqual({ held: 4, opened: 1 });
    await fetch(`${server.url}/v1/feed`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect(await held()).toEqual({ held: 4, opened: 1 });
    const back = await server.signIn('idler', client.deviceId);
    await back.page();
    expect((await held())?.held).toBe(8);
    boss = await server.signIn('boss');
  });

  test('S1: a reassignment answers case by case, and the same request again the same', async () => {
    const { client, found } = await withOneCase(server);
    const { found: moved } = await withOneCase(server);
    const { found: decided, client: decider } = await withOneCase(server);
    await decider.push(decisionOn(decided, decider.deviceId));
    const { client: target, found: own } = await withOneCase(server);
    const id = v7();
    const missing = v7();
    const cases = [
      { caseId: found.id, epoch: found.epoch },
      { caseId: moved.id, epoch: moved.epoch + 5 },
      { caseId: decided.id, epoch: decided.epoch },
      { caseId: own.id, epoch: own.epoch },
      { caseId: missing, epoch: 1 },
    ];
    const { body } = await move({ to: 'person', personId: target.personId }, cases, id);
    const statuses = Object.fromEntries(
      body.answers.map((one: { caseId: string; status: string }) => [one.caseId, one.status]),
    );
    expect(statuses).toEqual({
      [found.id]: 'moved',
      [moved.id]: 'changed',
      [decided.id]: 'closed',
      [own.id]: 'unchanged',
      [missing]: 'not-found',
    });
    const { cursor } = await client.page();
    expect((await target.pullAll()).get(found.id)).toMatchObject({ epoch: found.epoch + 1 });
    expect((await move({ to: 'person', personId: target.personId }, cases, id)).body).toEqual(body);
    expect((await move({ to: 'queue', queue: 'jobs' }, cases, id)).status).toBe(422);
    expect(cursor.position).toBeGreaterThan(0);
    expect((await client.page()).changes).toContainEqual(
      expect.objectContaining({ caseId: found.id, type: 'case.drop', reason: 'reassigned' }),
    );
  });

  test('S1: a preview resolves a filter to cases and epochs; a queue takes cases back', async () => {
    const { client, found } = await withOneCase(server);
    const response = await boss.post('/v1/reassignments/preview', {
      target: { to: 'person', personId: client.personId },
      filter: { assignee: client.personId },
    });
    expect(await response.json()).toMatchObject({
      cases: [{ id: found.id, epoch: found.epoch, assignee: { id: client.personId } }],
      total: 1,
      targetOpenCases: 1,
      targetCapacity: 41,
    });
    await move({ to: 'queue', queue: 'messages' }, [{ caseId: found.id, epoch: found.epoch }]);
    expect(await caseOf(found.id)).toMatchObject({ state: 'queued', queue: 'messages', assignee: null });
  });

  describe('spread over the team', () => {
    const preview = async (cases: readonly string[]) => {
      const target = { to: 'balanced' };
      const response = await boss.post('/v1/reassignments/preview', { target, filter: { cases } });
      return (await response.json()) as ReassignmentPreview;
    };
    /** Nobody of other tests is there any more; these two work one queue that nobody else has. */
    async function team(...capacities: readonly number[]) {
      server.clock.advance(hour);
      boss = await server.signIn('boss');
      const people = [];
      for (const capacity of capacities) {
        const username = `s-${v7().slice(-12)}`;
        await server.addPerson({ username, queues: ['specialists'], capacity, languages: ['en'] });
        people.push(await server.signIn(username));
      }
      return people;
    }
    const waiting = (count: number, change: object = {}) =>
      server.addCases(Array.from({ length: count }, () => incomingCase({ queue: 'specialists', ...change })));
    const countOf = ({ plan }: ReassignmentPreview, { personId }: Client) =>
      plan.filter((one) => one.personId === personId).length;

    test('S1: each gets cases by what they have room for, and what fits nobody is not in the plan', async () => {
      const [small, large] = await team(2, 6);
      const ids = await waiting(10);
      const planned = await preview(ids);
      expect([countOf(planned, small!), countOf(planned, large!)]).toEqual([2, 6]);
      expect(planned.after).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ personId: small!.personId, gets: 2, open: 2, capacity: 2 }),
          expect.objectContaining({ personId: large!.personId, gets: 6, open: 6, capacity: 6 }),
        ]),
      );
      expect(await preview(ids)).toEqual(planned);
      const named = new Map(planned.cases.map((one) => [one.id, one.epoch]));
      const cases = planned.plan.map((one) => ({ ...one, epoch: named.get(one.caseId) ?? -1 }));
      const { body } = await move({ to: 'people' }, cases);
      expect(body.answers.map(({ status }: { status: string }) => status)).toEqual(cases.map(() => 'moved'));
      for (const { caseId, personId } of planned.plan)
        expect(await caseOf(caseId)).toMatchObject({ assignee: personId });
    });

    test('S1: who is on a break, has been away, speaks another language, or holds the case is passed over', async () => {
      const [here, resting, german] = await team(5, 5, 5);
      await server.store.query('update person set on_break_since = now() where id = $1', [resting!.personId]);
      await server.store.query(`update person set languages = '{de}' where id = $1`, [german!.personId]);
      const [english = '', other = ''] = await waiting(2, { language: 'en' });
      expect((await preview([english])).plan).toEqual([{ caseId: english, personId: here!.personId }]);
      await move({ to: 'person', personId: here!.personId }, [{ caseId: other, epoch: 0 }]);
      expect((await preview([other])).plan).toEqual([]);
      const [german1 = ''] = await waiting(1, { language: 'de-AT' });
      expect((await preview([german1])).plan).toEqual([{ caseId: german1, personId: german!.personId }]);
      server.clock.advance(11 * minute);
      boss = await server.signIn('boss');
      expect((await preview([english])).plan).toEqual([]);
    });

    test('S1: what was moved is given back to whom and where it was, unless somebody decided it since', async () => {
      const { client: holder, found } = await withOneCase(server);
      const { client: decider, found: decided } = await withOneCase(server);
      const { client: other } = await withOneCase(server);
      await server.addPerson({ username: `q-${kind.toLowerCase()}`, queues: ['messages'] });
      const both = [found, decided].map((one) => ({ caseId: one.id, epoch: one.epoch }));
      await move({ to: 'person', personId: other.personId }, both);
      const now = (await other.pullAll()).get(decided.id)!;
      await other.push(decisionOn(now, other.deviceId));
      const back = [
        { caseId: found.id, epoch: found.epoch + 1, personId: holder.personId, queue: 'jobs' },
        { caseId: decided.id, epoch: decided.epoch + 1, personId: decider.personId, queue: 'jobs' },
      ];
      const { body } = await move({ to: 'people' }, back);
      expect(body.answers.map((one: { status: string }) => one.status).toSorted()).toEqual([
        'closed',
        'moved',
      ]);
      expect(await caseOf(found.id)).toMatchObject({ assignee: holder.personId, queue: 'jobs' });
      const epoch = found.epoch + 2;
      await move({ to: 'people' }, [{ caseId: found.id, epoch, personId: null, queue: 'messages' }]);
      expect(await caseOf(found.id)).toMatchObject({ state: 'queued', assignee: null, queue: 'messages' });
    });

    test('bad input: a case that names nobody, somebody unknown or an unknown queue says which', async () => {
      const { found } = await withOneCase(server);
      const named = { caseId: found.id, epoch: found.epoch };
      for (const [one, field] of [
        [named, 'cases.0.personId'],
        [{ ...named, personId: v7() }, 'cases.0.personId'],
        [{ ...named, personId: null, queue: 'nowhere' }, 'cases.0.queue'],
      ] as const) {
        const { status, body } = await move({ to: 'people' }, [one]);
        expect({ status, errors: body.errors }).toMatchObject({ status: 400, errors: [{ field }] });
      }
      expect(await caseOf(found.id)).toMatchObject({ epoch: found.epoch });
    });
  });

  test('S1: who may not enter or has recused is not given the case', async () => {
    const { client, found } = await withOneCase(server);
    await client.push(commandOn(found, client.deviceId, { type: 'recuse', reason: 'I know them.' }));
    const { body } = await move({ to: 'person', personId: client.personId }, [
      { caseId: found.id, epoch: found.epoch + 1 },
    ]);
    expect(body).toMatchObject({ answers: [{ status: 'not-permitted' }] });
  });

  test('S1: two supervisors move the same cases at once; each case moves once', async () => {
    const people = [await withOneCase(server), await withOneCase(server), await withOneCase(server)];
    const found = people.map((one) => ({ caseId: one.found.id, epoch: one.found.epoch }));
    const { client: a } = await withOneCase(server);
    const { client: b } = await withOneCase(server);
    const results = await Promise.all([
      move({ to: 'person', personId: a.personId }, found),
      move({ to: 'person', personId: b.personId }, found.toReversed()),
    ]);
    const moved = results
      .flatMap(({ body }) => body.answers)
      .filter((one: { status: string }) => one.status === 'moved');
    expect(moved).toHaveLength(3);
  });

  test('S2: cases of somebody who has been offline for hours are moved, and what they decided is late', async () => {
    const { client, found } = await withOneCase(server);
    const made = decisionOn(found, client.deviceId);
    server.clock.advance(3 * hour);
    boss = await server.signIn('boss');
    const { client: other } = await withOneCase(server);
    await server.central.tick();
    expect(await caseOf(found.id)).toMatchObject({ assignee: client.personId });
    const { body } = await move({ to: 'person', personId: other.personId }, [
      { caseId: found.id, epoch: found.epoch },
    ]);
    expect(body).toMatchObject({ answers: [{ status: 'moved', epoch: found.epoch + 1 }] });
    expect((await other.pullAll()).has(found.id)).toBe(true);
    const back = await server.signIn(client.session.account.username, client.deviceId);
    expect(await back.push(made)).toMatchObject([{ status: 'late', reason: 'reassigned' }]);
    expect(await caseOf(found.id)).toMatchObject({ assignee: other.personId, standing_decision: null });
  });

  test('S1: a thousand cases in one request', async () => {
    const ids = await server.addCases(
      Array.from({ length: 1000 }, () => incomingCase({ queue: 'specialists' })),
    );
    await server.addPerson({ username: 'thousand', queues: [], capacity: 0 });
    const client = await server.signIn('thousand');
    const { rows } = await server.store.query<{ caseId: string; epoch: number }>(
      'select id as "caseId", epoch from case_file where id = any($1::uuid[])',
      [ids],
    );
    const { body } = await move({ to: 'person', personId: client.personId }, rows);
    expect(body.answers.filter((one: { status: string }) => one.status === 'moved')).toHaveLength(1000);
    expect((await client.pullAll()).size).toBe(1000);
  });

  test('S3: the team room shows who holds how much and what their device has waiting', async () => {
    const { client, found, username } = await withOneCase(server);
    await client.post('/v1/commands', {
      deviceId: client.deviceId,
      sentAt: new Date().toISOString(),
      waiting: 5,
      commands: [commandOn(found, client.deviceId, { type: 'note', text: 'One of five.' })],
    });
    const { members } = (await (await boss.get('/v1/team')).json()) as { members: { username: string }[] };
    expect(members.find((one) => one.username === username)).toMatchObject({
      openCases: 1,
      waiting: 4,
      capacity: 41,
    });
    const backlog = await (await boss.get(`/v1/backlog?assignee=${client.personId}`)).json();
    expect(backlog).toMatchObject({
      total: 1,
      next: null,
      cases: [{ id: found.id, state: { is: 'assigned' } }],
    });
  });
});

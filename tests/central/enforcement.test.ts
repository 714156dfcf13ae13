import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../central/enforcement/platform.ts';
import { sign } from '../../central/enforcement/signature.ts';
import type { Enforcement, EnforcementLine, EnforcementRequest } from '../../contract/enforcement.ts';
import { commandOn, decisionOn, incomingCase } from '../support/central-factories.ts';
import {
  expectOk,
  platformSecret,
  startCentral,
  storeKinds,
  withOneCase,
  type Client,
  type TestCentral,
} from '../support/central.ts';

const confirmed: Delivery = { is: 'confirmed', httpStatus: 200, detail: '' };
const unreachable: Delivery = { is: 'again', httpStatus: null, detail: 'gone', retryAfterMs: null };

describe.each(storeKinds)('enforcement over %s', (kind) => {
  let server: TestCentral;
  let answer: (request: EnforcementRequest) => Delivery | Promise<Delivery>;
  let received: EnforcementRequest[] = [];

  beforeAll(async () => {
    server = await startCentral({
      kind,
      async deliver(request) {
        received.push(request);
        return answer(request);
      },
    });
    await server.addPerson({ username: 'boss', role: 'supervisor' });
  });
  afterAll(() => server?.close());
  beforeEach(async () => {
    answer = () => confirmed;
    // What another test left undone.
    await server.store.query(`update enforcement set state = 'cancelled' where state = 'requested'`);
    received = [];
  });

  const ofDecision = async (id: string) =>
    (
      await server.store.query<{ id: string; state: string; attempts: number; reverses: string | null }>(
        'select id, state, attempts, reverses from enforcement where decision_id = $1 order by sequence',
        [id],
      )
    ).rows;
  const mine = async (client: Client): Promise<Enforcement[]> =>
    ((await expectOk(await client.get('/v1/enforcement/mine'))) as { enforcement: Enforcement[] })
      .enforcement;
  const actionsOn = (subjects: readonly string[]) =>
    subjects.map((id) => ({ action: 'warn', target: { type: 'account', id }, params: {} }));
  const aboutAccounts = (ids: readonly string[]) => ({
    related: ids.map((id) => ({
      relation: 'owner' as const,
      subject: { type: 'account' as const, id, label: id },
    })),
  });

  test('S4: an applied action reaches the platform once, and its answer comes back to who decided', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    await client.push(decision);
    expect(await server.central.deliver()).toBe(1);
    expect(await server.central.deliver()).toBe(0);
    expect(received).toMatchObject([
      {
        decisionId: decision.id,
        caseId: found.id,
        reference: found.reference,
        reverses: null,
        action: { action: 'remove-content', target: { type: 'job-post', id: found.subject.id } },
      },
    ]);
    expect(await mine(client)).toMatchObject([
      { decisionId: decision.id, state: 'confirmed', attempts: 1, ordinal: 0 },
    ]);
    const { rows } = await server.store.query('select event from case_event where case_id = $1', [found.id]);
    expect(rows.map((row) => row['event'])).toContain('enforced');
  });

  test('S4: late decisions and decisions of no consequence ask for nothing', async () => {
    const { client, found } = await withOneCase(server);
    await client.push(
      decisionOn(found, client.deviceId, { outcome: 'no-violation', actions: [], policies: [] }),
    );
    await client.push(decisionOn(found, client.deviceId));
    expect(await server.central.deliver()).toBe(0);
  });

  test('S4: in order for a subject: nothing of it is sent before the one before is answered', async () => {
    const account = `account-${v7()}`;
    const { client, found } = await withOneCase(server, aboutAccounts([account]));
    const decision = decisionOn(found, client.deviceId, {
      actions: [
        ...actionsOn([account]),
        { action: 'suspend', target: { type: 'account', id: account }, durationDays: 7, params: {} },
      ],
    });
    await client.push(decision);
    answer = () => unreachable;
    await server.central.deliver();
    server.clock.advance(60_000);
    answer = () => confirmed;
    expect(await server.central.deliver()).toBe(1);
    expect(await server.central.deliver()).toBe(1);
    expect(received.map(({ action }) => action.action)).toEqual(['warn', 'warn', 'suspend']);
    expect(new Set(received.map(({ id }) => id)).size).toBe(2);
    const sequences = received.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
  });

  test('S4: one subject that gets no answer holds up no other', async () => {
    const accounts = [v7(), v7(), v7()];
    const { client, found } = await withOneCase(server, aboutAccounts(accounts));
    await client.push(decisionOn(found, client.deviceId, { actions: actionsOn(accounts) }));
    answer = ({ action }) => (action.target.id === accounts[0] ? unreachable : confirmed);
    expect(await server.central.deliver()).toBe(3);
    const states = (await mine(client)).map(({ action, state }) => [action.target.id, state]);
    expect(Object.fromEntries(states)).toEqual({
      [accounts[0]!]: 'requested',
      [accounts[1]!]: 'confirmed',
      [accounts[2]!]: 'confirmed',
    });
  });

  test('S4: a recall cancels what was never attempted', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    await client.push(
      decision,
      commandOn(found, client.deviceId, { type: 'recall', decisionId: decision.id, reason: '' }),
    );
    expect(await server.central.deliver()).toBe(0);
    expect(await ofDecision(decision.id)).toMatchObject([{ state: 'cancelled', attempts: 0 }]);
  });

  test('S4: a recall of what may have reached the platform sends the reversal behind it', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    await client.push(decision);
    answer = () => unreachable;
    await server.central.deliver();
    await client.push(
      commandOn(found, client.deviceId, { type: 'recall', decisionId: decision.id, reason: '' }),
    );
    server.clock.advance(60_000);
    answer = () => confirmed;
    await server.central.deliver();
    await server.central.deliver();
    const [first, undone] = await ofDecision(decision.id);
    expect([first?.state, undone?.state, undone?.reverses]).toEqual(['confirmed', 'confirmed', first?.id]);
    expect(received.map(({ reverses }) => reverses)).toEqual([null, null, first?.id]);
  });

  test('S4: what failed for good is not undone, and its reversal is not sent', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    await client.push(decision);
    answer = () => unreachable;
    await server.central.deliver();
    await client.push(
      commandOn(found, client.deviceId, { type: 'recall', decisionId: decision.id, reason: '' }),
    );
    server.clock.advance(60_000);
    answer = () => ({ is: 'failed', httpStatus: 200, detail: 'there is no such post' });
    await server.central.deliver();
    await server.central.deliver();
    expect((await ofDecision(decision.id)).map(({ state }) => state)).toEqual(['failed', 'cancelled']);
  });

  test('S4: a failure reaches the supervisor with every attempt; asked again, it is done', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    await client.push(decision);
    answer = () => ({ is: 'again', httpStatus: 503, detail: 'it answered 503', retryAfterMs: 1000 });
    await server.central.deliver();
    server.clock.advance(1000);
    answer = () => ({ is: 'failed', httpStatus: 404, detail: 'there is no such post' });
    await server.central.deliver();
    const boss = await server.signIn('boss');
    const list = async () =>
      (await expectOk(await boss.get(`/v1/enforcement?caseId=${found.id}`))) as {
        lines: EnforcementLine[];
        failed: number;
      };
    const [line] = (await list()).lines;
    expect(line).toMatchObject({
      state: 'failed',
      detail: 'there is no such post',
      attempts: 2,
      log: [{ httpStatus: 404 }, { httpStatus: 503 }],
    });
    expect((await list()).failed).toBeGreaterThan(0);
    expect((await client.post(`/v1/enforcement/${line!.id}/retry`, { reason: 'It is back.' })).status).toBe(
      403,
    );
    expect(
      await expectOk(await boss.post(`/v1/enforcement/${line!.id}/retry`, { reason: 'It is back.' })),
    ).toMatchObject({ state: 'requested', detail: 'asked again: It is back.' });
    expect((await boss.post(`/v1/enforcement/${line!.id}/retry`, { reason: 'Again.' })).status).toBe(409);
    answer = () => confirmed;
    await server.central.deliver();
    expect(await mine(client)).toMatchObject([{ state: 'confirmed', attempts: 3 }]);
    expect(received.at(-1)?.id).toBe(line!.id);
  });

  test('P1: enforcement of a sealed case is shown to nobody without the grant', async () => {
    const username = `insider-${v7().slice(-8)}`;
    await server.addPerson({ username, queues: ['messages'], compartments: ['sealed-room'] });
    const [caseId = ''] = await server.addCases([
      incomingCase({ compartment: 'sealed-room', queue: 'messages' }),
    ]);
    const insider = await server.signIn(username);
    const found = (await insider.pullAll()).get(caseId)!;
    await insider.push(decisionOn(found, insider.deviceId));
    await server.central.deliver();
    const boss = await server.signIn('boss');
    const { lines } = (await expectOk(await boss.get('/v1/enforcement?limit=500'))) as {
      lines: EnforcementLine[];
    };
    expect(lines.map((line) => line.caseId)).not.toContain(caseId);
    const [own] = await mine(insider);
    expect((await boss.post(`/v1/enforcement/${own!.id}/retry`, { reason: 'Test' })).status).toBe(404);
  });

  test('S4: what was accepted is answered later, signed; the first final answer stands', async () => {
    const { client, found } = await withOneCase(server);
    await client.push(decisionOn(found, client.deviceId));
    answer = () => ({ is: 'accepted', httpStatus: 202, detail: '' });
    await server.central.deliver();
    server.clock.advance(60_000);
    expect(await server.central.deliver()).toBe(0);
    const { id } = received[0]!;
    const send = (body: object, secret = platformSecret, at = server.clock.now()) => {
      const text = JSON.stringify(body);
      return fetch(`${server.url}/v1/enforcement/${id}/answer`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'docket-signature': sign([secret], at, text) },
        body: text,
      });
    };
    expect((await send({ status: 'confirmed' }, 'another secret of them')).status).toBe(401);
    expect((await send({ status: 'confirmed' }, platformSecret, server.clock.now() - 301_000)).status).toBe(
      401,
    );
    expect(await mine(client)).toMatchObject([{ state: 'requested' }]);
    expect(await expectOk(await send({ status: 'confirmed' }))).toEqual({ state: 'confirmed' });
    expect(await expectOk(await send({ status: 'confirmed' }))).toEqual({ state: 'confirmed' });
    expect(await expectOk(await send({ status: 'failed', detail: 'No.' }))).toEqual({ state: 'confirmed' });
    const { count } = await server.store.query(
      `select 1 from audit_event where kind = 'enforcement.contradicted' and case_id = $1`,
      [found.id],
    );
    expect(count).toBe(1);
  });

  test('S4: accepted and never answered, it is asked for again after a day', async () => {
    const { client, found } = await withOneCase(server);
    await client.push(decisionOn(found, client.deviceId));
    answer = () => ({ is: 'accepted', httpStatus: 202, detail: '' });
    await server.central.deliver();
    server.clock.advance(25 * 3_600_000);
    answer = () => confirmed;
    expect(await server.central.deliver()).toBe(1);
    expect(received[0]!.id).toBe(received[1]!.id);
  });

  test('S4: while the platform is away one request at a time looks after it, and all go when it is back', async () => {
    const accounts = Array.from({ length: 12 }, () => v7());
    const { client, found } = await withOneCase(server, aboutAccounts(accounts));
    await client.push(decisionOn(found, client.deviceId, { actions: actionsOn(accounts) }));
    answer = () => unreachable;
    await server.central.deliver();
    const tries: number[] = [];
    for (let second = 0; second < 60; second += 1) {
      server.clock.advance(1000);
      tries.push(await server.central.deliver());
    }
    expect(Math.max(...tries)).toBe(1);
    answer = () => confirmed;
    server.clock.advance(1000);
    expect(await server.central.deliver()).toBe(1);
    expect(await server.central.deliver()).toBe(11);
    expect((await mine(client)).every(({ state }) => state === 'confirmed')).toBe(true);
  });

  test('S4: two processes share the work, and deliver nothing twice', async () => {
    const accounts = Array.from({ length: 20 }, () => v7());
    const { client, found } = await withOneCase(server, aboutAccounts(accounts));
    await client.push(decisionOn(found, client.deviceId, { actions: actionsOn(accounts) }));
    const other = await server.again();
    try {
      for (let round = 0; round < 4; round += 1) {
        await Promise.all([server.central.deliver(), other.central.deliver()]);
      }
    } finally {
      await other.close();
    }
    expect(received).toHaveLength(20);
    expect(new Set(received.map(({ id }) => id)).size).toBe(20);
  });

  test('S4: what a process claimed before it died is delivered by another once the claim has ended', async () => {
    const { client, found } = await withOneCase(server);
    await client.push(decisionOn(found, client.deviceId));
    const { claimDue } = await import('../../central/enforcement/claim.ts');
    expect(await claimDue(server.store, new Date(server.clock.now()), 5)).toHaveLength(1);
    expect(await server.central.deliver()).toBe(0);
    server.clock.advance(16_000);
    expect(await server.central.deliver()).toBe(1);
    expect(await mine(client)).toMatchObject([{ state: 'confirmed', attempts: 2 }]);
  });
});

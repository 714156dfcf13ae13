import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentral, storeKinds, withOneCase, type Client, type TestCentral } from '../support/central.ts';
import { decisionOn } from '../support/central-factories.ts';

describe.each(storeKinds)('golden cases and second reviews over %s', (kind) => {
  let server: TestCentral;
  let quality: Client;
  beforeAll(async () => {
    server = await startCentral({ kind });
    await server.addPerson({ username: 'quality', role: 'quality', queues: [] });
    quality = await server.signIn('quality');
  });
  afterAll(() => server?.close());

  const make = async (caseId: string, kindOf = 'second-review', id = v7(), queue: string | null = null) => {
    const response = await quality.post('/v1/practice-cases', { id, caseId, kind: kindOf, queue });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const decidedCase = async () => {
    const { client, found, username } = await withOneCase(server);
    expect(await client.push(decisionOn(found, client.deviceId))).toMatchObject([{ status: 'applied' }]);
    return { client, found, username };
  };

  /** A person who was not there before, to whom the queue gives it. */
  const someoneGiven = async (caseId: string) => {
    const username = `s-${v7().slice(-12)}`;
    await server.addPerson({ username });
    const client = await server.signIn(username);
    const given = (await client.pullAll()).get(caseId);
    if (!given) throw new Error('the case was not given');
    return { client, given };
  };

  test('S5: a second review is a case of its own, with other ids and times, that tells nobody what it is', async () => {
    const { found } = await decidedCase();
    const { status, body } = await make(found.id);
    expect(status).toBe(200);
    const { client: other, given } = await someoneGiven(body['caseId'] as string);
    expect(given.id).toBe(body['caseId']);
    expect(given.title).toBe(found.title);
    expect(given.reference).not.toBe(found.reference);
    expect(given.evidenceDigest).toBe(found.evidenceDigest);
    expect(given.evidence).toHaveLength(found.evidence.length);
    expect(given.standing).toBeNull();
    const age = server.clock.now() - Date.parse(given.createdAt);
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThanOrEqual(90 * 60_000);
    const text = JSON.stringify(given);
    for (const word of ['practice', 'golden', 'second-review', 'quality', found.id])
      expect(text).not.toContain(word);
    const others = JSON.stringify((await other.pullAll()).get(found.id) ?? null);
    expect(others).toBe('null');
  });

  test('S5: decisions on it get the same answer as any, and enforce nothing', async () => {
    const { found } = await decidedCase();
    const { body } = await make(found.id, 'golden');
    const caseId = body['caseId'] as string;
    const { client, given } = await someoneGiven(caseId);
    const [answer] = await client.push(decisionOn(given, client.deviceId));
    expect(Object.keys(answer as object).sort()).toEqual(['cursor', 'id', 'recordedAt', 'status']);
    expect(answer).toMatchObject({ status: 'applied' });
    const { rows } = await server.store.query('select 1 from enforcement where case_id = $1', [caseId]);
    expect(rows).toEqual([]);
    const known = await server.store.query<{ golden: object }>('select golden from case_file where id = $1', [
      caseId,
    ]);
    expect(known.rows[0]?.golden).toMatchObject({ outcome: expect.any(String), source: expect.any(String) });
  });

  test('S5: nobody who saw the original is given it, not even by a supervisor', async () => {
    const { client, found } = await decidedCase();
    const { body } = await make(found.id);
    const caseId = body['caseId'] as string;
    expect((await client.pullAll()).has(caseId)).toBe(false);
    await server.addPerson({ username: `boss-${caseId}`, role: 'supervisor', queues: [] });
    const boss = await server.signIn(`boss-${caseId}`);
    const move = await boss.post('/v1/reassignments', {
      id: v7(),
      target: { to: 'person', personId: client.personId },
      reason: 'Load',
      cases: [{ caseId, epoch: 0 }],
    });
    expect(await move.json()).toMatchObject({ answers: [{ status: 'not-permitted' }] });
  });

  test('S5: the same request makes one case; an undecided case, a copy and an unknown queue are refused', async () => {
    const { found } = await decidedCase();
    const id = v7();
    const first = await make(found.id, 'golden', id);
    expect(await make(found.id, 'golden', id)).toEqual(first);
    expect(await make(found.id, 'second-review', id)).toMatchObject({
      status: 422,
      body: { code: 'id-reused' },
    });
    expect(await make(first.body['caseId'] as string)).toMatchObject({ status: 404 });
    const { found: undecided } = await withOneCase(server);
    expect(await make(undecided.id)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await make(found.id, 'golden', v7(), 'nowhere')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'queue' }] },
    });
  });
});

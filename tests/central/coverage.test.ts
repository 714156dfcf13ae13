import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minute } from '../../central/ports.ts';
import type { MarkedAway } from '../../contract/away.ts';
import type { TeamMember } from '../../contract/supervision.ts';
import { expectOk, startCentral, storeKinds, type Client, type TestCentral } from '../support/central.ts';
import { incomingCase } from '../support/central-factories.ts';

describe.each(storeKinds)('coverage over %s', (kind) => {
  let server: TestCentral;
  let boss: Client;
  beforeAll(async () => {
    server = await startCentral({ kind });
    await server.addPerson({ username: 'boss', role: 'supervisor', queues: [] });
    boss = await server.signIn('boss');
  });
  afterAll(() => server?.close());

  /** Somebody who holds so many cases, and nobody else there yet. */
  async function holding(cases: number, change: object = {}) {
    const username = `h-${v7().slice(-12)}`;
    const personId = await server.addPerson({ username, capacity: cases, ...change });
    await server.addCases(Array.from({ length: cases }, () => incomingCase()));
    const client = await server.signIn(username);
    expect((await client.pullAll()).size).toBe(cases);
    return { username, personId, client };
  }
  const colleague = async (change: object = {}) => {
    const username = `c-${v7().slice(-12)}`;
    const personId = await server.addPerson({ username, capacity: 0, ...change });
    const client = await server.signIn(username);
    await client.pullAll();
    return { username, personId, client };
  };
  /** From now on, without being given anything that waits. */
  const giveRoom = (personId: string, capacity: number) =>
    server.store.query('update person set capacity = $2 where id = $1', [personId, capacity]);
  const order = (change: object = {}) => ({ id: v7(), away: true, until: null, reason: 'Ill', ...change });
  const mark = async (personId: string, body: object): Promise<MarkedAway> =>
    (await expectOk(await boss.post(`/v1/people/${personId}/away`, body))) as MarkedAway;
  const holders = async () =>
    (
      await server.store.query<{ assignee: string | null; count: number }>(
        `select assignee, count(*)::int as count from case_file where state in ('assigned', 'queued') group by assignee`,
      )
    ).rows;
  const memberOf = async (personId: string) =>
    ((await expectOk(await boss.get('/v1/team'))) as { members: TeamMember[] }).members.find(
      ({ id }) => id === personId,
    );

  test('S1: what somebody holds who is away goes to whoever is there, least loaded first, never over capacity; the rest to its queue', async () => {
    const gone = await holding(9);
    const [one, two, resting] = [await colleague(), await colleague(), await colleague()];
    await giveRoom(one.personId, 4);
    await giveRoom(two.personId, 2);
    await giveRoom(resting.personId, 50);
    await server.store.query('update person set on_break_since = now() where id = $1', [resting.personId]);
    const marked = await mark(gone.personId, order());
    expect(marked.answers.map(({ status }) => status)).toEqual(Array(9).fill('moved'));
    const by = new Map((await holders()).map(({ assignee, count }) => [assignee, count]));
    expect([by.get(gone.personId), by.get(one.personId), by.get(two.personId), by.get(null)]).toEqual([
      undefined,
      4,
      2,
      3,
    ]);
    expect(await memberOf(gone.personId)).toMatchObject({
      openCases: 0,
      away: { reason: 'Ill', until: null },
    });
    // The feed says so, and nothing new comes, though three wait.
    expect((await gone.client.pullAll()).size).toBe(0);
    await server.store.query(`update case_file set state = 'closed' where state = 'queued'`);
  });

  test('S1: the same request again hands on the same cases and repeats its answers', async () => {
    const gone = await holding(3);
    const body = order();
    const first = await mark(gone.personId, body);
    expect(await mark(gone.personId, body)).toEqual(first);
    await server.store.query(`update case_file set state = 'closed' where state = 'queued'`);
  });

  test('they are back at the time that was said, or when a supervisor says so, and are given cases again', async () => {
    const gone = await holding(1);
    const until = new Date(server.clock.now() + 8 * minute).toISOString();
    await mark(gone.personId, order({ until }));
    expect((await gone.client.pullAll()).size).toBe(0);
    server.clock.advance(8 * minute + 1000);
    expect(await memberOf(gone.personId)).toMatchObject({ away: null });
    const again = await server.signIn(gone.username);
    expect((await again.pullAll()).size).toBe(1);

    await mark(gone.personId, order());
    expect((await again.pullAll()).size).toBe(0);
    const back = await mark(gone.personId, order({ away: false }));
    expect(back).toMatchObject({ awaySince: null, awayUntil: null, answers: [] });
    expect((await again.pullAll()).size).toBe(1);
    await mark(gone.personId, order());
    await server.store.query(`update case_file set state = 'closed' where state = 'queued'`);
  });

  test('P1: a sealed case that the supervisor may not see stays where it is', async () => {
    await server.addPerson({ username: 'insider', compartments: ['sealed-room'], capacity: 1 });
    const [sealed] = await server.addCases([incomingCase({ compartment: 'sealed-room' })]);
    const insider = await server.signIn('insider');
    expect((await insider.pullAll()).has(sealed!)).toBe(true);
    expect((await mark(insider.personId, order())).answers).toEqual([]);
    const { rows } = await server.store.query<{ assignee: string }>(
      'select assignee from case_file where id = $1',
      [sealed],
    );
    expect(rows).toEqual([{ assignee: insider.personId }]);
  });

  test('bad input names the field; nobody’s state changes', async () => {
    const { personId } = await colleague();
    const past = await boss.post(`/v1/people/${personId}/away`, order({ until: '2020-01-01T00:00:00.000Z' }));
    expect(await past.json()).toMatchObject({ code: 'invalid', errors: [{ field: 'until' }] });
    const both = await boss.post(
      `/v1/people/${personId}/away`,
      order({ away: false, until: '2099-01-01T00:00:00.000Z' }),
    );
    expect(await both.json()).toMatchObject({ errors: [{ field: 'until' }] });
    expect((await boss.post(`/v1/people/${v7()}/away`, order())).status).toBe(404);
    expect(await memberOf(personId)).toMatchObject({ away: null });
  });
});

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteAnswer } from '../../contract/api.ts';
import { startCentral, storeKinds, withOneCase, type Client, type TestCentral } from '../support/central.ts';
import { catalogueContent, commandOn, incomingCase } from '../support/central-factories.ts';

const minute = 60_000;

const about = (client: Client, type: 'take-break' | 'end-break' | 'opt-out', more: object = {}) => ({
  type,
  id: v7(),
  deviceId: client.deviceId,
  madeAt: new Date().toISOString(),
  ...more,
});
const optOut = (client: Client, ...harmTypes: string[]) => about(client, 'opt-out', { harmTypes });

/** A picture that its sender marks with a harm type. */
const marked = (...harmTypes: string[]) =>
  incomingCase({
    evidence: [
      {
        key: 'post',
        label: 'Post',
        document: { kind: 'job-post', title: 'A post', client: { id: 'c', label: 'C' }, sections: [] },
        graphic: true,
        harmTypes,
      },
    ],
  });

describe.each(storeKinds)('breaks and opting out over %s', (kind) => {
  let server: TestCentral;
  beforeAll(async () => {
    server = await startCentral({ kind });
    await server.publish(
      catalogueContent({
        harmTypes: [
          { id: 'violence', label: 'Violence', areas: ['safety'] },
          { id: 'deceit', label: 'Deceit', areas: ['fraud'] },
        ],
      }),
    );
  });
  afterAll(() => server?.close());

  /** Somebody who alone is given what comes, so that tests do not take cases from each other. */
  async function alone(): Promise<{ client: Client; username: string }> {
    await server.store.query('update person set capacity = 0');
    // What another test left in a queue is nobody's here.
    await server.store.query(`update case_file set queue = 'specialists' where state = 'queued'`);
    const username = `r-${v7().slice(-12)}`;
    await server.addPerson({ username });
    const client = await server.signIn(username);
    await client.pullAll();
    return { client, username };
  }
  /** Cases that the person holds, once it has been looked whether there are more for them. */
  const heldBy = async (client: Client): Promise<string[]> => {
    server.clock.advance(minute);
    return [...(await client.pullAll()).keys()];
  };

  test('F1: on a break a person is given nothing, keeps what they hold, and is given work when it ends', async () => {
    const { client } = await alone();
    const [first] = await server.addCases([incomingCase()]);
    await server.central.refresh();
    expect(await heldBy(client)).toEqual([first]);
    expect(await client.push(about(client, 'take-break'))).toMatchObject([
      { status: 'applied', cursor: { era: 1 } },
    ]);
    const [second] = await server.addCases([incomingCase()]);
    await server.central.refresh();
    expect(await heldBy(client)).toEqual([first]);
    expect(await client.push(about(client, 'end-break'))).toMatchObject([{ status: 'applied' }]);
    expect((await heldBy(client)).sort()).toEqual([first, second].sort());
  });

  test('F2: unopened cases do not go back from the screen of somebody on a break, but do after two hours', async () => {
    const { client } = await alone();
    const ids = await server.addCases(Array.from({ length: 5 }, () => incomingCase()));
    await server.central.refresh();
    expect(await heldBy(client)).toHaveLength(ids.length);
    await client.push(about(client, 'take-break'));
    let { refreshToken, accessToken } = client.session;
    /** In contact, and nothing is done. */
    const hours = async (many: number): Promise<void> => {
      for (let passed = 0; passed < many * 60; passed += 4) {
        server.clock.advance(4 * minute);
        const refreshed = await client.post('/v1/sessions/refresh', {
          refreshToken,
          deviceId: client.deviceId,
        });
        ({ refreshToken, accessToken } = (await refreshed.json()) as typeof client.session);
        await fetch(`${server.url}/v1/feed`, { headers: { authorization: `Bearer ${accessToken}` } });
      }
      await server.central.tick();
    };
    await hours(1.5);
    const held = () =>
      server.store.query<{ n: number }>('select count(*) as n from case_file where assignee = $1', [
        client.personId,
      ]);
    expect((await held()).rows[0]?.n).toBe(ids.length);
    await hours(1);
    expect((await held()).rows[0]?.n).toBe(3);
  });

  test('D6: a break that is sent twice is one break, and a supervisor sees since when', async () => {
    const { client } = await alone();
    await server.addPerson({ username: `boss-${client.personId}`, role: 'supervisor', queues: [] });
    const boss = await server.signIn(`boss-${client.personId}`);
    const taken = about(client, 'take-break');
    const [first] = await client.push(taken);
    const since = new Date(server.clock.now()).toISOString();
    server.clock.advance(5 * minute);
    expect(await client.push(taken)).toEqual([first]);
    const presence = async () => {
      const { members } = (await (await boss.get('/v1/team')).json()) as RouteAnswer<'team.list'>;
      return members.find(({ id }) => id === client.personId)?.onBreakSince;
    };
    expect(await presence()).toBe(since);
    await client.push(about(client, 'end-break'));
    expect(await presence()).toBeNull();
    const asked = await client.get(`/v1/commands/${taken.id}`);
    expect(await asked.json()).toMatchObject({ answers: [first] });
  });

  test('F1: who opted out of a harm type is given no case of its areas, and none with evidence marked so', async () => {
    const { client } = await alone();
    expect(await client.push(optOut(client, 'violence'))).toMatchObject([{ status: 'applied' }]);
    const [ofArea, ofMark, other, unsaid] = await server.addCases([
      incomingCase({ policyArea: 'safety' }),
      marked('violence'),
      marked('something-else'),
      incomingCase({ policyArea: 'fraud' }),
    ]);
    await server.central.refresh();
    expect((await heldBy(client)).sort()).toEqual([other, unsaid].sort());
    // The newest choice holds whole: what it does not name is given again.
    await client.push(optOut(client));
    expect((await heldBy(client)).sort()).toEqual([ofArea, ofMark, other, unsaid].sort());
  });

  test('a case that was held before goes back by a release, and is not given to the same person again', async () => {
    const { client, found } = await withOneCase(server, { policyArea: 'safety' });
    await client.push(
      optOut(client, 'violence'),
      commandOn(found, client.deviceId, { type: 'release', reason: '' }),
    );
    expect(await heldBy(client)).not.toContain(found.id);
  });

  test('U1: each reveal is an event of its own, with ids and the digest of what was shown', async () => {
    const { client, found } = await withOneCase(server);
    const [item] = found.evidence;
    const reveal = (more: object) =>
      commandOn(found, client.deviceId, {
        type: 'revealed',
        evidenceId: item!.id,
        field: null,
        ...more,
      });
    const said = [reveal({ digest: item!.digest }), reveal({ digest: item!.digest }), reveal({})];
    expect((await client.push(...said)).map(({ status }) => status)).toEqual([
      'applied',
      'applied',
      'applied',
    ]);
    const { rows } = await server.store.query<{ details: Record<string, unknown> }>(
      `select details from audit_event where kind = 'evidence.revealed' and case_id = $1 order by details->>'digest'`,
      [found.id],
    );
    const { digest } = item!;
    expect(rows.map(({ details }) => details['digest'])).toEqual([digest, digest, null]);
    for (const { details } of rows)
      expect(Object.keys(details).sort()).toEqual(['digest', 'evidenceId', 'field', 'madeAt']);
  });

  test('U1: what was copied or opened outside is an event, with ids and a digest and without words', async () => {
    const { client, found } = await withOneCase(server);
    const { id: evidenceId, digest } = found.evidence[0]!;
    const taken = (how: string) =>
      commandOn(found, client.deviceId, { type: 'taken-out', evidenceId, digest, how });
    const answers = await client.push(taken('copied'), taken('address-opened'));
    expect(answers.map(({ status }) => status)).toEqual(['applied', 'applied']);
    const { rows } = await server.store.query<{ details: Record<string, unknown> }>(
      `select details from audit_event where kind = 'evidence.taken-out' and case_id = $1 order by details->>'how'`,
      [found.id],
    );
    expect(rows.map(({ details }) => details['how'])).toEqual(['address-opened', 'copied']);
    for (const { details } of rows)
      expect(Object.keys(details).sort()).toEqual(['digest', 'evidenceId', 'how', 'madeAt']);
  });

  test('U1: the audit trail says that somebody opted out, and of how much, never of what', async () => {
    const { client } = await alone();
    await client.push(optOut(client, 'violence', 'deceit'), about(client, 'take-break'));
    const { rows } = await server.store.query<{ kind: string; details: unknown }>(
      `select kind, details from audit_event where person_id = $1 and kind in
         ('person.opt-out', 'person.take-break') order by kind`,
      [client.personId],
    );
    expect(rows).toMatchObject([
      { kind: 'person.opt-out', details: { count: 2 } },
      { kind: 'person.take-break', details: {} },
    ]);
    expect(JSON.stringify(rows)).not.toContain('violence');
  });

  test('another desktop of the same person is told at sign-in', async () => {
    const { client, username } = await alone();
    await client.push(optOut(client, 'violence'), about(client, 'take-break'));
    const since = new Date(server.clock.now()).toISOString();
    const other = await server.signIn(username);
    expect(other.session.account).toMatchObject({ optedOut: ['violence'], onBreakSince: since });
    expect(await (await client.get('/v1/session')).json()).toMatchObject({ optedOut: ['violence'] });
  });
});

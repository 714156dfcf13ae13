import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { v7 } from 'uuid';
import {
  changeAccount,
  disablePerson,
  enablePerson,
  resetPassword,
  type AccountChange,
} from '../../../central/people/accounts.ts';
import { listAccounts } from '../../../central/people/list-accounts.ts';
import { systemIds } from '../../../central/ports.ts';
import { signIn, startCentral, storeKinds, testPassword, type TestCentral } from '../../support/central.ts';
import { decisionOn, incomingCase } from '../../support/central-factories.ts';
import { readEvents } from '../../support/read-events.ts';

describe.each(storeKinds)('accounts over %s', (kind) => {
  let server: TestCentral;
  let other: TestCentral;
  beforeAll(async () => {
    server = await startCentral({ kind });
    other = await server.again();
  });
  afterAll(async () => {
    await other?.close();
    await server?.close();
  });

  // What one test left in a queue is no work of the next one's people.
  beforeEach(() => server.store.query(`update case_file set state = 'closed', assignee = null`));

  const deps = () => ({
    store: server.store,
    clock: server.clock,
    ids: systemIds,
    cost: { N: 16, r: 8, p: 1 },
  });
  const change = (username: string, what: AccountChange) => changeAccount(deps(), username, what);
  const kindsOf = async (personId: string) =>
    (
      await server.store.query<{ kind: string }>(
        `select kind from audit_event where person_id = $1 and kind like 'person.%' order by stored`,
        [personId],
      )
    ).rows.map((row) => row.kind);
  const heldBy = async (personId: string) =>
    (
      await server.store.query<{ id: string }>(
        `select id from case_file where assignee = $1 and state = 'assigned'`,
        [personId],
      )
    ).rows.map((row) => row.id);
  /** Somebody with a queue of their own, so that no other test's people are given the cases. */
  async function reviewer(cases: readonly object[] = [{}], more: object = {}) {
    const username = `p-${v7().slice(-12)}`;
    const personId = await server.addPerson({ username, queues: ['messages'], ...more });
    const ids = await server.addCases(cases.map((one) => incomingCase({ queue: 'messages', ...one })));
    const client = await server.signIn(username);
    const held = await client.pullAll();
    expect([...held.keys()].sort()).toEqual([...ids].sort());
    return { username, personId, client, held, ids };
  }
  const tryRefresh = (url: string, refreshToken: string, deviceId: string) =>
    fetch(`${url}/v1/sessions/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken, deviceId }),
    });

  test('disabling ends every session in every process, tells the streams, gives the cases back, and is audited', async () => {
    const { username, personId, client, held, ids } = await reviewer([{}, {}]);
    const elsewhere = await signIn(other.url, username, v7());
    const streams = [await client.get('/v1/stream'), await elsewhere.get('/v1/stream')].map(readEvents);
    for (const stream of streams) await stream.next('hello');

    expect(await disablePerson(deps(), username)).toEqual({ returned: 2 });
    for (const stream of streams) {
      expect(await stream.next('session')).toMatchObject({ what: 'ended' });
      await stream.end();
    }
    for (const one of [client, elsewhere]) expect((await one.get('/v1/feed')).status).toBe(401);
    for (const url of [server.url, other.url]) {
      const refreshed = await tryRefresh(url, client.session.refreshToken, client.deviceId);
      expect(refreshed.status).toBe(401);
    }
    await expect(server.signIn(username)).rejects.toThrow('401');
    const { rows } = await server.store.query(
      'select state, assignee from case_file where id = any($1::uuid[])',
      [ids],
    );
    expect(rows).toEqual([
      { state: 'queued', assignee: null },
      { state: 'queued', assignee: null },
    ]);
    const released = await server.store.query(
      `select 1 from audit_event where kind = 'case.released' and case_id = any($1::uuid[])`,
      [ids],
    );
    expect(released.count).toBe(2);

    // Twice is once; and what they had decided unsent is late, not lost, when they may come back.
    expect(await disablePerson(deps(), username)).toEqual({ returned: 0 });
    await enablePerson(deps(), username);
    expect(await kindsOf(personId)).toEqual(['person.added', 'person.disabled', 'person.enabled']);
    const back = await signIn(server.url, username, client.deviceId);
    const [answer] = await back.push(decisionOn(held.get(ids[0]!)!, client.deviceId));
    expect(answer).toMatchObject({ status: 'late', reason: 'released' });
  });

  test('a new password ends all sessions at once and keeps the cases', async () => {
    const { username, personId, client, ids } = await reviewer();
    const elsewhere = await signIn(other.url, username, v7());
    const stream = readEvents(await elsewhere.get('/v1/stream'));
    await stream.next('hello');
    expect(await resetPassword(deps(), username, 'another long password')).toEqual({ sessions: 2 });
    expect(await stream.next('session')).toMatchObject({ what: 'ended' });
    for (const one of [client, elsewhere]) expect((await one.get('/v1/session')).status).toBe(401);
    await expect(server.signIn(username)).rejects.toThrow('401');
    await expect(resetPassword(deps(), username, 'short')).rejects.toThrow(/8 characters/);
    expect(await heldBy(personId)).toEqual(ids);
    const { rows } = await server.store.query<{ details: string }>(
      `select details::text as details from audit_event where person_id = $1`,
      [personId],
    );
    expect(JSON.stringify(rows)).not.toContain('another long password');
    expect(await kindsOf(personId)).toContain('person.password-reset');
    await disablePerson(deps(), username);
  });

  test('a sign-in with the old password that was under way when it changed opens nothing', async () => {
    const { username } = await reviewer([]);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const { query } = server.store;
    const store = server.store as { query: typeof query };
    let paused = false;
    store.query = (async (sql: string, params?: readonly unknown[]) => {
      const rows = await query(sql, params);
      if (sql.includes('select id, password from person') && !paused) {
        paused = true;
        await held;
      }
      return rows;
    }) as typeof query;
    try {
      const signingIn = signIn(server.url, username, v7());
      signingIn.catch(() => undefined);
      await expect.poll(() => paused).toBe(true);
      await resetPassword(deps(), username, 'another long password');
      release();
      await expect(signingIn).rejects.toThrow('401');
    } finally {
      store.query = query;
    }
    expect(testPassword).not.toBe('another long password');
  });

  test('P2: another role starts the feed anew; one that decides nothing holds nothing', async () => {
    const { username, personId, client, ids } = await reviewer();
    const before = (await client.page()).cursor;
    expect(await change(username, { role: 'quality' })).toEqual({ returned: 0 });
    const query = `era=${before.era}&generation=${before.generation}&position=${before.position}`;
    expect((await client.get(`/v1/feed?${query}`)).status).toBe(410);
    expect([...(await client.pullAll()).keys()]).toEqual(ids);
    expect(await change(username, { role: 'auditor' })).toEqual({ returned: 1 });
    expect(await heldBy(personId)).toEqual([]);
    expect((await client.get('/v1/feed')).status).toBe(403);
    expect(await kindsOf(personId)).toContain('person.role-changed');
  });

  test('queues that are taken away give nothing new, and what is held from them stays', async () => {
    const { username, personId, ids } = await reviewer();
    expect(await change(username, { queues: ['specialists'], capacity: 5, languages: ['de'] })).toEqual({
      returned: 0,
    });
    await server.addCases([incomingCase({ queue: 'messages' })]);
    const [given] = await server.addCases([incomingCase({ queue: 'specialists', language: 'de' })]);
    await server.addCases([incomingCase({ queue: 'specialists', language: 'fr' })]);
    const client = await server.signIn(username);
    expect([...(await client.pullAll()).keys()].sort()).toEqual([...ids, given!].sort());
    expect(client.session.account).toMatchObject({ queues: ['specialists'], capacity: 5, languages: ['de'] });
    expect(await heldBy(personId)).toHaveLength(2);
    await disablePerson(deps(), username);
  });

  test('P1: a compartment that is withdrawn takes its cases from the feed as not-permitted, and says nothing of them later', async () => {
    const sealed = { compartment: 'vault' };
    const { username, personId, client, held, ids } = await reviewer([sealed, {}], {
      compartments: ['vault'],
    });
    const cursor = (await client.page()).cursor;
    expect(await change(username, { compartments: [] })).toEqual({ returned: 1 });
    const page = await client.page(cursor);
    expect(page.changes).toMatchObject([{ type: 'case.drop', caseId: ids[0], reason: 'not-permitted' }]);
    expect(JSON.stringify(page)).not.toContain('Assistant');
    expect(await heldBy(personId)).toEqual([ids[1]]);

    const colleague = await server.addPerson({
      username: `c-${v7().slice(-12)}`,
      queues: ['messages'],
      compartments: ['vault'],
    });
    const { rows } = await server.store.query<{ username: string }>(
      'select username from person where id = $1',
      [colleague],
    );
    const theirs = await server.signIn(rows[0]!.username);
    const found = (await theirs.pullAll()).get(ids[0]!)!;
    await theirs.push(decisionOn(found, theirs.deviceId));
    const [answer] = await client.push(decisionOn(held.get(ids[0]!)!, client.deviceId));
    expect(answer).toMatchObject({ status: 'late', standing: null });

    // Granted again, the sealed room gives again.
    await change(username, { compartments: ['vault'] });
    expect((await listAccounts(server.store)).find((one) => one.username === username)).toMatchObject({
      compartments: ['vault'],
      held: 1,
      role: 'reviewer',
      disabled: false,
    });
  });

  test('nobody of a name that is not there is changed', async () => {
    for (const act of [
      () => disablePerson(deps(), 'nobody'),
      () => enablePerson(deps(), 'nobody'),
      () => resetPassword(deps(), 'nobody', 'long enough it is'),
      () => change('nobody', { capacity: 1 }),
    ])
      await expect(act()).rejects.toThrow('nobody is named nobody');
  });
});

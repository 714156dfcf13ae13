import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../contract/session.ts';
import { startCentral, storeKinds, testPassword, type TestCentral } from '../support/central.ts';

const minute = 60_000;

describe.each(storeKinds)('sessions over %s', (kind) => {
  let server: TestCentral;
  beforeAll(async () => {
    server = await startCentral({ kind });
  });
  afterAll(() => server?.close());

  const person = async () => {
    const username = `p-${v7().slice(-12)}`;
    await server.addPerson({ username });
    return username;
  };
  const post = (path: string, body: unknown) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const refresh = (refreshToken: string, deviceId: string) =>
    post('/v1/sessions/refresh', { refreshToken, deviceId });
  const account = (accessToken: string) =>
    fetch(`${server.url}/v1/session`, { headers: { authorization: `Bearer ${accessToken}` } });
  const signInBody = (username: string, password = testPassword) => ({
    username,
    password,
    device: { id: v7(), name: 'A desktop', platform: 'linux' },
  });

  test('L3: a wrong password and an unknown name get the same answer', async () => {
    const username = await person();
    const wrong = await post('/v1/sessions', signInBody(username, 'not the password'));
    const unknown = await post('/v1/sessions', signInBody('nobody-here', 'not the password'));
    expect(wrong.status).toBe(401);
    const [first, second] = [await wrong.json(), await unknown.json()];
    expect(first).toEqual(second);
    expect(first).toMatchObject({ code: 'wrong-credentials' });
  });

  test('L3: after ten wrong passwords a name must wait, from that address', async () => {
    const username = await person();
    for (let tries = 0; tries < 10; tries += 1)
      await post('/v1/sessions', signInBody(username, 'wrong password'));
    const refused = await post('/v1/sessions', signInBody(username));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    server.clock.advance(16 * minute);
    expect((await post('/v1/sessions', signInBody(username))).status).toBe(200);
  });

  test('L3: access ends after 15 minutes and a refresh token opens a new pair', async () => {
    const client = await server.signIn(await person());
    expect((await account(client.session.accessToken)).status).toBe(200);
    server.clock.advance(15 * minute);
    const ended = await account(client.session.accessToken);
    expect(ended.status).toBe(401);
    expect(await ended.json()).toMatchObject({ code: 'signed-out', instanceId: server.central.instance.id });
    const next = (await (await refresh(client.session.refreshToken, client.deviceId)).json()) as Session;
    expect((await account(next.accessToken)).status).toBe(200);
  });

  test('L3: the previous refresh token works until the next is first used; after that it ends the family', async () => {
    const client = await server.signIn(await person());
    const first = client.session.refreshToken;
    // Its answer is lost, so the device sends the same token again.
    await refresh(first, client.deviceId);
    const second = (await (await refresh(first, client.deviceId)).json()) as Session;
    const third = (await (await refresh(second.refreshToken, client.deviceId)).json()) as Session;
    const reused = await refresh(first, client.deviceId);
    expect(reused.status).toBe(401);
    expect(await reused.json()).toMatchObject({ code: 'token-reused' });
    expect((await account(third.accessToken)).status).toBe(401);
    expect(await (await refresh(third.refreshToken, client.deviceId)).json()).toMatchObject({
      code: 'token-reused',
    });
  });

  test('L3: a token whose answer was lost, or one from another device, ends the family', async () => {
    const client = await server.signIn(await person());
    const lost = (await (await refresh(client.session.refreshToken, client.deviceId)).json()) as Session;
    await refresh(client.session.refreshToken, client.deviceId);
    expect(await (await refresh(lost.refreshToken, client.deviceId)).json()).toMatchObject({
      code: 'token-reused',
    });
    const other = await server.signIn(await person());
    expect(await (await refresh(other.session.refreshToken, v7())).json()).toMatchObject({
      code: 'token-reused',
    });
  });

  test('L3: signing out ends the tokens of this session and of no other', async () => {
    const username = await person();
    const client = await server.signIn(username);
    const other = await server.signIn(username);
    const ended = await fetch(`${server.url}/v1/session`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${client.session.accessToken}` },
    });
    expect(await ended.json()).toEqual({ ended: true });
    expect((await account(client.session.accessToken)).status).toBe(401);
    expect((await refresh(client.session.refreshToken, client.deviceId)).status).toBe(401);
    expect((await account(other.session.accessToken)).status).toBe(200);
  });

  test('L3: neither passwords nor tokens are stored as they are', async () => {
    const client = await server.signIn(await person());
    const { rows } = await server.store.query<{ all: string }>(
      `select (select string_agg(t::text, ' ') from person t) || (select string_agg(t::text, ' ') from access_token t)
         || (select string_agg(t::text, ' ') from refresh_token t) || (select string_agg(t::text, ' ') from audit_event t) as all`,
    );
    for (const secret of [testPassword, client.session.accessToken, client.session.refreshToken]) {
      expect(rows[0]?.all.includes(secret)).toBe(false);
    }
  });

  test('L4: a protocol that is not served gets 426; unknown fields are ignored', async () => {
    const client = await server.signIn(await person());
    const newer = await client.get('/v1/session', { 'docket-protocol': '9' });
    expect(newer.status).toBe(426);
    expect(await newer.json()).toMatchObject({ code: 'protocol-unsupported' });
    expect((await client.get('/v1/session', { 'docket-protocol': '0' })).status).toBe(200);
    const extra = await post('/v1/sessions', { ...signInBody(await person()), shoeSize: 43 });
    expect(extra.status).toBe(200);
  });
});

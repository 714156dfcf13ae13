import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceLine } from '../../contract/devices.ts';
import type { Session } from '../../contract/session.ts';
import { startCentral, storeKinds, testPassword, type Client, type TestCentral } from '../support/central.ts';
import { readEvents } from '../support/read-events.ts';

describe.each(storeKinds)('devices over %s', (kind) => {
  let server: TestCentral;
  let supervisor: Client;

  beforeAll(async () => {
    server = await startCentral({ kind });
    await server.addPerson({ username: 'sunita', role: 'supervisor' });
    supervisor = await server.signIn('sunita');
  }, 60_000);
  afterAll(() => server.close());

  const post = (path: string, body: unknown) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const refresh = (client: Client) =>
    post('/v1/sessions/refresh', {
      refreshToken: client.session.refreshToken,
      deviceId: client.deviceId,
    });
  const signInAgain = (username: string, deviceId: string, password = testPassword) =>
    post('/v1/sessions', { username, password, device: { id: deviceId, name: 'Desk', platform: 'linux' } });

  async function someone(deviceId: string = v7()) {
    const username = `r-${v7().slice(-12)}`;
    const personId = await server.addPerson({ username });
    return { username, personId, client: await server.signIn(username, deviceId) };
  }

  async function end(deviceId: string, how: string, personId: string | null = null): Promise<DeviceLine[]> {
    const answer = await supervisor.post(`/v1/devices/${deviceId}/end`, { how, personId, reason: 'Lost' });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { devices: DeviceLine[] }).devices;
  }

  const lineOf = async (deviceId: string): Promise<DeviceLine> => {
    const { devices } = (await (await supervisor.get('/v1/devices')).json()) as { devices: DeviceLine[] };
    const line = devices.find(({ id }) => id === deviceId);
    if (!line) throw new Error('the device is not listed');
    return line;
  };

  const receiptOf = (personId: string, receipt: string, change: object = {}) => ({
    receipt,
    personId,
    waiting: 3,
    drafts: 1,
    wipedAt: new Date().toISOString(),
    ...change,
  });

  test('S3: a revoked device is told at its next contact what to remove, by each way in', async () => {
    const { client, username, personId } = await someone();
    expect((await client.get('/v1/session')).status).toBe(200);
    expect(await end(client.deviceId, 'revoke')).toMatchObject([
      { signedIn: false, ending: { how: 'revoke', by: 'sunita', reason: 'Lost' }, wiped: null },
    ]);
    // Its access token opens nothing from then on.
    expect((await client.get('/v1/session')).status).toBe(401);
    const refused = (await (await refresh(client)).json()) as { wipe: { receipt: string }[] };
    expect(refused).toMatchObject({ code: 'device-revoked', wipe: [{ personId }] });
    const again = await signInAgain(username, client.deviceId);
    expect(again.status).toBe(401);
    expect(await again.json()).toMatchObject({ code: 'device-revoked', wipe: refused.wipe });
    // Who does not know the password learns nothing of it.
    expect(await (await signInAgain(username, client.deviceId, 'wrong')).json()).not.toHaveProperty('wipe');
    // Another device of the same person is none of its business.
    expect((await signInAgain(username, v7())).status).toBe(200);
  });

  test('S3: the receipt is taken once, and by nobody who does not hold it', async () => {
    const { client, username, personId } = await someone();
    await end(client.deviceId, 'revoke');
    const { wipe } = (await (await refresh(client)).json()) as { wipe: { receipt: string }[] };
    const path = `/v1/devices/${client.deviceId}/wiped`;
    expect((await post(path, receiptOf(personId, 'x'.repeat(43)))).status).toBe(404);
    expect((await post(path, receiptOf(v7(), wipe[0]!.receipt))).status).toBe(404);
    expect(await lineOf(client.deviceId)).toMatchObject({ wiped: null });
    expect((await post(path, receiptOf(personId, wipe[0]!.receipt))).status).toBe(200);
    expect((await post(path, receiptOf(personId, wipe[0]!.receipt, { waiting: 9 }))).status).toBe(200);
    expect(await lineOf(client.deviceId)).toMatchObject({ waiting: 0, wiped: { waiting: 3, drafts: 1 } });
    const { rows } = await server.store.query<{ kind: string }>(
      `select kind from audit_event where kind like 'device.%' and (details ->> 'device' = $1 or device_id = $2)
       order by stored`,
      [client.deviceId, client.deviceId],
    );
    expect(rows.map((row) => row.kind)).toEqual(['device.revoked', 'device.wiped']);
    // It stays out until somebody lets it in.
    expect(await (await signInAgain(username, client.deviceId)).json()).toMatchObject({
      code: 'device-revoked',
    });
    await end(client.deviceId, 'allow');
    expect((await signInAgain(username, client.deviceId)).status).toBe(200);
  });

  test('S3: a device to be retired goes on with new tokens that say so, and begins anew afterwards', async () => {
    const { client, username, personId } = await someone();
    expect(client.session.retire).toBeNull();
    await end(client.deviceId, 'retire');
    expect((await client.get('/v1/session')).status).toBe(401);
    const told = (await (await refresh(client)).json()) as Session;
    expect(told.retire).toEqual({ receipt: expect.stringMatching(/.{40,}/) });
    const authorised = { authorization: `Bearer ${told.accessToken}` };
    const open = () => fetch(`${server.url}/v1/session`, { headers: authorised });
    expect((await open()).status).toBe(200);
    const path = `/v1/devices/${client.deviceId}/wiped`;
    expect((await post(path, receiptOf(personId, told.retire!.receipt, { waiting: 0 }))).status).toBe(200);
    expect((await open()).status).toBe(401);
    const anew = (await (await signInAgain(username, client.deviceId)).json()) as Session;
    expect(anew.retire).toBeNull();
  });

  test('S3: everybody on a device, or one of them', async () => {
    const deviceId = v7();
    const [one, two] = [await someone(deviceId), await someone(deviceId)];
    expect(await end(deviceId, 'revoke', one.personId)).toMatchObject([{ person: { id: one.personId } }]);
    expect((await two.client.get('/v1/session')).status).toBe(200);
    expect(await end(deviceId, 'revoke')).toHaveLength(2);
    const { wipe } = (await (await refresh(two.client)).json()) as { wipe: { personId: string }[] };
    expect(wipe.map(({ personId }) => personId).sort()).toEqual([one.personId, two.personId].sort());
  });

  test('S3: an account that was disabled has its device wiped all the same', async () => {
    const { client, personId } = await someone();
    await server.store.query('update person set disabled_at = now() where id = $1', [personId]);
    expect(await (await refresh(client)).json()).toMatchObject({ code: 'signed-out' });
    await end(client.deviceId, 'revoke');
    expect(await (await refresh(client)).json()).toMatchObject({ code: 'device-revoked' });
  });

  test('S3: the stream says it at once', async () => {
    const { client } = await someone();
    const events = readEvents(await client.get('/v1/stream'));
    await events.next('hello');
    await end(client.deviceId, 'retire');
    expect(await events.next('session')).toMatchObject({ what: 'retire' });
    await end(client.deviceId, 'revoke');
    expect(await events.next('session')).toMatchObject({ what: 'revoke' });
    await events.end();
  });

  test('bad input: a device that nobody knows, and an order without a reason', async () => {
    const unknown = await supervisor.post(`/v1/devices/${v7()}/end`, {
      how: 'revoke',
      personId: null,
      reason: 'Lost',
    });
    expect(unknown.status).toBe(404);
    const { client } = await someone();
    const bare = await supervisor.post(`/v1/devices/${client.deviceId}/end`, {
      how: 'revoke',
      personId: null,
      reason: '',
    });
    expect(await bare.json()).toMatchObject({ code: 'invalid', errors: [{ field: 'reason' }] });
    expect((await client.get('/v1/session')).status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import {
  addKey,
  addProducer,
  listProducers,
  revokeKey,
  setDisabled,
} from '../../central/producers/producers.ts';
import { systemIds } from '../../central/ports.ts';
import { startCentral, storeKinds, type TestCentral } from '../support/central.ts';

describe.each(storeKinds)('producers over %s', (kind) => {
  let server: TestCentral;
  let running = 0;
  const deps = () => ({ store: server.store, clock: server.clock, ids: systemIds });
  beforeAll(async () => {
    server = await startCentral({ kind, runningMs: () => running });
  });
  afterAll(() => server?.close());

  /** A request that nothing but its key can stop: it asks for what was not uploaded. */
  const ask = (key: string, scheme = 'Bearer') =>
    fetch(`${server.url}/v1/uploads/${'0'.repeat(64)}?offset=0`, {
      method: 'PUT',
      headers: { authorization: `${scheme} ${key}`, 'content-type': 'application/octet-stream' },
      body: 'x',
    });
  const opens = async (key: string) => (await ask(key)).status !== 401;
  const add = (id: string, more: object = {}) =>
    addProducer(deps(), { id, name: id, sources: ['detection'], ...more });
  const idOf = (key: string) => key.split('_')[1]!;
  const keysOf = async (id: string) => (await listProducers(server.store)).find((one) => one.id === id)!.keys;

  test('a key opens; a part of it, its hash, another scheme and nothing do not', async () => {
    const key = await add('plain');
    const id = idOf(key);
    const hash = createHash('sha256').update(key).digest('hex');
    expect(key).toMatch(/^dkp_[0-9a-f]{12}_[\w-]{43}$/);
    expect(await opens(key)).toBe(true);
    for (const wrong of ['', id, key.slice(0, -1), `${key}x`, hash, key.toUpperCase()]) {
      expect(await opens(wrong), wrong).toBe(false);
    }
    expect((await ask(key, 'Basic')).status).toBe(401);
  });

  test('only the SHA-256 of a key is kept, and no event names the key', async () => {
    const key = await add('kept');
    const secret = key.split('_').slice(2).join('_');
    const { rows } = await server.store.query<{ hash: Uint8Array }>(
      `select hash from producer_key where producer = 'kept'`,
    );
    expect(rows.map((row) => Buffer.from(row.hash).toString('hex'))).toEqual([
      createHash('sha256').update(key).digest('hex'),
    ]);
    const events = await server.store.query<{ kind: string; details: object }>(
      `select kind, details from audit_event where details->>'producer' = 'kept' order by stored`,
    );
    expect(events.rows.map((event) => event.kind)).toEqual(['producer.added', 'producer.key-added']);
    expect(JSON.stringify(events.rows)).not.toContain(secret);
  });

  test('two keys are valid at once, so that one takes over from the other', async () => {
    const first = await add('rotated');
    const second = await addKey(deps(), 'rotated');
    expect([await opens(first), await opens(second)]).toEqual([true, true]);
    await revokeKey(deps(), idOf(first));
    expect([await opens(first), await opens(second)]).toEqual([false, true]);
    await expect(revokeKey(deps(), idOf(first))).rejects.toMatchObject({ code: 'not-found' });
    expect((await keysOf('rotated')).map((one) => one.id)).toEqual([idOf(second)]);
  });

  test('a disabled producer is refused with every key, until it is enabled', async () => {
    const key = await add('stopped');
    await setDisabled(deps(), 'stopped', true);
    expect(await opens(key)).toBe(false);
    await setDisabled(deps(), 'stopped', false);
    expect(await opens(key)).toBe(true);
  });

  test('the last use of a key is noted, at most once a minute', async () => {
    const key = await add('used');
    const lastUsed = async () => Date.parse((await keysOf('used'))[0]!.lastUsedAt ?? '');
    expect(await lastUsed()).toBeNaN();
    await ask(key);
    const first = await lastUsed();
    expect(first).toBe(server.clock.now());
    server.clock.advance(59_000);
    await ask(key);
    expect(await lastUsed()).toBe(first);
    server.clock.advance(1000);
    await ask(key);
    expect(await lastUsed()).toBe(server.clock.now());
  });

  test('an id is taken once; unknown producers and keys are not found', async () => {
    await add('taken');
    await expect(add('taken')).rejects.toMatchObject({ code: 'conflict' });
    expect(await keysOf('taken')).toHaveLength(1);
    await expect(addKey(deps(), 'nobody')).rejects.toMatchObject({ code: 'not-found' });
    await expect(setDisabled(deps(), 'nobody', true)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a producer that asks too often is told when to come back; others are not held up', async () => {
    const key = await add('eager', { requestsAMinute: 12 });
    const other = await add('calm', { requestsAMinute: 12 });
    const statuses = [];
    for (let sent = 0; sent < 4; sent += 1) statuses.push((await ask(key)).status);
    expect(statuses).toEqual([404, 404, 404, 429]);
    const refused = await ask(key);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toMatchObject({ code: 'too-many-requests', retryAfterMs: 5000 });
    expect((await ask(other)).status).toBe(404);
    running += 5000;
    expect([(await ask(key)).status, (await ask(key)).status]).toEqual([404, 429]);
    // The wall clock gains nothing.
    server.clock.advance(3_600_000);
    expect((await ask(key)).status).toBe(429);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Delivery } from '../../../central/enforcement/platform.ts';
import { createSampler } from '../../../central/operating/sample-work.ts';
import { minute, silentLog } from '../../../central/ports.ts';
import type { Store } from '../../../central/store/sql.ts';
import { startCentral, storeKinds, withOneCase, type TestCentral } from '../../support/central.ts';
import { decisionOn, incomingCase } from '../../support/central-factories.ts';

const figure = (text: string, name: string, ...labels: string[]): number | undefined => {
  const line = text
    .split('\n')
    .find((one) => new RegExp(`^${name}[{ ]`).test(one) && labels.every((label) => one.includes(label)));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
};

describe.each(storeKinds)('figures over %s', (kind) => {
  let server: TestCentral;
  beforeAll(async () => {
    server = await startCentral({
      kind,
      deliver: async (): Promise<Delivery> => ({
        is: 'again',
        httpStatus: 503,
        detail: '',
        retryAfterMs: null,
      }),
    });
  });
  afterAll(() => server?.close());
  const read = async () => {
    server.clock.advance(6000);
    const response = await fetch(`${server.url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    return response.text();
  };

  test('say what waits, what was answered, and how long it took', async () => {
    const { client, found } = await withOneCase(server);
    await server.addCases([
      incomingCase({ queue: 'specialists' }),
      incomingCase({ queue: 'specialists', dueAt: new Date(server.clock.now() + 10 * minute).toISOString() }),
      incomingCase({ queue: 'specialists', dueAt: new Date(server.clock.now() - minute).toISOString() }),
    ]);
    const stream = await client.get('/v1/stream');
    const decision = decisionOn(found, client.deviceId);
    await client.push(decision);
    await client.push(decision);
    await client.push({ ...decision, type: 'made-up-by-somebody', id: decision.id.replace(/.$/, '0') });
    await server.central.deliver();
    const key = await server.addProducer();
    const post = (body: object) =>
      fetch(`${server.url}/v1/cases`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await post({ cases: [incomingCase({ queue: 'specialists' }), { externalId: 'wrong' }] });
    const text = await read();

    expect(figure(text, 'docket_commands_total', 'type="decision"', 'answer="applied"')).toBe(2);
    expect(figure(text, 'docket_commands_total', 'type="unknown"', 'answer="rejected"')).toBe(1);
    expect(text).not.toContain('made-up');
    expect(figure(text, 'docket_open_cases', 'queue="specialists"', 'state="queued"')).toBeGreaterThan(0);
    expect(figure(text, 'docket_cases_past_due', 'queue="specialists"')).toBe(1);
    expect(figure(text, 'docket_cases_due_soon', 'queue="specialists"')).toBe(1);
    expect(figure(text, 'docket_oldest_open_case_seconds', 'queue="specialists"')).toBeGreaterThan(0);
    expect(figure(text, 'docket_enforcement', 'state="requested"')).toBe(1);
    expect(figure(text, 'docket_enforcement_attempts_total', 'answer="again"')).toBe(1);
    expect(figure(text, 'docket_enforcement_oldest_waiting_seconds')).toBeGreaterThanOrEqual(6);
    expect(figure(text, 'docket_intake_items_total', 'producer="detector"', 'result="added"')).toBe(1);
    expect(figure(text, 'docket_intake_items_total', 'producer="detector"', 'result="rejected"')).toBe(1);
    expect(figure(text, 'docket_open_streams')).toBe(1);
    expect(figure(text, 'docket_people_in_contact')).toBe(1);
    expect(figure(text, 'docket_feed_unsequenced')).toBe(0);
    expect(figure(text, 'docket_serving')).toBe(1);
    expect(figure(text, 'nodejs_eventloop_lag_p99_seconds')).toBeDefined();
    expect(figure(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
    const connections = figure(text, 'docket_database_connections', 'is="waited-for"');
    expect(connections).toBe(kind === 'PostgreSQL' ? 0 : undefined);
    await stream.body?.cancel();
    await expect.poll(async () => figure(await read(), 'docket_open_streams')).toBe(0);
  });

  test('count requests by the route of the table, with no id of anybody', async () => {
    const { client, found, personId } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    await client.push(decision);
    await client.get(`/v1/commands/${decision.id}`);
    await fetch(`${server.url}/v1/somewhere/${found.id}`);
    const text = await read();
    expect(figure(text, 'docket_request_seconds_count', 'route="/v1/commands/:id"', 'status="200"')).toBe(1);
    expect(figure(text, 'docket_request_seconds_count', 'route="unknown"', 'status="404"')).toBe(1);
    for (const id of [found.id, decision.id, personId, client.deviceId]) expect(text).not.toContain(id);
  });

  test('say the old figures, and how old they are, while the database does not answer', async () => {
    await read();
    const { transact } = server.store;
    const store = server.store as { transact: typeof transact };
    store.transact = () => Promise.reject(new Error('no database'));
    try {
      const text = await read();
      expect(figure(text, 'docket_sample_age_seconds')).toBe(6);
      expect(figure(text, 'docket_open_cases', 'queue="specialists"')).toBeGreaterThan(0);
    } finally {
      store.transact = transact;
    }
  });

  test('ask the database once for many scrapes', async () => {
    let asked = 0;
    const store: Store = {
      ...server.store,
      transact: (work) => {
        asked += 1;
        return server.store.transact(work);
      },
    };
    const sample = createSampler({ store, clock: server.clock, log: silentLog });
    const [first, second] = await Promise.all([sample(), sample(), sample()]);
    expect(first).not.toBeNull();
    expect(second).toBe(first);
    expect(await sample()).toBe(first);
    expect(asked).toBe(1);
    server.clock.advance(5000);
    await sample();
    expect(asked).toBe(2);
  });
});

describe('who may read the figures', () => {
  const metricsToken = 'a-token-of-the-operator';
  const status = async (server: TestCentral, headers: Record<string, string> = {}) =>
    (await fetch(`${server.url}/metrics`, { headers })).status;

  test('with a token it is the token that counts, from wherever', async () => {
    const server = await startCentral({
      kind: 'PGlite',
      metricsToken,
      operating: { trustProxy: 'loopback' },
    });
    expect(await status(server)).toBe(401);
    expect(await status(server, { authorization: `Bearer ${metricsToken}` })).toBe(200);
    const forwarded = { 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${metricsToken}` };
    expect(await status(server, forwarded)).toBe(200);
    for (const wrong of ['Bearer x', `Basic ${metricsToken}`, `Bearer ${metricsToken}x`, 'Bearer ', ''])
      expect(await status(server, { authorization: wrong }), wrong).toBe(401);
    await server.close();
  });

  test.each([
    ['which is trusted', 'loopback'],
    ['of which nobody told', false as const],
  ])(
    'without a token: this machine, and nobody behind a proxy of it %s, whatever is claimed',
    async (_name, trustProxy) => {
      const server = await startCentral({ kind: 'PGlite', operating: { trustProxy } });
      expect(await status(server)).toBe(200);
      for (const claim of ['203.0.113.9', '127.0.0.1', '::1', '127.0.0.1, 127.0.0.1', ''])
        expect(await status(server, { 'x-forwarded-for': claim }), claim).toBe(401);
      expect(await status(server, { 'x-real-ip': '127.0.0.1' })).toBe(401);
      expect(await status(server, { forwarded: 'for=127.0.0.1' })).toBe(401);
      await server.close();
    },
  );

  test('L5: the figures are read while nothing else is served', async () => {
    const server = await startCentral({ kind: 'PGlite' });
    await server.central.instance.stopServing('a test');
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(figure(text, 'docket_serving')).toBe(0);
    await server.close();
  });
});

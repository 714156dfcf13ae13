import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decisionOn, incomingCase, jobPost } from '../support/central-factories.ts';
import { startCentral, storeKinds, withOneCase, type TestCentral } from '../support/central.ts';

const planted = 'Quokkaword';

describe.each(storeKinds)('an operator over %s', (kind) => {
  let server: TestCentral;
  let guarded: TestCentral;
  const lines: string[] = [];

  beforeAll(async () => {
    const log = (fields: object, message: string) => void lines.push(JSON.stringify([message, fields]));
    server = await startCentral({ kind, log: { info: log, warn: log, error: log } });
    guarded = await startCentral({ kind: 'PGlite', metricsToken: 'token-of-the-operator' });
  });
  afterAll(async () => {
    await server?.close();
    await guarded?.close();
  });

  const scrape = async (headers: Record<string, string> = {}, url = server.url) =>
    fetch(`${url}/metrics`, { headers });
  const figure = (text: string, name: string): number =>
    Number(new RegExp(`^${name.replaceAll(/[{}]/g, String.raw`\$&`)} (\\S+)$`, 'm').exec(text)?.[1]);

  test('figures of requests and of the work, in the form of Prometheus', async () => {
    const { client, found } = await withOneCase(server, { queue: 'jobs' });
    await client.push(decisionOn(found, client.deviceId));
    await server.addCases([incomingCase({ queue: 'messages' })]);
    server.clock.advance(10_000);
    const response = await scrape();
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
    const text = await response.text();
    expect(figure(text, 'docket_decisions{status="applied"}')).toBe(1);
    expect(figure(text, 'docket_enforcement{state="requested"}')).toBe(1);
    expect(text).toMatch(/^docket_open_cases\{queue="messages",state="queued",band="P\d"\} 1$/m);
    expect(figure(text, 'docket_serving')).toBe(1);
    expect(text).toMatch(/^docket_requests_total\{route="\/v1\/commands",method="POST",status="200"\} 1$/m);
    expect(text).toContain('docket_process_cpu_seconds_total');
    expect(text).not.toContain(found.id);
  });

  test('without a token only this machine is answered, and nobody behind a proxy', async () => {
    expect((await scrape()).status).toBe(200);
    expect((await scrape({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(401);
    expect((await scrape({ forwarded: 'for=203.0.113.9' })).status).toBe(401);
  });

  test('with a token it is the token that counts', async () => {
    expect((await scrape({}, guarded.url)).status).toBe(401);
    expect((await scrape({ authorization: 'Bearer something else' }, guarded.url)).status).toBe(401);
    const right = { authorization: 'Bearer token-of-the-operator', 'x-forwarded-for': '203.0.113.9' };
    expect((await scrape(right, guarded.url)).status).toBe(200);
  });

  test('a request has an id, given or made, that comes back and stands in the log', async () => {
    const given = await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': 'proxy-41' } });
    expect(given.headers.get('x-request-id')).toBe('proxy-41');
    const forged = await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': 'a b"c' } });
    expect(forged.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines.some((line) => line.includes('"request":"proxy-41"'))).toBe(true);
  });

  test('no word of a case, a decision, a note or a password is ever logged', async () => {
    lines.length = 0;
    const { client, found } = await withOneCase(server, {
      title: `${planted} title`,
      summary: planted,
      subject: { type: 'job-post', id: `post-${planted}`, label: planted },
      evidence: [{ key: 'post', label: planted, document: jobPost(planted, planted) as never }],
    });
    await client.push(
      { ...decisionOn(found, client.deviceId, { rationale: `${planted} rationale` }), epoch: planted },
      decisionOn(found, client.deviceId, { rationale: `${planted} rationale` }),
      { id: v7(), type: planted },
    );
    await client.post('/v1/commands', `{"broken ${planted}`);
    await client.get(`/v1/feed?limit=${planted}`);
    await client.get(`/${planted}/${planted}?${planted}`);
    await fetch(`${server.url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        username: 'somebody',
        password: `${planted} password`,
        device: { id: v7(), name: planted, platform: 'linux' },
      }),
    });
    expect(lines.length).toBeGreaterThan(6);
    expect(lines.filter((line) => line.toLowerCase().includes(planted.toLowerCase()))).toEqual([]);
  });
});

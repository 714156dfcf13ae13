import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decisionOn, jobPost } from '../../support/central-factories.ts';
import { startCentral, storeKinds, withOneCase, type TestCentral } from '../../support/central.ts';

const planted = 'Quokkaword';

describe.each(storeKinds)('the log over %s', (kind) => {
  let server: TestCentral;
  const lines: string[] = [];

  beforeAll(async () => {
    const log = (fields: object, message: string) => void lines.push(JSON.stringify([message, fields]));
    server = await startCentral({ kind, log: { debug: log, info: log, warn: log, error: log } });
  });
  afterAll(() => server?.close());

  test('a request has an id, given or made, that comes back and stands in the log', async () => {
    const given = await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': 'of-a-proxy-41' } });
    expect(given.headers.get('x-request-id')).toBe('of-a-proxy-41');
    const forged = await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': 'a b"c' } });
    expect(forged.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines.some((line) => line.includes('"request":"of-a-proxy-41"'))).toBe(true);
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

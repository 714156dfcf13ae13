import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sendBytes, sendRaw } from '../support/raw-http.ts';
import { SECRET_OUTSIDE, startFixture, type Fixture } from './shell-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());
afterEach(() => {
  if (fixture.failures.length > 0) throw new Error(`a request failed inside: ${fixture.failures.join(', ')}`);
  fixture.calls.length = 0;
});

const call = (
  headers: Record<string, string>,
  plan: { method?: string; path?: string; body?: string } = {},
) =>
  sendRaw({
    port: fixture.port,
    path: plan.path ?? '/bridge/invoke',
    method: plan.method ?? 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: plan.body ?? '{"method":"app.state","params":{}}',
  });
const own = () => ({ host: `127.0.0.1:${fixture.port}`, authorization: `Bearer ${fixture.token}` });

describe('security 21: who may call the bridge', () => {
  test('a call with the token reaches the workstation, and its answer comes back', async () => {
    const answer = await call({ ...own(), origin: fixture.origin, 'sec-fetch-site': 'same-origin' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ ok: false, code: 'not-found' });
    expect(fixture.calls).toEqual([{ method: 'app.state', params: {} }]);
  });

  test.each([
    ['a rebound name', () => ({ ...own(), host: `evil.example:${fixture.port}` }), 421],
    [
      'a rebound name with the right origin',
      () => ({ ...own(), host: 'evil.example', origin: 'http://evil.example' }),
      421,
    ],
    ['another port in Host', () => ({ ...own(), host: '127.0.0.1:1' }), 421],
    ['no port in Host', () => ({ ...own(), host: '127.0.0.1' }), 421],
    ['another loopback address', () => ({ ...own(), host: `127.0.0.2:${fixture.port}` }), 421],
    ['a foreign origin', () => ({ ...own(), origin: 'https://evil.example' }), 403],
    ['an opaque origin', () => ({ ...own(), origin: 'null' }), 403],
    ['a page on another port', () => ({ ...own(), origin: 'http://127.0.0.1:1' }), 403],
    ['the same port by another name', () => ({ ...own(), origin: `http://localhost:${fixture.port}` }), 403],
    ['a request of another site', () => ({ ...own(), 'sec-fetch-site': 'cross-site' }), 403],
    ['a request of another port', () => ({ ...own(), 'sec-fetch-site': 'same-site' }), 403],
    ['a navigation', () => ({ ...own(), 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }), 403],
    ['a form', () => ({ ...own(), 'sec-fetch-mode': 'navigate' }), 403],
    ['no token', () => ({ host: own().host }), 401],
    ['a wrong token', () => ({ ...own(), authorization: `Bearer ${'A'.repeat(43)}` }), 401],
    ['a token cut short', () => ({ ...own(), authorization: own().authorization.slice(0, -1) }), 401],
    ['a token of another scheme', () => ({ ...own(), authorization: `Basic ${fixture.token}` }), 401],
    ['a cookie instead of a token', () => ({ host: own().host, cookie: `token=${fixture.token}` }), 401],
  ])('security 21: %s gets nothing', async (_what, headers, status) => {
    for (const path of ['/bridge/invoke', '/bridge/events']) {
      const method = path === '/bridge/invoke' ? 'POST' : 'GET';
      const answer = await call(headers(), { path, method });
      expect([path, answer.status, answer.body.length]).toEqual([path, status, 0]);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(fixture.calls).toEqual([]);
    expect(fixture.listeners()).toBe(0);
  });

  test('security 21: the token in the address is no token', async () => {
    const answer = await call({ host: own().host }, { path: `/bridge/invoke?token=${fixture.token}` });
    expect(answer.status).toBe(401);
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])('%s is no call', async (method) => {
    expect((await call(own(), { method })).status).toBe(405);
    expect(fixture.calls).toEqual([]);
  });

  test('security 21: a preflight of another origin is given no leave', async () => {
    const answer = await call(
      { host: own().host, origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      { method: 'OPTIONS' },
    );
    expect(answer.status).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('Host twice, or an absolute target, is refused', async () => {
    const head = `Authorization: Bearer ${fixture.token}\r\nConnection: close\r\n\r\n`;
    const host = `Host: 127.0.0.1:${fixture.port}\r\n`;
    const twice = await sendBytes(fixture.port, `GET / HTTP/1.1\r\n${host}Host: evil.example\r\n${head}`);
    expect(twice).toMatch(/^HTTP\/1.1 4(00|21)/);
    const absolute = await sendBytes(fixture.port, `GET http://evil.example/ HTTP/1.1\r\n${host}${head}`);
    expect(absolute).toMatch(/^HTTP\/1.1 421/);
    const tunnel = await sendBytes(fixture.port, `CONNECT evil.example:443 HTTP/1.1\r\n${host}${head}`);
    expect(tunnel).not.toMatch(/ 2\d\d /);
    const upgrade = await sendBytes(
      fixture.port,
      `GET /bridge/events HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    expect(upgrade).toMatch(/^HTTP\/1.1 401/);
  });
});

describe('what a call may hold', () => {
  test.each([
    ['not JSON', '{"method":', 400],
    ['no method', '{"params":{}}', 400],
    ['a method that is a number', '{"method":1}', 400],
    ['a list', '[]', 400],
    ['bytes that are no text', Buffer.from([0x22, 0xff, 0xfe, 0x22]).toString('latin1'), 400],
  ])('%s is refused in a sentence', async (_what, body, status) => {
    const answer = await call(own(), { body });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ ok: false, code: 'invalid' });
    expect(fixture.calls).toEqual([]);
  });

  test('a form is no call: a page can send one without asking', async () => {
    const answer = await call({ ...own(), 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
    expect(fixture.calls).toEqual([]);
  });

  test('fault 28: a body over the limit is refused, said to be long or not', async () => {
    const body = `{"method":"app.state","params":{"x":"${'x'.repeat(1024 * 1024)}"}}`;
    expect((await call(own(), { body })).status).toBe(413);
    expect((await call({ ...own(), 'transfer-encoding': 'chunked' }, { body })).status).toBe(413);
    expect(fixture.calls).toEqual([]);
    expect((await call(own())).status).toBe(200);
  });

  test('fault 28: 10,000 levels of JSON and __proto__ pass through as plain data', async () => {
    const deep = await call(own(), {
      body: `{"method":"x","params":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    });
    expect(deep.status).toBe(200);
    await call(own(), { body: '{"method":"x","params":{"__proto__":{"admin":true}}}' });
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });
});

describe('the files of the window', () => {
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    sendRaw({ port: fixture.port, path, method, headers: { host: own().host, ...headers } });

  test('security 3: the page comes with a policy that allows nothing inline', async () => {
    const answer = await get('/');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = answer.headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-cache',
    });
    expect(answer.headers['permissions-policy']).toContain('camera=()');
  });

  test('a hashed asset is kept for ever, and a HEAD has no body', async () => {
    const answer = await get('/assets/main-a1B2c3D4.js');
    expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(answer.headers['cache-control']).toContain('immutable');
    expect((await get('/assets/main-a1B2c3D4.js', {}, 'HEAD')).body.length).toBe(0);
  });

  test.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/..%5csecret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%252e%252e/secret.js',
    '/assets/link.js',
    '/.hidden.js',
    '/assets/main-a1B2c3D4.js%00.html',
    '//secret.js',
    '/%',
    '/assets',
    '/nothing.html',
  ])('security 2: %s leads nowhere', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.body.toString()).not.toContain(SECRET_OUTSIDE);
  });

  test('another site can lead a tab here, but not frame, embed or read', async () => {
    const from = { 'sec-fetch-site': 'cross-site' };
    expect(
      (await get('/', { ...from, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' })).status,
    ).toBe(200);
    expect(
      (await get('/', { ...from, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' })).status,
    ).toBe(403);
    expect(
      (await get('/', { ...from, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' })).status,
    ).toBe(403);
    expect((await get('/assets/main-a1B2c3D4.js', { ...from, 'sec-fetch-mode': 'no-cors' })).status).toBe(
      403,
    );
  });

  test('the address by its other name leads to the one that was printed', async () => {
    const answer = await get('/', { host: `localhost:${fixture.port}` });
    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe(`${fixture.origin}/`);
  });

  test('nothing is written by PUT, POST or DELETE', async () => {
    for (const method of ['PUT', 'POST', 'DELETE']) expect((await get('/', {}, method)).status).toBe(405);
  });
});

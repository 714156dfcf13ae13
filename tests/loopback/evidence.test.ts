import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRange } from '../../electron/loopback/byte-range.ts';
import { sendRaw } from '../support/raw-http.ts';
import { startFixture, type Fixture } from './shell-fixture.ts';

let fixture: Fixture;
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, n) => n % 251));
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const get = (digest: string, headers: Record<string, string> = {}, method = 'GET') => {
  const url = fixture.evidenceUrl(digest);
  return sendRaw({
    port: Number(url.port),
    path: url.pathname,
    method,
    headers: { host: url.host, ...headers },
  });
};

test('security 4: evidence is of another origin, sandboxed, unsniffed and not kept', async () => {
  const digest = fixture.hold('image/png', bytes);
  expect(fixture.evidenceUrl(digest).origin).not.toBe(fixture.origin);
  const answer = await get(digest, { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'image' });
  expect(answer.status).toBe(200);
  expect(answer.body.equals(bytes)).toBe(true);
  expect(answer.headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': '1000',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'access-control-allow-origin': fixture.origin,
  });
  expect(answer.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none';/);
});

test('security 4: without the prefix, by another name or from another site there is nothing', async () => {
  const digest = fixture.hold('image/png', bytes);
  const { port, host } = fixture.evidenceUrl(digest);
  const ask = (path: string, headers: Record<string, string> = {}) =>
    sendRaw({ port: Number(port), path, headers: { host, ...headers } });
  expect((await ask(`/${digest}`)).status).toBe(404);
  expect((await ask(`/${'A'.repeat(43)}/${digest}`)).status).toBe(404);
  expect((await get(`${digest}/x`)).status).toBe(404);
  expect((await get('0'.repeat(64))).status).toBe(404);
  expect((await get(digest, { host: `localhost:${port}` })).status).toBe(421);
  expect((await get(digest, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await get(digest, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await get(digest, {}, 'POST')).status).toBe(405);
});

test.each([
  ['bytes=0-9', 206, 'bytes 0-9/1000', 0, 10],
  ['bytes=990-', 206, 'bytes 990-999/1000', 990, 1000],
  ['bytes=-10', 206, 'bytes 990-999/1000', 990, 1000],
  ['bytes=500-5000', 206, 'bytes 500-999/1000', 500, 1000],
  ['bytes=5-2', 200, undefined, 0, 1000],
  ['bytes=0-1,4-5', 200, undefined, 0, 1000],
  ['lines=1-2', 200, undefined, 0, 1000],
])('a range of %s answers %i', async (range, status, contentRange, from, to) => {
  const answer = await get(fixture.hold('video/mp4', bytes), { range });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-range']).toBe(contentRange);
  expect(answer.body.equals(bytes.subarray(from, to))).toBe(true);
});

test('fault 30: a range past the end answers 416 with the size', async () => {
  const answer = await get(fixture.hold('video/mp4', bytes), { range: 'bytes=1000-' });
  expect([answer.status, answer.headers['content-range']]).toEqual([416, 'bytes */1000']);
});

test('a range of an empty thing is unsatisfiable', () => {
  expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable');
  expect(parseRange('bytes=-0', 10)).toBe('unsatisfiable');
  expect(parseRange(undefined, 0)).toBe('whole');
});

test('security 14: HTML, scripts and SVG outside a picture are bytes to download', async () => {
  for (const type of [
    'text/html',
    'text/javascript',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/html; x=image/png',
  ]) {
    const answer = await get(fixture.hold(type, Buffer.from(`<svg> ${type}`)), {
      'sec-fetch-dest': 'document',
    });
    expect([type, answer.headers['content-type']]).toEqual([type, 'application/octet-stream']);
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="evidence-[0-9a-f]{12}"$/);
  }
  const picture = await get(fixture.hold('image/svg+xml', bytes), { 'sec-fetch-dest': 'image' });
  expect(picture.headers['content-type']).toBe('image/svg+xml');
});

test('the page may read bytes of another origin, and only the page', async () => {
  const digest = fixture.hold('application/pdf', bytes);
  const leave = await get(
    digest,
    { origin: fixture.origin, 'access-control-request-headers': 'range' },
    'OPTIONS',
  );
  expect(leave.status).toBe(204);
  expect(leave.headers).toMatchObject({
    'access-control-allow-origin': fixture.origin,
    'access-control-allow-headers': 'range',
  });
});

test('a range over 8 MiB is answered in part, and the rest can be asked for', async () => {
  const film = Buffer.alloc(9 * 1024 * 1024, 7);
  const digest = fixture.hold('video/mp4', film);
  const first = await get(digest, { range: 'bytes=0-' });
  expect(first.headers['content-range']).toBe(`bytes 0-${8 * 1024 * 1024 - 1}/${film.length}`);
  const rest = await get(digest, { range: `bytes=${first.body.length}-` });
  expect(first.body.length + rest.body.length).toBe(film.length);
});

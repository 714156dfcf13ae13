import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform } from '../../../central/enforcement/platform.ts';
import { isSigned, sign } from '../../../central/enforcement/signature.ts';
import { EnforcementRequest } from '../../../contract/enforcement.ts';

const secret = 'a secret of the platform';
const now = Date.UTC(2026, 0, 5, 8);
let reply: (response: ServerResponse) => void;
let received: { headers: IncomingMessage['headers']; body: Buffer }[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(pieces) });
      reply(response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

const request = EnforcementRequest.parse({
  id: v7(),
  sequence: 41,
  decisionId: v7(),
  caseId: v7(),
  reference: 'JP-1042',
  action: { action: 'warn', target: { type: 'account', id: 'client-88' } },
  reverses: null,
  decidedAt: new Date(now).toISOString(),
  message: null,
});

function deliver(answer: (response: ServerResponse) => void) {
  reply = answer;
  received = [];
  const { port } = server.address() as AddressInfo;
  const place = { url: `http://127.0.0.1:${port}/hook`, secrets: ['the next secret, sixteen', secret] };
  return createPlatform(place, { now: () => now })(request);
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

test('S4: the webhook is signed with each secret over the time and the body, and names its id', async () => {
  expect(await deliver(json(200, { status: 'confirmed' }))).toMatchObject({
    is: 'confirmed',
    httpStatus: 200,
  });
  const [{ headers, body }] = received as [(typeof received)[number]];
  expect(JSON.parse(body.toString())).toEqual(request);
  expect(headers['idempotency-key']).toBe(request.id);
  for (const one of [secret, 'the next secret, sixteen']) {
    expect(isSigned([one], headers['docket-signature'], body, now)).toBe(true);
  }
  expect(isSigned(['a secret of somebody else'], headers['docket-signature'], body, now)).toBe(false);
});

test('S4: a signature is of its body and its time alone', () => {
  const body = Buffer.from('{"status":"confirmed"}');
  const header = sign([secret], now, body.toString());
  expect(isSigned([secret], header, body, now)).toBe(true);
  expect(isSigned([secret], header, Buffer.from('{"status":"failed"}'), now)).toBe(false);
  expect(isSigned([secret], header.replace(/^t=\d+/, `t=${now / 1000 + 1}`), body, now)).toBe(false);
  expect(isSigned([secret], header, body, now + 301_000)).toBe(false);
});

test.each([
  [
    '200 and failed',
    json(200, { status: 'failed', detail: 'No such post.' }),
    { is: 'failed', detail: 'No such post.' },
  ],
  ['202 and accepted', json(202, { status: 'accepted' }), { is: 'accepted' }],
  ['404', json(404, ''), { is: 'failed', detail: 'it answered 404' }],
  ['429 with a wait', json(429, '', { 'retry-after': '7' }), { is: 'again', retryAfterMs: 7000 }],
  ['503', json(503, 'down'), { is: 'again', httpStatus: 503 }],
  ['409', json(409, ''), { is: 'again' }],
  ['200 and a page', json(200, '<html>'), { is: 'again', httpStatus: 200 }],
  ['200 and nothing', json(200, ''), { is: 'again' }],
  ['a redirect', json(302, '', { location: 'http://127.0.0.1:1/' }), { is: 'again', httpStatus: 302 }],
  ['a megabyte', json(200, 'x'.repeat(1024 ** 2)), { is: 'again', detail: 'its answer is too long' }],
  [
    'a cut connection',
    (response: ServerResponse) => void response.destroy(),
    { is: 'again', httpStatus: null },
  ],
])('an answer of %s', async (_what, answer, meaning) => {
  expect(await deliver(answer)).toMatchObject(meaning);
  expect(received).toHaveLength(1);
});

test.each([
  ['another body', sign([secret], now, '{"a":1}'), '{"a":2}', now],
  ['an old time', sign([secret], now - 301_000, '{}'), '{}', now],
  ['a time to come', sign([secret], now + 301_000, '{}'), '{}', now],
  ['no time', sign([secret], now, '{}').replace(/^t=\d+,/, ''), '{}', now],
  ['a shortened signature', sign([secret], now, '{}').slice(0, -2), '{}', now],
  ['no header', undefined, '{}', now],
  ['a header without end', `t=1,${'v1=00,'.repeat(1000)}`, '{}', now],
])('a signature with %s is refused', (_what, header, body, at) => {
  expect(isSigned([secret], header, Buffer.from(body), at)).toBe(false);
});

/**
 * A thread that serves prepared pages and answers over HTTP to Docket and to the baseline alike, so that what is
 * measured is the client. It checks nothing, and keeps nothing of what it is sent.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { evidenceDocumentMediaType } from '../../contract/evidence.ts';
import { account, catalogue } from '../../tests/core/support/valid.ts';
import { postOf } from '../window/posts.ts';
import { idOf, preparedCase, queueIds } from './prepared-cases.ts';
import type { CentralPlan } from './prepared-central.ts';

const { cases, changed, instanceId, personId, posts } = workerData as CentralPlan;
const person = account({ id: personId as never, queues: [...queueIds] as never });
const rules = catalogue();
const catalogueBody = JSON.stringify({
  ...rules,
  queues: queueIds.map((id) => ({ ...(rules.queues[0] as object), id, name: id })),
});
/** Scores are spread evenly up to 1,000. */
const postsFromScore = 1_000 * (1 - posts / cases);
const contents = new Map<string, Uint8Array>();
const changes = [
  ...Array.from({ length: cases }, (_, number) => changeOf(number, 1, number + 1)),
  // Every so many of them once more: spread over the whole table, as changes are.
  ...Array.from({ length: changed }, (_, n) => changeOf(n * Math.floor(cases / changed), 2, cases + n + 1)),
];
let visible = cases;
const streams = new Set<ServerResponse>();

function changeOf(number: number, version: number, position: number): string {
  const value = withPost(number, preparedCase(number, version));
  return JSON.stringify({ type: 'case.put', caseId: idOf(number), position, case: value });
}

function withPost(number: number, value: ReturnType<typeof preparedCase>): typeof value {
  if (value.priority.score < postsFromScore) return value;
  const evidence = postOf(number);
  for (const { item, bytes } of evidence) contents.set(item.digest, bytes);
  return { ...value, evidence: evidence.map(({ item }) => item) };
}

const now = (): string => new Date().toISOString();
const rests = new Map<string, Buffer>();

/** All of a page but its beginning, which says what time it is. */
function restOf(position: number, limit: number): Buffer {
  const key = `${position} ${limit} ${visible}`;
  let rest = rests.get(key);
  if (rest === undefined) {
    const end = Math.min(visible, position + limit);
    const cursor = (at: number): string => `{"era":1,"generation":1,"position":${at}}`;
    rest = Buffer.from(
      `"instanceId":"${instanceId}","after":${cursor(position)},"cursor":${cursor(Math.max(position, end))},` +
        `"more":${end < visible},"catalogueVersion":1,"changes":[${changes.slice(position, end).join()}]}`,
    );
    rests.set(key, rest);
  }
  return rest;
}

function pageFrom(position: number, limit: number, response: ServerResponse): void {
  const head = `{"serverTime":"${now()}",`;
  const rest = restOf(position, limit);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(head) + rest.byteLength,
  });
  response.write(head);
  response.end(rest);
}

function json(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(body);
}

function content(digest: string, response: ServerResponse): void {
  const bytes = contents.get(digest);
  response.writeHead(bytes === undefined ? 404 : 200, { 'content-type': evidenceDocumentMediaType });
  response.end(bytes);
}

const token = 'a token that nobody looks at';
function grant(): string {
  return JSON.stringify({
    instanceId,
    era: 1,
    accessToken: token,
    accessEndsAt: new Date(Date.now() + 36_000_000).toISOString(),
    refreshToken: token,
    serverTime: now(),
    account: person,
  });
}

function answers(body: string): string {
  const { commands } = JSON.parse(body) as { commands: { id: string }[] };
  const cursor = { era: 1, generation: 1, position: visible };
  return JSON.stringify({
    instanceId,
    era: 1,
    serverTime: now(),
    answers: commands.map(({ id }) => ({ id, status: 'applied', cursor, recordedAt: now() })),
  });
}

function serve(path: string, query: URLSearchParams, body: string, response: ServerResponse): void {
  if (path === '/v1/feed')
    return pageFrom(Number(query.get('position') ?? 0), Number(query.get('limit')), response);
  if (path === '/v1/commands') return json(response, answers(body));
  if (path.startsWith('/v1/sessions')) return json(response, grant());
  if (path === '/v1/session') return json(response, JSON.stringify(person));
  if (path.startsWith('/v1/catalogue/')) return json(response, catalogueBody);
  if (path === '/v1/enforcement/mine') return json(response, '{"enforcement":[],"more":false}');
  if (path === '/v1/late-decisions/offered') return json(response, '{"offers":[]}');
  if (path === '/v1/decision-notices') return json(response, '{"notices":[],"more":false}');
  if (path.startsWith('/v1/evidence/')) return content(path.slice('/v1/evidence/'.length), response);
  if (path === '/v1/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-transform' });
    response.write(`event: hello\ndata: ${JSON.stringify({ event: 'hello', instanceId, era: 1 })}\n\n`);
    const beat = setInterval(
      () => response.write('event: heartbeat\ndata: {"event":"heartbeat"}\n\n'),
      10_000,
    );
    streams.add(response);
    response.on('close', () => {
      clearInterval(beat);
      streams.delete(response);
    });
    return undefined;
  }
  // An answer that is not the central API's counts as lost contact, which would be measured along with everything.
  throw new Error(`the prepared central API does not answer ${path}`);
}

// Prepared before anybody asks.
for (const limit of [500, 1000])
  for (let position = 0; position < cases; position += limit) restOf(position, limit);

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => void pieces.push(piece));
  request.on('end', () => {
    const url = new URL(request.url ?? '/', 'http://prepared');
    serve(url.pathname, url.searchParams, Buffer.concat(pieces).toString('utf8'), response);
  });
});
parentPort?.on('message', ({ position, tell }: { position: number; tell: boolean }) => {
  visible = position;
  const event = `event: feed\ndata: ${JSON.stringify({ event: 'feed', position })}\n\n`;
  if (tell) for (const stream of streams) stream.write(event);
  parentPort?.postMessage({ visible });
});
server.listen(0, '127.0.0.1', () =>
  parentPort?.postMessage({ port: (server.address() as AddressInfo).port }),
);

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { v7 } from 'uuid';
import type { Case } from '../../../contract/case.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import type { CommandAnswer, DropReason, FeedCursor } from '../../../contract/feed.ts';
import type { Account } from '../../../contract/people.ts';
import type { ProblemCode } from '../../../contract/problem.ts';
import { catalogue as validCatalogue, type Content } from './valid.ts';

export type Reply = (response: ServerResponse) => void;
export type Seen = Readonly<{
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}>;
/** Looks at a request before it is served; what it returns is served instead. */
export type Script = (seen: Seen) => Reply | null | undefined;

export type ScriptedCentral = Awaited<ReturnType<typeof startScriptedCentral>>;

export const json =
  (status: number, value: unknown, type = 'application/json'): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(typeof value === 'string' ? value : JSON.stringify(value));
  };
export const html = (status: number): Reply =>
  json(status, '<!doctype html><title>Welcome</title>', 'text/html');
export const hangUp: Reply = (response) => void response.socket?.destroy();

/** A central API of one person that does what a test says, over a real socket. The rules are the contract's. */
export async function startScriptedCentral(account: Account) {
  const instanceId = v7();
  const clockOffset = { ms: 0 };
  let era = 1;
  let generation = 1;
  let position = 0;
  let floor = 0;
  let script: Script = () => null;
  let tokens = 0;
  let live = new Set<string>();
  const published: Catalogue[] = [validCatalogue()];
  const feed = new Map<string, Record<string, unknown> & { position: number }>();
  const contents = new Map<string, Uint8Array>();
  const commands = new Map<
    string,
    { fingerprint: string; answer: CommandAnswer; body: Record<string, unknown> }
  >();
  const effects: string[] = [];
  const requests: Seen[] = [];
  const streams = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  let decide: (command: Record<string, unknown>) => CommandAnswer | null = () => null;

  const serverTime = () => new Date(Date.now() + clockOffset.ms).toISOString();
  const cursor = (): FeedCursor => ({ era, generation, position });
  const problem = (status: number, code: ProblemCode, more: object = {}): Reply =>
    json(
      status,
      { type: 'about:blank', title: code, status, code, detail: '', instanceId, ...more },
      'application/problem+json',
    );

  function grant(): Reply {
    tokens += 1;
    const accessToken = `access-${tokens}-${'x'.repeat(20)}`;
    live = new Set([accessToken]);
    return json(200, {
      instanceId,
      era,
      accessToken,
      accessEndsAt: serverTime(),
      refreshToken: `refresh-${tokens}-${'x'.repeat(20)}`,
      serverTime: serverTime(),
      account,
    });
  }

  function feedPage(query: URLSearchParams): Reply {
    const asked = query.get('era') === null ? null : Number(query.get('era'));
    const from = Number(query.get('position') ?? 0);
    if (
      asked !== null &&
      (asked !== era || Number(query.get('generation')) !== generation || (from > 0 && from < floor))
    )
      return problem(410, 'cursor-expired');
    const limit = Number(query.get('limit') ?? 200);
    const all = [...feed.values()]
      .filter((row) => row.position > from)
      .sort((a, b) => a.position - b.position);
    const changes = all.slice(0, limit);
    const more = all.length > changes.length;
    return json(200, {
      instanceId,
      after: { era, generation, position: from },
      cursor: { era, generation, position: more ? changes.at(-1)!.position : Math.max(position, from) },
      seal: `seal of ${more ? changes.at(-1)!.position : Math.max(position, from)}`,
      more,
      catalogueVersion: published.at(-1)!.version,
      serverTime: serverTime(),
      changes,
    });
  }

  function apply(command: Record<string, unknown>): CommandAnswer {
    const id = command['id'] as CommandAnswer['id'];
    const fingerprint = createHash('sha256').update(JSON.stringify(command)).digest('hex');
    const known = commands.get(id);
    if (known !== undefined && known.fingerprint !== fingerprint)
      return { id, status: 'rejected', code: 'id-reused', detail: '', errors: [] };
    if (known !== undefined) return known.answer;
    const said = decide(command);
    if (said?.status === 'retry') return said;
    if (said === null) {
      effects.push(id);
      position += 1;
      if (command['type'] === 'decision') {
        const caseId = command['caseId'] as string;
        feed.set(caseId, { type: 'case.drop', caseId, position, epoch: 2, version: 2, reason: 'decided' });
      }
    }
    const answer: CommandAnswer = said ?? {
      id,
      status: 'applied',
      cursor: cursor(),
      recordedAt: serverTime(),
    };
    commands.set(id, { fingerprint, answer, body: command });
    return answer;
  }

  /** As many events as there were effects. */
  const auditHead = () => ({
    era,
    sequence: effects.length,
    hash: createHash('sha256').update(effects.join()).digest('hex'),
  });

  function serve(seen: Seen): Reply {
    const { path } = seen;
    if (path === '/v1/sessions' || path === '/v1/sessions/refresh') return grant();
    const token = (seen.headers.authorization ?? '').replace('Bearer ', '');
    if (!live.has(token)) return problem(401, 'signed-out');
    if (path === '/v1/session')
      return seen.method === 'DELETE' ? json(200, { ended: true }) : json(200, account);
    if (path === '/v1/feed') return feedPage(seen.query);
    if (path.startsWith('/v1/catalogue/')) {
      const found = published.find(({ version }) => version === Number(path.split('/').at(-1)));
      return found === undefined ? problem(404, 'not-found') : json(200, found);
    }
    if (path === '/v1/commands') {
      const batch = JSON.parse(seen.body) as { commands: Record<string, unknown>[] };
      const answers = batch.commands.map(apply);
      return json(200, { instanceId, era, serverTime: serverTime(), answers, auditHead: auditHead() });
    }
    if (path === '/v1/stream') {
      return (response) => {
        response.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-cache, no-transform',
        });
        response.write(`event: hello\ndata: ${JSON.stringify({ event: 'hello', instanceId, era })}\n\n`);
        streams.add(response);
        response.on('close', () => streams.delete(response));
      };
    }
    if (path.startsWith('/v1/evidence/')) return evidence(path.split('/').at(-1)!, seen);
    return problem(404, 'not-found');
  }

  function evidence(digest: string, seen: Seen): Reply {
    const bytes = contents.get(digest);
    if (bytes === undefined) return problem(404, 'not-found');
    const range = /^bytes=(\d+)-$/.exec(seen.headers.range ?? '');
    const start = range === null || seen.headers['if-range'] !== `"${digest}"` ? 0 : Number(range[1]);
    return (response) => {
      response.writeHead(start > 0 ? 206 : 200, {
        'content-type': 'application/octet-stream',
        etag: `"${digest}"`,
        ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
      });
      response.end(bytes.subarray(start));
    };
  }

  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => void pieces.push(piece));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://central');
      const seen: Seen = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(pieces).toString('utf8'),
      };
      requests.push(seen);
      (script(seen) ?? serve(seen))(response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;

  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      if (server.listening) server.close(() => resolve());
      else resolve();
    });

  return {
    account,
    instanceId,
    origin: `http://127.0.0.1:${port}`,
    requests,
    commands,
    /** Ids of commands that took effect, once for each time. */
    effects,
    problem,
    clockOffset,
    serve,
    get cursor() {
      return cursor();
    },
    script(next: Script) {
      script = next;
    },
    /** What becomes of a command; null: it is applied. */
    decide(next: typeof decide) {
      decide = next;
    },
    put(value: Case, contentsOf: readonly Content[] = []): void {
      position += 1;
      feed.set(value.id, { type: 'case.put', caseId: value.id, position, case: value });
      for (const { item, bytes } of contentsOf) contents.set(item.digest, bytes);
    },
    putRaw(caseId: string, change: Record<string, unknown>): void {
      position += 1;
      feed.set(caseId, { type: 'case.put', caseId, position, ...change });
    },
    drop(caseId: string, reason: DropReason): void {
      position += 1;
      feed.set(caseId, { type: 'case.drop', caseId, position, epoch: 2, version: 2, reason });
    },
    content(bytes: Uint8Array): string {
      const digest = createHash('sha256').update(bytes).digest('hex');
      contents.set(digest, bytes);
      return digest;
    },
    publish: (next: Catalogue) => void published.push(next),
    /** As after a restore from a backup: nothing of the last commands is known. */
    restore(): void {
      era += 1;
      commands.clear();
      effects.length = 0;
    },
    /** As when the person's role changes: their feed starts anew (P2). */
    startFeedAnew(): void {
      generation += 1;
    },
    /** Old drops are forgotten; what stays moves above the floor, so that no page of a new reading has expired. */
    pruneFeed(): void {
      floor = position + 1;
      for (const row of feed.values()) row.position = position += 1;
    },
    forget: (caseId: string) => void feed.delete(caseId),
    expireTokens(): void {
      live = new Set();
    },
    say(event: unknown): void {
      for (const stream of streams) stream.write(`event: feed\ndata: ${JSON.stringify(event)}\n\n`);
    },
    streams,
    stop,
    startAgain: () => listen(port),
    count: (path: string): number => requests.filter((seen) => seen.path === path).length,
  };
}

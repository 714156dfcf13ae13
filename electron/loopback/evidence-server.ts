import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { EvidenceContent, Workstation, WorkstationDeps } from '../core/workstation.ts';
import { parseRange, type ByteRange } from './byte-range.ts';
import { evidenceHeaders } from './headers.ts';
import { createListener, type Listener } from './listener.ts';
import { labelOf } from './media-types.ts';
import { sameSecret } from './request-guard.ts';

/** What one answer holds in memory at most, where it is of a part. */
const MAX_RANGE_BYTES = 8 * 1024 * 1024;

export type EvidenceServerDeps = Readonly<{
  /** Null until the workstation is open. */
  content: () => Workstation['evidence'] | null;
  /** Unguessable first segment of every path: an <img> cannot send a token. */
  prefix: string;
  /** The page's origin; null until its server listens. */
  pageOrigin: () => string | null;
  log: WorkstationDeps['log'];
}>;

/**
 * Evidence on a port of its own, so that it is of another origin than the page: whatever it holds, it cannot
 * reach the bridge or the page's storage.
 */
export function startEvidenceServer(deps: EvidenceServerDeps): Promise<Listener> {
  const handle = async (request: IncomingMessage, response: ServerResponse, ownPort: number) => {
    const pageOrigin = deps.pageOrigin();
    const read = deps.content();
    if (pageOrigin === null || read === null) return answer(response, 503);
    for (const [name, value] of Object.entries(evidenceHeaders(pageOrigin))) response.setHeader(name, value);

    const { host, origin } = request.headers;
    if (host !== `127.0.0.1:${ownPort}`) return answer(response, 421);
    if (origin !== undefined && origin !== pageOrigin) return answer(response, 403);
    if (request.headers['sec-fetch-site'] === 'cross-site') return answer(response, 403);
    const [, prefix = '', digest = '', more] = (request.url ?? '').split('/');
    if (!sameSecret(prefix, deps.prefix) || more !== undefined) return answer(response, 404);
    if (!/^[0-9a-f]{64}$/.test(digest)) return answer(response, 404);

    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET, HEAD');
      response.setHeader('access-control-allow-headers', 'range');
      return answer(response, 204);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405);
    await sendContent(request, response, read, digest);
  };

  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 });
  return createListener({ server, port: 0, handle, log: deps.log, name: 'evidence' });
}

async function sendContent(
  request: IncomingMessage,
  response: ServerResponse,
  read: Workstation['evidence'],
  digest: string,
): Promise<void> {
  const whole = await read(digest);
  if (!whole) return answer(response, 404);
  const range = parseRange(request.headers.range, whole.size);
  response.setHeader('accept-ranges', 'bytes');
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${whole.size}`);
    return answer(response, 416);
  }
  const label = labelOf(whole.mediaType, request.headers['sec-fetch-dest']?.toString());
  response.setHeader('content-type', label.type);
  // A name of ours: one from the evidence could say anything.
  response.setHeader(
    'content-disposition',
    `${label.disposition}; filename="evidence-${digest.slice(0, 12)}"`,
  );

  const bytes = range === 'whole' ? whole.bytes : await readRange(read, digest, whole, range);
  // It may have been dropped between the two reads.
  if (!bytes) return answer(response, 404);
  if (range === 'whole') {
    response.writeHead(200, { 'content-length': bytes.byteLength });
  } else {
    response.writeHead(206, {
      'content-length': bytes.byteLength,
      'content-range': `bytes ${range.start}-${range.start + bytes.byteLength - 1}/${whole.size}`,
    });
  }
  if (request.method === 'HEAD') response.end();
  else response.end(bytes);
}

/** At most `MAX_RANGE_BYTES` of a range: a player that wants the rest of a film asks again from there. */
async function readRange(
  read: Workstation['evidence'],
  digest: string,
  whole: EvidenceContent,
  range: ByteRange,
): Promise<Uint8Array | null> {
  const end = Math.min(range.end, range.start + MAX_RANGE_BYTES - 1);
  const part = await read(digest, { start: range.start, end });
  // What may be looked at only once has been handed out by the first read already.
  const bytes = part ? part.bytes : whole.bytes.subarray(range.start, end + 1);
  return bytes.byteLength === end - range.start + 1 ? bytes : null;
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, status === 204 ? {} : { 'content-length': 0 });
  response.end();
}

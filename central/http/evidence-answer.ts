import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ByteRange } from '../store/blob-store.ts';
import type { EvidenceStore } from '../store/evidence-store.ts';
import type { FoundEvidence } from '../evidence/find-evidence.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../store/sql.ts';

/** Content with ranges (RFC 9110). Its name is its SHA-256, so it is its ETag too and never changes. */
export async function sendEvidence(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: { readonly store: Store; readonly evidence: EvidenceStore },
  digest: string,
  found: FoundEvidence,
): Promise<FastifyReply> {
  const etag = `"${digest}"`;
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'content-type': /^[\w.+-]+\/[\w.+-]+$/.test(found.mediaType)
      ? found.mediaType
      : 'application/octet-stream',
    // Written by strangers: whoever opens this address in a browser gets a file, not a page.
    'content-disposition': 'attachment',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();

  const ifRange = request.headers['if-range'];
  const asked = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
  const range = asked === undefined ? 'whole' : parseRange(asked, found.bytes);
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${found.bytes}`);
    throw new Refusal('range-not-satisfiable', `the content has ${found.bytes} bytes`);
  }
  const part = range === 'whole' ? undefined : range;
  const content = await deps.evidence.read(deps.store, digest, part);
  if (!content) throw new Refusal('not-found', 'no evidence of yours has this digest');
  if (part) reply.code(206).header('content-range', `bytes ${part.start}-${part.end}/${found.bytes}`);
  reply.header('content-length', part ? part.end - part.start + 1 : found.bytes);
  return reply.send(Readable.from(content, { objectMode: false }));
}

/** One range of bytes. Several, or one that is malformed, are ignored, as the RFC allows. */
export function parseRange(header: string, bytes: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return 'whole';
  const [, first = '', last = ''] = match;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { start: bytes - length, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < start) return 'whole';
  return start >= bytes ? 'unsatisfiable' : { start, end };
}

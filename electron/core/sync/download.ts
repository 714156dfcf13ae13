/** One item of evidence, resumed by ranges from 4 MiB on, and checked against its digest (E1). */
import { createHash } from 'node:crypto';
import type { Timers } from '../ports.ts';
import { wait } from '../ports.ts';
import * as evidence from '../store/cache/evidence.ts';
import { chunkBytes } from '../store/cache/evidence.ts';
import type { StoredEvidence } from '../store/cache/evidence.ts';
import type { Profile } from '../store/profile.ts';
import type { CentralClient, OpenBody } from './central-client.ts';
import type { NoContact } from './no-contact.ts';

export const resumeFromBytes = 4 * 1024 * 1024;
const silenceMs = 15_000;

export type DownloadResult =
  /** All of it is stored and its digest checked. */
  | Readonly<{ is: 'ready' }>
  | Readonly<{ is: 'mismatch' }>
  /** Cut short, or begun anew: worth another try. */
  | Readonly<{ is: 'again' }>
  | Readonly<{ is: 'refused'; code: string }>
  | Readonly<{ is: 'no-contact'; why: NoContact }>;

export interface Download {
  toCache(item: StoredEvidence): Promise<DownloadResult>;
  /** Null when it could not be had whole, or did not match. */
  toMemory(item: Readonly<{ digest: string; bytes: number }>): Promise<Uint8Array | null>;
}

export interface DownloadDeps {
  readonly profile: Profile;
  readonly client: CentralClient;
  readonly timers: Timers;
}

export function createDownload({ profile, client, timers }: DownloadDeps): Download {
  const { cache } = profile;

  async function whole(
    item: Readonly<{ digest: string; bytes: number }>,
    quiet: boolean,
  ): Promise<Uint8Array | DownloadResult> {
    const answer = await client.open('evidence.content', {
      params: { digest: item.digest },
      silenceMs,
      quiet,
    });
    if (answer.kind === 'no-contact') return { is: 'no-contact', why: answer };
    if (answer.kind === 'problem') return { is: 'refused', code: answer.problem.code };
    if (answer.body.status !== 200) {
      answer.body.abort();
      return { is: 'again' };
    }
    const pieces: Uint8Array[] = [];
    let total = 0;
    const end = await answer.body.read((piece) => {
      total += piece.length;
      if (total > item.bytes) answer.body.abort();
      else pieces.push(piece);
    });
    if (total > item.bytes) return { is: 'mismatch' };
    if (end.kind !== 'end') return { is: 'again' };
    const bytes = Buffer.concat(pieces);
    return createHash('sha256').update(bytes).digest('hex') === item.digest ? bytes : { is: 'mismatch' };
  }

  async function small(item: StoredEvidence): Promise<DownloadResult> {
    const bytes = await whole(item, true);
    if (!(bytes instanceof Uint8Array)) return bytes;
    if (!stillWanted(item.digest)) return { is: 'refused', code: 'dropped' };
    cache.transact((tx) => {
      for (let n = 0; n === 0 || n * chunkBytes < bytes.length; n += 1) {
        evidence.appendChunk(tx, item.digest, n, bytes.subarray(n * chunkBytes, (n + 1) * chunkBytes), null);
      }
    });
    return { is: 'ready' };
  }

  /** A case can be dropped while its evidence is on its way. */
  const stillWanted = (digest: string): boolean => cache.open && evidence.find(cache, digest) !== undefined;

  async function large(item: StoredEvidence): Promise<DownloadResult> {
    // Only whole chunks are kept, so that the next one begins where a chunk does.
    const from = item.etag === null ? 0 : Math.floor(item.fetchedBytes / chunkBytes) * chunkBytes;
    const answer = await client.open('evidence.content', {
      params: { digest: item.digest },
      silenceMs,
      quiet: true,
      headers: from === 0 ? {} : { range: `bytes=${from}-`, 'if-range': item.etag ?? '' },
    });
    if (answer.kind === 'no-contact') return { is: 'no-contact', why: answer };
    if (answer.kind === 'problem') {
      if (answer.problem.code === 'range-not-satisfiable') return startAgain(item.digest);
      return { is: 'refused', code: answer.problem.code };
    }
    const { body } = answer;
    const start = startOf(body, from, item.etag);
    if (start === null) {
      body.abort();
      return startAgain(item.digest);
    }
    if (start === 0 && from > 0) startAgain(item.digest);
    const cut = await store(item, body, start);
    if (cut !== null) return cut;
    if (!stillWanted(item.digest)) return { is: 'refused', code: 'dropped' };
    return (await digestOf(item)) === item.digest ? { is: 'ready' } : { is: 'mismatch' };
  }

  function startAgain(digest: string): DownloadResult {
    cache.transact((tx) => evidence.startAgain(tx, digest));
    return { is: 'again' };
  }

  /** Null when all of it has come. */
  async function store(item: StoredEvidence, body: OpenBody, start: number): Promise<DownloadResult | null> {
    const etag = body.header('etag');
    let n = Math.floor(start / chunkBytes);
    let total = start;
    let held = Buffer.alloc(0);
    const write = (data: Uint8Array): void => {
      if (!stillWanted(item.digest)) {
        body.abort();
        return;
      }
      cache.transact((tx) => evidence.appendChunk(tx, item.digest, n, data, etag));
      n += 1;
    };
    const end = await body.read((piece) => {
      total += piece.length;
      if (total > item.bytes) {
        body.abort();
        return;
      }
      held = Buffer.concat([held, piece]);
      while (held.length >= chunkBytes) {
        write(held.subarray(0, chunkBytes));
        held = held.subarray(chunkBytes);
      }
    });
    if (!stillWanted(item.digest)) return { is: 'refused', code: 'dropped' };
    if (total > item.bytes) return { is: 'mismatch' };
    if (end.kind !== 'end' || total < item.bytes) return { is: 'again' };
    if (held.length > 0) write(held);
    return null;
  }

  async function digestOf(item: StoredEvidence): Promise<string> {
    const hash = createHash('sha256');
    for (let n = 0; n * chunkBytes < item.bytes; n += 1) {
      const chunk = evidence.readChunk(cache, item.digest, n);
      if (chunk === undefined) break;
      hash.update(chunk);
      if (n % 16 === 15) await wait(timers, 0);
      if (!cache.open) break;
    }
    return hash.digest('hex');
  }

  return {
    toCache: (item) => (item.bytes < resumeFromBytes ? small(item) : large(item)),
    async toMemory(item) {
      const bytes = await whole(item, false);
      return bytes instanceof Uint8Array ? bytes : null;
    },
  };
}

/** Where the bytes begin that come; null when it is neither the rest nor the whole (fault 30). */
function startOf(body: OpenBody, asked: number, etag: string | null): number | null {
  if (body.status === 200) return 0;
  if (body.status !== 206 || asked === 0 || body.header('etag') !== etag) return null;
  const range = /^bytes (\d+)-/.exec(body.header('content-range') ?? '');
  return range !== null && Number(range[1]) === asked ? asked : null;
}

import { createHash } from 'node:crypto';
import { contentName, type BlobStore, type ByteRange } from './blob-store.ts';
import type { Sql } from './sql.ts';

/** Content up to this size commits with its case; larger content is a blob, written before. */
export const INLINE_BYTES = 256 * 1024;
/** Bounds the statement: at most 25 MiB of inline content. */
const CONTENTS_A_STATEMENT = 100;

/** Evidence content by its SHA-256. The same content is kept once. */
export interface EvidenceStore {
  readonly blobs: BlobStore;
  /** Writes a blob where the content is large. Call before the transaction of `insert`, never inside it. */
  prepare(bytes: Uint8Array): Promise<PreparedContent>;
  insert(db: Sql, contents: readonly PreparedContent[]): Promise<void>;
  stat(db: Sql, digest: string): Promise<{ readonly bytes: number } | null>;
  /** The whole content, or a part of it. Null where there is none of this digest. */
  read(db: Sql, digest: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null>;
}

export interface PreparedContent {
  readonly digest: string;
  readonly bytes: number;
  /** Null where the content is in the blob store. */
  readonly inline: Uint8Array | null;
}

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

export function createEvidenceStore(blobs: BlobStore): EvidenceStore {
  return {
    blobs,
    async prepare(bytes) {
      const digest = sha256(bytes);
      const large = bytes.byteLength > INLINE_BYTES;
      if (large) await blobs.write(contentName(digest), bytes);
      return { digest, bytes: bytes.byteLength, inline: large ? null : bytes };
    },
    async insert(db, contents) {
      // In the order of digests, so that two imports at once cannot deadlock.
      const ordered = [...new Map(contents.map((content) => [content.digest, content])).values()].sort(
        (a, b) => (a.digest < b.digest ? -1 : 1),
      );
      for (let from = 0; from < ordered.length; from += CONTENTS_A_STATEMENT) {
        const some = ordered.slice(from, from + CONTENTS_A_STATEMENT);
        await db.query(
          `insert into evidence_content (digest, bytes, inline)
           select digest, bytes, decode(inline, 'base64')
           from unnest($1::text[], $2::bigint[], $3::text[]) as c (digest, bytes, inline)
           on conflict (digest) do nothing`,
          [
            some.map(({ digest }) => digest),
            some.map(({ bytes }) => bytes),
            some.map(({ inline }) => (inline === null ? null : Buffer.from(inline).toString('base64'))),
          ],
        );
      }
    },
    async stat(db, digest) {
      const { rows } = await db.query<{ bytes: number }>(
        'select bytes from evidence_content where digest = $1',
        [digest],
      );
      return rows[0] ?? null;
    },
    async read(db, digest, range) {
      const { rows } = await db.query<{ bytes: number; inline: Uint8Array | null }>(
        'select bytes, inline from evidence_content where digest = $1',
        [digest],
      );
      const [row] = rows;
      if (!row) return null;
      if (row.inline === null) return blobs.read(contentName(digest), range);
      return once(range ? row.inline.subarray(range.start, range.end + 1) : row.inline);
    },
  };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

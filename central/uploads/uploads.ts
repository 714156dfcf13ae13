/** Content that producers upload in parts, checked against its digest before anything can name it (E1). */
import { createHash, randomUUID } from 'node:crypto';
import type { UploadState } from '../../contract/intake.ts';
import type { Clock } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { contentName } from '../store/blob-store.ts';
import { INLINE_BYTES, type EvidenceStore } from '../store/evidence-store.ts';
import { only, type Sql, type Store, type Tx } from '../store/sql.ts';

/** Unfinished uploads of one producer, at most. */
const UNFINISHED_AT_MOST = 1000;
const UNFINISHED_BYTES_AT_MOST = 100 * 1024 ** 3;

export interface UploadDeps {
  readonly store: Store;
  readonly evidence: EvidenceStore;
  readonly clock: Clock;
}

interface UploadRow {
  bytes: number;
  received: number;
}

interface Part {
  start: number;
  blob: string;
}

export interface Uploads {
  begin(producer: string, wanted: { digest: string; bytes: number }): Promise<UploadState>;
  /** Parts come in order. One that came before is answered again; one too early is a `conflict`. */
  part(producer: string, digest: string, offset: number, content: Uint8Array): Promise<UploadState>;
}

export function createUploads(deps: UploadDeps): Uploads {
  const { store, clock } = deps;
  const { blobs } = deps.evidence;

  async function finished(producer: string, digest: string): Promise<UploadState | null> {
    const bytes = await touchUploaded(store, producer, digest, new Date(clock.now()));
    return bytes === null ? null : { digest: digest as never, bytes, received: bytes, complete: true };
  }

  async function find(db: Sql, producer: string, digest: string): Promise<UploadRow | null> {
    const { rows } = await db.query<UploadRow>(
      'select bytes, received from upload where producer = $1 and digest = $2',
      [producer, digest],
    );
    return rows[0] ?? null;
  }

  return {
    async begin(producer, { digest, bytes }) {
      const before = await finished(producer, digest);
      if (before) return sameLength(before, bytes);
      const at = new Date(clock.now());
      const row = await store.transact(async (tx) => {
        await refuseTooMany(tx, producer, digest, bytes);
        return only(
          await tx.query<UploadRow>(
            `insert into upload (producer, digest, bytes, touched_at) values ($1, $2, $3, $4)
             on conflict (producer, digest) do update set touched_at = excluded.touched_at
             returning bytes, received`,
            [producer, digest, bytes, at],
          ),
        );
      });
      return sameLength(stateOf(digest, row), bytes);
    },

    async part(producer, digest, offset, content) {
      const before = await finished(producer, digest);
      if (before) return before;
      const upload = await find(store, producer, digest);
      if (!upload) {
        // The same part, sent twice at once: the other may have completed it between the two looks.
        const meanwhile = await finished(producer, digest);
        if (meanwhile) return meanwhile;
        throw new Refusal('not-found', 'no upload of this digest was begun');
      }
      const end = offset + content.byteLength;
      if (content.byteLength === 0) throw wrong('body', 'a part has at least one byte');
      if (end > upload.bytes) throw wrong('offset', `the upload was begun with ${upload.bytes} bytes`);
      if (end <= upload.received && upload.received < upload.bytes) return stateOf(digest, upload);
      if (end > upload.received) await append(producer, digest, offset, content);
      const now = await find(store, producer, digest);
      if (!now) return (await finished(producer, digest)) ?? gone();
      if (now.received < now.bytes) return stateOf(digest, now);
      return finish(producer, digest, now.bytes);
    },
  };

  async function append(
    producer: string,
    digest: string,
    offset: number,
    content: Uint8Array,
  ): Promise<void> {
    const blob = `uploads/${digest.slice(0, 16)}-${offset}-${randomUUID()}`;
    await blobs.write(blob, content);
    const taken = await store.transact(async (tx) => {
      const { count } = await tx.query(
        `update upload set received = received + $4, touched_at = $5
         where producer = $1 and digest = $2 and received = $3`,
        [producer, digest, offset, content.byteLength, new Date(clock.now())],
      );
      if (count === 0) return false;
      await tx.query(
        'insert into upload_part (producer, digest, start, bytes, blob) values ($1, $2, $3, $4, $5)',
        [producer, digest, offset, content.byteLength, blob],
      );
      return true;
    });
    if (taken) return;
    await blobs.remove(blob);
    const now = await find(store, producer, digest);
    // Without it, the caller looks whether it is complete or gone.
    if (now && offset + content.byteLength > now.received) {
      throw new Refusal('conflict', `the next part begins at ${now.received}`, {
        errors: [{ field: 'offset', message: `${now.received} was expected` }],
      });
    }
  }

  /** Whoever finds all parts there puts them together. Of two at once, the slower finds that it was done. */
  async function finish(producer: string, digest: string, bytes: number): Promise<UploadState> {
    try {
      return await putTogether(producer, digest, bytes);
    } catch (error) {
      const done = await finished(producer, digest);
      if (done) return done;
      throw error;
    }
  }

  async function putTogether(producer: string, digest: string, bytes: number): Promise<UploadState> {
    const { rows: parts } = await store.query<Part & { bytes: number }>(
      'select start, bytes, blob from upload_part where producer = $1 and digest = $2 order by start',
      [producer, digest],
    );
    if (parts.reduce((sum, part) => sum + part.bytes, 0) !== bytes) gone();
    // Read twice rather than written twice: nothing stands under a digest that it does not have.
    const found = await sha256Of(contentOf(parts));
    if (found !== digest) {
      await removeUpload(deps, producer, digest);
      throw wrong('digest', `the content has the SHA-256 ${found}; the upload begins anew`);
    }
    const inline = bytes <= INLINE_BYTES ? await gathered(contentOf(parts)) : null;
    if (inline === null) await blobs.write(contentName(digest), contentOf(parts));
    await store.transact(async (tx) => {
      await deps.evidence.insert(tx, [{ digest, bytes, inline }]);
      await tx.query(
        `insert into uploaded (producer, digest, touched_at) values ($1, $2, $3)
         on conflict (producer, digest) do update set touched_at = excluded.touched_at`,
        [producer, digest, new Date(clock.now())],
      );
      await tx.query('delete from upload where producer = $1 and digest = $2', [producer, digest]);
    });
    for (const { blob } of parts) await blobs.remove(blob);
    return { digest: digest as never, bytes, received: bytes, complete: true };
  }

  async function* contentOf(parts: readonly Part[]): AsyncGenerator<Uint8Array> {
    for (const { blob } of parts) yield* blobs.read(blob);
  }
}

/** Removes an unfinished upload with its parts. */
export async function removeUpload(
  { store, evidence }: Pick<UploadDeps, 'store' | 'evidence'>,
  producer: string,
  digest: string,
): Promise<void> {
  const parts = await store.transact(async (tx) => {
    const { rows } = await tx.query<Part>(
      'select start, blob from upload_part where producer = $1 and digest = $2',
      [producer, digest],
    );
    await tx.query('delete from upload where producer = $1 and digest = $2', [producer, digest]);
    return rows;
  });
  for (const { blob } of parts) await evidence.blobs.remove(blob);
}

/**
 * The bytes of content that the producer brought, or null. Says that it is in use, so that it is not swept between
 * here and the case that names it.
 */
export async function touchUploaded(
  db: Sql,
  producer: string,
  digest: string,
  at: Date,
): Promise<number | null> {
  const { rows } = await db.query<{ bytes: number }>(
    `update uploaded u set touched_at = greatest(u.touched_at, $3) from evidence_content c
     where u.producer = $1 and u.digest = $2 and c.digest = u.digest returning c.bytes`,
    [producer, digest, at],
  );
  return rows[0]?.bytes ?? null;
}

async function refuseTooMany(tx: Tx, producer: string, digest: string, bytes: number): Promise<void> {
  const { uploads, unfinished } = only(
    await tx.query<{ uploads: number; unfinished: number }>(
      `select count(*) as uploads, coalesce(sum(bytes), 0)::bigint as unfinished
       from upload where producer = $1 and digest <> $2`,
      [producer, digest],
    ),
  );
  if (uploads >= UNFINISHED_AT_MOST || unfinished + bytes > UNFINISHED_BYTES_AT_MOST) {
    throw new Refusal('too-many-requests', 'too much is unfinished: end some uploads first', {
      retryAfterMs: 60_000,
    });
  }
}

const stateOf = (digest: string, { bytes, received }: UploadRow): UploadState => ({
  digest: digest as never,
  bytes,
  received,
  complete: false,
});

function sameLength(state: UploadState, bytes: number): UploadState {
  if (state.bytes === bytes) return state;
  throw wrong('bytes', `content of this digest was begun with ${state.bytes} bytes`);
}

const wrong = (field: string, message: string): Refusal =>
  new Refusal('invalid', message, { errors: [{ field, message }] });

function gone(): never {
  throw new Refusal('not-found', 'the upload is gone: begin it again');
}

async function sha256Of(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of content) hash.update(piece);
  return hash.digest('hex');
}

export async function gathered(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Content that nothing names any more is removed, some time after it became so. */
import { day, minute } from '../ports.ts';
import { contentName } from '../store/blob-store.ts';
import { removeUpload, type UploadDeps } from './uploads.ts';

/** An upload without a new part, and content that was uploaded for nothing, are kept this long. */
const KEPT_MS = 7 * day;
/** A blob younger than this may belong to a case that is being written at this moment. */
const YOUNG_MS = 60 * minute;
const CHUNK = 200;

/** Returns how many contents were removed. Whatever fails is tried again at the next sweep. */
export async function sweepEvidence(deps: UploadDeps): Promise<number> {
  await sweepUploads(deps);
  let removed = 0;
  for (;;) {
    const count = await sweepGarbage(deps);
    removed += count;
    if (count < CHUNK) return removed;
  }
}

async function sweepUploads(deps: UploadDeps): Promise<void> {
  const { store, clock } = deps;
  const at = new Date(clock.now());
  const before = new Date(at.getTime() - KEPT_MS);
  const stale = await store.query<{ producer: string; digest: string }>(
    'select producer, digest from upload where touched_at < $1',
    [before],
  );
  for (const { producer, digest } of stale.rows) await removeUpload(deps, producer, digest);
  await store.transact(async (tx) => {
    const { rows } = await tx.query<{ digest: string }>(
      'delete from uploaded where touched_at < $1 returning digest',
      [before],
    );
    await tx.query(
      `insert into evidence_garbage (digest, since) select distinct digest, $2::timestamptz from unnest($1::text[]) as g (digest)
       on conflict (digest) do nothing`,
      [rows.map(({ digest }) => digest), at],
    );
  });
}

async function sweepGarbage({ store, evidence, clock }: UploadDeps): Promise<number> {
  const before = new Date(clock.now() - YOUNG_MS);
  const { rows: due } = await store.query<{ digest: string }>(
    'select digest from evidence_garbage where since < $1 order by since, digest limit $2',
    [before, CHUNK],
  );
  for (const { digest } of due) {
    const blob = await store.transact(async (tx) => {
      // A case that is being written holds its content's row, so this waits for it, and then finds it in use.
      const locked = await tx.query<{ inline: boolean }>(
        'select inline is not null as inline from evidence_content where digest = $1 for update',
        [digest],
      );
      await tx.query('delete from evidence_garbage where digest = $1', [digest]);
      const { count } = await tx.query(
        `delete from evidence_content c where digest = $1
           and not exists (select 1 from evidence_item where digest = $1)
           and not exists (select 1 from evidence_item where restricted_digest = $1)
           and not exists (select 1 from uploaded where digest = $1)`,
        [digest],
      );
      return count > 0 && locked.rows[0]?.inline === false;
    });
    // Written anew a moment ago, it is of a case that is coming: then it stays, at worst for nothing.
    const writtenAt = blob ? await evidence.blobs.writtenAt(contentName(digest)) : null;
    if (writtenAt && writtenAt < before) await evidence.blobs.remove(contentName(digest));
  }
  return due.length;
}

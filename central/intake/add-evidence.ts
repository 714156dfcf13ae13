import type { CaseRow } from '../cases/case-row.ts';
import { nobody, type Changes } from '../cases/changes.ts';
import { json, type Tx } from '../store/sql.ts';
import type { EvidenceStore, PreparedContent } from '../store/evidence-store.ts';
import { evidenceDigestOf, type DigestedItem } from './evidence-digest.ts';
import type { PreparedItem } from './prepare-evidence.ts';

/** Items of a case by what their producer calls them. */
export async function itemsByKey(tx: Tx, caseId: string): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ key: string; id: string }>(
    'select key, id from evidence_item where case_id = $1 and current and key is not null',
    [caseId],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/**
 * Puts items to a locked case; one that it has becomes a new version. Where material evidence changed, a decision that
 * stands was made on something else, and the case opens again (D11). Returns whether it did change.
 */
export async function addEvidence(
  tx: Tx,
  changes: Changes,
  row: CaseRow,
  added: {
    readonly items: readonly PreparedItem[];
    readonly contents: readonly PreparedContent[];
    readonly evidence: EvidenceStore;
  },
): Promise<boolean> {
  await added.evidence.insert(tx, added.contents);
  await tx.query(
    'update evidence_item set current = false where case_id = $1 and id = any($2::uuid[]) and current',
    [row.id, added.items.map(({ id }) => id)],
  );
  await tx.query(
    `insert into evidence_item (case_id, id, version, key, ordinal, kind, material, digest, bytes, restricted_digest,
       restricted_bytes, details, captured_at)
     select $2, e.id, coalesce(o.version, 0) + 1, e.key,
       coalesce(o.ordinal, e.ordinal + 1 + (select coalesce(max(ordinal), 0) from evidence_item where case_id = $2)),
       e.kind, e.material, e.digest, e.bytes, e."restrictedDigest", e."restrictedBytes", e.details, $3
     from jsonb_to_recordset($1::jsonb) as e (id uuid, key text, ordinal int, kind text, material boolean, digest text,
       bytes bigint, "restrictedDigest" text, "restrictedBytes" bigint, details jsonb)
     left join lateral (select version, ordinal from evidence_item
       where case_id = $2 and id = e.id order by version desc limit 1) as o on true`,
    [json(added.items), row.id, changes.at],
  );
  const { rows } = await tx.query<DigestedItem>(
    'select kind, material, digest from evidence_item where case_id = $1 and current',
    [row.id],
  );
  const before = row.evidence_digest;
  row.evidence_digest = evidenceDigestOf(rows);
  const changed = row.evidence_digest !== before;
  if (changed && row.state === 'decided') {
    changes.takeBack(row, 'reopened', 'decided', 'queued', nobody);
    changes.tell(row, 'reopened', nobody);
  } else changes.touch(row);
  await tx.query(
    'insert into case_digest (case_id, version, evidence_digest) values ($1, $2, $3) on conflict do nothing',
    [row.id, row.version, row.evidence_digest],
  );
  return changed;
}

import type { CaseRow } from '../cases/case-row.ts';
import { nobody, type Changes } from '../cases/changes.ts';
import { minute } from '../ports.ts';
import { json, type Sql, type Tx } from '../store/sql.ts';
import type { EvidenceStore, PreparedContent } from '../store/evidence-store.ts';
import { evidenceDigestOf } from './evidence-digest.ts';
import type { PreparedItem } from './prepare-evidence.ts';
import { priorityOf } from './priority.ts';

/** Items of one case, at most: what the contract's case can carry. */
export const evidenceLimit = 200;

/** An item as it is in a case now. */
export interface CurrentItem extends Omit<PreparedItem, 'key'> {
  /** Null in what came in before items had keys. */
  readonly key: string | null;
  readonly version: number;
}

export async function currentItems(db: Sql, caseIds: readonly string[]): Promise<Map<string, CurrentItem[]>> {
  const { rows } = await db.query<CurrentItem & { case_id: string }>(
    `select case_id, id, key, version, ordinal, kind, material, digest, bytes, restricted_digest as "restrictedDigest",
       restricted_bytes as "restrictedBytes", details
     from evidence_item where case_id = any($1::uuid[]) and current order by case_id, ordinal`,
    [caseIds],
  );
  const items = new Map<string, CurrentItem[]>(caseIds.map((id) => [id, []]));
  for (const { case_id: caseId, ...item } of rows) items.get(caseId)?.push(item);
  return items;
}

export interface Addition {
  /** Locked. */
  readonly row: CaseRow;
  readonly current: readonly CurrentItem[];
  readonly items: readonly PreparedItem[];
  readonly contents: readonly PreparedContent[];
}

/**
 * Puts items to cases; one that its case has becomes a new version of it. Where material evidence changed, a decision
 * that stands was made on something else: the case opens again, and the decision stands until the next one (F3).
 */
export async function addEvidence(
  tx: Tx,
  changes: Changes,
  evidence: EvidenceStore,
  additions: readonly Addition[],
): Promise<void> {
  await evidence.insert(
    tx,
    additions.flatMap(({ contents }) => contents),
  );
  for (const { row, current, items: added } of additions) {
    const replaced = new Set(added.map(({ id }) => id));
    const digest = evidenceDigestOf([...current.filter(({ id }) => !replaced.has(id)), ...added]);
    const changed = digest !== row.evidence_digest;
    row.evidence_digest = digest;
    if (changed && row.state === 'decided') await reopen(tx, changes, row);
    else changes.touch(row);
    reckonPriority(row, changes.at);
  }
  // The versions that the cases have now are those from which they hold the items.
  const items = additions.flatMap(withVersions);
  await tx.query(
    `update evidence_item i set current = false, until_version = e."caseVersion"
     from jsonb_to_recordset($1::jsonb) as e ("caseId" uuid, id uuid, "caseVersion" int)
     where i.case_id = e."caseId" and i.id = e.id and i.current`,
    [json(items.filter(({ version }) => version > 1))],
  );
  await tx.query(
    `insert into evidence_item (case_id, id, version, key, ordinal, kind, material, digest, bytes, restricted_digest,
       restricted_bytes, details, captured_at, since_version, detector, detector_version)
     select "caseId", id, version, key, ordinal, kind, material, digest, bytes, "restrictedDigest", "restrictedBytes",
       details, $2, "caseVersion", detector, "detectorVersion"
     from jsonb_to_recordset($1::jsonb) as e ("caseId" uuid, id uuid, version int, key text, ordinal int, kind text,
       material boolean, digest text, bytes bigint, "restrictedDigest" text, "restrictedBytes" bigint, details jsonb,
       "caseVersion" int, detector text, "detectorVersion" text)`,
    [json(items), changes.at],
  );
  await tx.query(
    `insert into case_digest (case_id, version, evidence_digest)
     select id, version, digest from jsonb_to_recordset($1::jsonb) as d (id uuid, version int, digest text)`,
    [json(additions.map(({ row }) => ({ id: row.id, version: row.version, digest: row.evidence_digest })))],
  );
}

function withVersions({ row, current, items }: Addition) {
  const known = new Map(current.map((item) => [item.id, item]));
  const last = Math.max(-1, ...current.map(({ ordinal }) => ordinal));
  return items.map((item, index) => {
    const before = known.get(item.id);
    return {
      ...item,
      caseId: row.id,
      caseVersion: row.version,
      version: (before?.version ?? 0) + 1,
      ordinal: before?.ordinal ?? last + 1 + index,
    };
  });
}

/** For whoever is next, with a time of its own: the one from before has passed. */
async function reopen(tx: Tx, changes: Changes, row: CaseRow): Promise<void> {
  const { rows } = await tx.query<{ sla_minutes: number }>('select sla_minutes from queue where id = $1', [
    row.queue,
  ]);
  changes.takeBack(row, 'reopened', 'decided', 'queued', nobody);
  changes.tell(row, 'reopened', nobody);
  if (row.due_at !== null) {
    row.due_at = new Date(changes.at.getTime() + (rows[0]?.sla_minutes ?? 0) * minute);
  }
}

function reckonPriority(row: CaseRow, at: Date): void {
  const from = row.due_paused_at ?? at;
  const { score, band } = priorityOf({
    risk: row.risk_score,
    reports: row.reports,
    strikes: row.strikes,
    dueInMinutes: row.due_at === null ? null : (row.due_at.getTime() - from.getTime()) / minute,
  });
  row.priority_score = score;
  row.priority_band = band;
}

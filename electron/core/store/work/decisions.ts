/** The person's own decisions, with what was being written, so that undoing one brings it back (D3). */
import { DraftContent } from '../../../../contract/draft.ts';
import type { WorkRead, WorkWrite } from '../database.ts';

export type StoredDecision = Readonly<{
  id: string;
  caseId: string;
  caseVersion: number;
  batchId: string | null;
  outcome: string;
  title: string;
  reference: string;
  draft: DraftContent;
  decidedAt: string;
  waitMs: number;
  openMs: number;
  activeMs: number;
}>;

type DecisionRow = Omit<StoredDecision, 'draft'> & { readonly draft: string };

const columns = `id, case_id as caseId, case_version as caseVersion, batch_id as batchId, outcome, title, reference,
  draft, decided_at as decidedAt, wait_ms as waitMs, open_ms as openMs, active_ms as activeMs`;
const decisionOf = (row: DecisionRow): StoredDecision => ({
  ...row,
  draft: DraftContent.parse(JSON.parse(row.draft)),
});

/** After its outbox row: it is numbered by that one. */
export function insert(tx: WorkWrite, decision: StoredDecision): void {
  tx.run(
    `insert into decision (id, case_id, case_version, batch_id, outcome, title, reference, draft, decided_at,
       wait_ms, open_ms, active_ms, seq)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (select coalesce(max(seq), 0) from sqlite_sequence where name = 'outbox'))`,
    decision.id,
    decision.caseId,
    decision.caseVersion,
    decision.batchId,
    decision.outcome,
    decision.title,
    decision.reference,
    JSON.stringify(decision.draft),
    decision.decidedAt,
    decision.waitMs,
    decision.openMs,
    decision.activeMs,
  );
}

export function find(db: WorkRead, id: string): StoredDecision | undefined {
  const row = db.one<DecisionRow>(`select ${columns} from decision where id = ?`, id);
  return row === undefined ? undefined : decisionOf(row);
}

/**
 * Whether these words are those of an older decision on the same case: kept with it, so that newer ones may replace
 * them. Older by the order in which they were made, since a clock may have been turned back.
 */
export function isOlderDraft(db: WorkRead, decision: StoredDecision, content: DraftContent): boolean {
  const older = db.values<string>(
    'select draft from decision where case_id = ? and seq < (select seq from decision where id = ?)',
    decision.caseId,
    decision.id,
  );
  return older.includes(JSON.stringify(content));
}

export type DecisionTotals = Readonly<{ decided: number; activeMs: number; openMs: number; waitMs: number }>;

/** Over what was decided at or after `since` and neither withdrawn nor recalled. Times are means, in milliseconds. */
export function totalsSince(db: WorkRead, since: string): DecisionTotals {
  const row = db.one<{
    decided: number;
    activeMs: number | null;
    openMs: number | null;
    waitMs: number | null;
  }>(
    `select count(*) as decided, avg(d.active_ms) as activeMs, avg(d.open_ms) as openMs, avg(d.wait_ms) as waitMs
     from decision d left join outbox o on o.id = d.id
     where d.decided_at >= ? and (o.id is null or (o.state <> 'withdrawn' and o.undone_by is null))`,
    since,
  );
  return {
    decided: row?.decided ?? 0,
    activeMs: Math.round(row?.activeMs ?? 0),
    openMs: Math.round(row?.openMs ?? 0),
    waitMs: Math.round(row?.waitMs ?? 0),
  };
}

export function prune(tx: WorkWrite, before: string): number {
  return tx.run(
    'delete from decision where decided_at < ? and not exists (select 1 from outbox where outbox.id = decision.id)',
    before,
  );
}

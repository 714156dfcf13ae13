/** What was revealed here, a row for each harm type of an item. */
import type { WorkRead, WorkWrite } from '../database.ts';

export type ExposureRow = Readonly<{ at: number; caseId: string; evidenceId: string; harmType: string }>;

export function add(tx: WorkWrite, row: ExposureRow): void {
  tx.run(
    'insert into exposure (at, case_id, evidence_id, harm_type) values (?, ?, ?, ?)',
    row.at,
    row.caseId,
    row.evidenceId,
    row.harmType,
  );
}

/** Newest first. */
export function listSince(db: WorkRead, since: number): ExposureRow[] {
  return db.all<ExposureRow>(
    `select at, case_id as caseId, evidence_id as evidenceId, harm_type as harmType
     from exposure where at >= ? order by at desc, seq desc`,
    since,
  );
}

export const prune = (tx: WorkWrite, before: number): number =>
  tx.run('delete from exposure where at < ?', before);

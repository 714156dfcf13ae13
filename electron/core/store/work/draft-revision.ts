import type { WorkWrite } from '../database.ts';

/** Lifts a draft's revision to `revision`; never lowers it. */
export function setRevision(tx: WorkWrite, caseId: string, revision: number): void {
  tx.run('update draft set revision = max(revision, ?) where case_id = ?', revision, caseId);
}

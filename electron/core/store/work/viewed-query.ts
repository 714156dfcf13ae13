import type { WorkRead } from '../database.ts';

/** Whether a view of this version of a case was recorded already, as far back as the outbox goes. */
export function wasViewed(db: WorkRead, caseId: string, caseVersion: number): boolean {
  return (
    db.value<number>(
      `select 1 from outbox where case_id = ? and type = 'viewed' and json_extract(body, '$.caseVersion') = ? limit 1`,
      caseId,
      caseVersion,
    ) === 1
  );
}

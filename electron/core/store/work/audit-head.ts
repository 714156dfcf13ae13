/** The newest head of the audit chain that came with an acknowledgement; it goes back with the next push (U2). */
import type { AuditHead } from '../../../../contract/audit-head.ts';
import type { WorkRead, WorkWrite } from '../database.ts';

export const find = (db: WorkRead): AuditHead | undefined =>
  db.one<AuditHead>('select era, sequence, hash from audit_head');

/** Never an older one of the same era: that is how a chain that was cut is seen. */
export function keep(tx: WorkWrite, head: AuditHead | null): void {
  const before = find(tx);
  if (head === null || (before?.era === head.era && before.sequence >= head.sequence)) return;
  tx.run(
    'insert or replace into audit_head (only, era, sequence, hash) values (1, ?, ?, ?)',
    head.era,
    head.sequence,
    head.hash,
  );
}

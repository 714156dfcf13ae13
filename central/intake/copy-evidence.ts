import type { Subject } from '../../contract/subject.ts';
import type { Ids } from '../ports.ts';
import type { Sql } from '../store/sql.ts';
import type { PreparedItem } from './prepare-evidence.ts';

/** What was said about the subject then, and what fired then, is not what it is now. */
const notCopied = ['detection', 'report', 'history'];

/** The evidence of the subject's newest case that is not sealed, as items of another case; empty where there is none. */
export async function copyableEvidence(db: Sql, ids: Ids, subject: Subject): Promise<PreparedItem[]> {
  const { rows } = await db.query<PreparedItem & { key: string | null }>(
    `select e.id, e.key, e.ordinal, e.kind, e.material, e.digest, e.bytes, e.restricted_digest as "restrictedDigest",
       e.restricted_bytes as "restrictedBytes", e.details
     from evidence_item e
     where e.current and not e.kind = any($3::text[]) and e.case_id = (
       select c.id from case_file c
       where c.subject_type = $1 and c.subject_id = $2 and c.compartment is null and not c.practice
       order by c.created_at desc, c.id limit 1)
     order by e.ordinal`,
    [subject.type, subject.id, notCopied],
  );
  const fresh = new Map(rows.map(({ id }) => [id, ids.uuid()]));
  return rows.map((row) => {
    const { translationOf } = row.details;
    return {
      ...row,
      id: fresh.get(row.id) ?? row.id,
      key: row.key ?? `item-${row.ordinal}`,
      details: {
        ...row.details,
        translationOf: typeof translationOf === 'string' ? (fresh.get(translationOf) ?? null) : null,
      },
    };
  });
}

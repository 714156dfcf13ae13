import type { Fact } from '../../contract/evidence.ts';
import type { Subject, SubjectRelation } from '../../contract/subject.ts';
import type { Tx } from '../store/sql.ts';
import { evidenceDigestOf } from './evidence-digest.ts';
import type { PreparedCase } from './prepare-case.ts';
import type { PreparedItem } from './prepare-evidence.ts';

/** What fired then, what was reported then and what was decided before then do not belong to a new report. */
const notCopied = ['detection', 'report', 'history'];

export interface EarlierCase {
  readonly items: readonly (PreparedItem & { readonly capturedAt: Date })[];
  readonly related: readonly SubjectRelation[];
  readonly facts: readonly Fact[];
  readonly nearDuplicateDigest: string | null;
}

/**
 * The newest case of the subject that was decided, with its evidence; null where there is none. Sealed ones are
 * passed over: what is copied from them would lie outside.
 */
export async function earlierCase(tx: Tx, subject: Subject): Promise<EarlierCase | null> {
  const { rows } = await tx.query<{
    id: string;
    related: SubjectRelation[];
    facts: Fact[];
    near_duplicate_digest: string | null;
  }>(
    `select id, related, facts, near_duplicate_digest from case_file c
     where subject_type = $1 and subject_id = $2 and state in ('decided', 'closed') and erased_at is null and compartment is null
       and not practice and exists (select 1 from evidence_item e
         where e.case_id = c.id and e.current and e.kind <> all($3::text[]))
     order by created_at desc, id limit 1`,
    [subject.type, subject.id, notCopied],
  );
  const [found] = rows;
  if (!found) return null;
  // Under the ids that they had there: documents name each other by them, and ids are a case's own.
  const items = await tx.query<PreparedItem & { capturedAt: Date }>(
    `select id, coalesce(key, 'item-' || ordinal) as key, ordinal, kind, material, digest, bytes,
       restricted_digest as "restrictedDigest", restricted_bytes as "restrictedBytes", details,
       captured_at as "capturedAt"
     from evidence_item where case_id = $1 and current and kind <> all($2::text[]) order by ordinal`,
    [found.id, notCopied],
  );
  return {
    items: items.rows,
    related: found.related,
    facts: found.facts,
    nearDuplicateDigest: found.near_duplicate_digest,
  };
}

/** A case of which only the report came, with the subject as it was known before. */
export function withEarlier(prepared: PreparedCase, earlier: EarlierCase): PreparedCase {
  const { row } = prepared;
  const items = [...earlier.items, ...prepared.items].map((item, ordinal) => ({ ...item, ordinal }));
  const filled = (given: unknown, before: readonly unknown[]) =>
    Array.isArray(given) && given.length > 0 ? given : before;
  return {
    ...prepared,
    items,
    row: {
      ...row,
      related: filled(row['related'], earlier.related),
      facts: filled(row['facts'], earlier.facts),
      evidenceDigest: evidenceDigestOf(items),
      nearDuplicateDigest: earlier.nearDuplicateDigest,
    },
  };
}

import { fieldAccess } from '../../contract/access.ts';
import { approvers } from '../../contract/approval.ts';
import type { Caller } from '../caller.ts';
import type { Store } from '../store/sql.ts';

export interface FoundEvidence {
  readonly bytes: number;
  readonly mediaType: string;
}

/**
 * Content that belongs to a case which the caller holds, or on which a decision waits for them: for approval, or to be
 * settled because it came late. In the form that the caller's role is given (P2). Null for everything else, so that a
 * digest cannot be probed.
 */
export async function findEvidence(
  store: Store,
  caller: Caller,
  digest: string,
): Promise<FoundEvidence | null> {
  const access = fieldAccess[caller.role];
  const { rows } = await store.query<{ bytes: number; media_type: string }>(
    `select content.bytes, e.details ->> 'mediaType' as media_type
     from evidence_item e join case_file c on c.id = e.case_id join evidence_content content on content.digest = $1
     where case when $3 then e.digest = $1 else coalesce(e.restricted_digest, e.digest) = $1 end
       and (e.digest = $1 or e.restricted_digest = $1)
       and (c.assignee = $2 and c.state in ('assigned', 'snoozed', 'waiting') or $6 and (
         exists (select 1 from approval a where a.decision_id = c.standing_decision and a.state = 'awaiting')
         or exists (select 1 from decision d where d.case_id = c.id and d.status = 'late' and d.settled = 'open')))
       and (c.compartment is null or c.compartment = any($4::text[]))
       and ($5::text[] is null or e.kind = any($5::text[]))
     limit 1`,
    [
      digest,
      caller.id,
      access.sensitiveFields,
      caller.compartments,
      access.evidence === 'all' ? null : access.evidence,
      approvers.includes(caller.role),
    ],
  );
  const [row] = rows;
  return row ? { bytes: row.bytes, mediaType: row.media_type } : null;
}

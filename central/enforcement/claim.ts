import type { Decision } from '../../contract/command.ts';
import type { EnforcementRequest } from '../../contract/enforcement.ts';
import type { Store } from '../store/sql.ts';
import { TIMEOUT_MS } from './platform.ts';

/** Longer than an attempt can take; a process that died holds what it claimed no longer than this. */
const CLAIM_MS = TIMEOUT_MS + 5_000;
/** What was accepted and not answered is asked for again after a day. */
const ACCEPTED_MS = 24 * 3_600_000;

export interface Claimed {
  readonly request: EnforcementRequest;
  readonly attempt: number;
}

interface ClaimedRow {
  id: string;
  sequence: number;
  decision_id: string;
  case_id: string;
  reference: string;
  ordinal: number;
  action: EnforcementRequest['action'];
  reverses: string | null;
  attempts: number;
  with_message: boolean;
  decided_at: Date;
  message: Decision['message'];
}

/** Nothing of its subject waits before it. */
const isFirst = `not exists (select 1 from enforcement p
  where p.subject_type = e.subject_type and p.subject_id = e.subject_id
    and p.state = 'requested' and p.sequence < e.sequence)`;

/**
 * Takes what is due, at most one for a subject and the oldest of it, for this process alone. The attempt is counted,
 * and committed, before its first byte can leave: a recall cancels only what was never attempted (S4).
 */
export async function claimDue(store: Store, at: Date, limit: number): Promise<Claimed[]> {
  if (limit <= 0) return [];
  const { rows } = await store.query<ClaimedRow>(
    `with due as (
       select e.id from enforcement e
       where e.state = 'requested'
         and (e.next_attempt_at is null or e.next_attempt_at <= $1)
         and (e.claimed_until is null or e.claimed_until <= $1)
         and (e.accepted_at is null or e.accepted_at <= $2)
         and ${isFirst}
       order by e.sequence limit $3 for update of e skip locked)
     update enforcement e set attempts = attempts + 1, claimed_until = $4, accepted_at = null
     from due, decision d, case_file c
     where e.id = due.id and e.state = 'requested' and d.id = e.decision_id and c.id = e.case_id
     returning e.id, e.sequence, e.decision_id, e.case_id, c.reference, e.ordinal, e.action, e.reverses, e.attempts,
       e.with_message,       d.decided_at, d.body -> 'message' as message`,
    [at, new Date(at.getTime() - ACCEPTED_MS), limit, new Date(at.getTime() + CLAIM_MS)],
  );
  return rows.map((row) => ({
    attempt: row.attempts,
    request: {
      id: row.id,
      sequence: row.sequence,
      decisionId: row.decision_id as EnforcementRequest['decisionId'],
      caseId: row.case_id as EnforcementRequest['caseId'],
      reference: row.reference,
      action: row.action,
      reverses: row.reverses,
      decidedAt: row.decided_at.toISOString(),
      message: row.with_message ? messageOf(row.message) : null,
    },
  }));
}

const messageOf = (message: Decision['message']): EnforcementRequest['message'] =>
  message && { language: message.language, subject: message.subject, body: message.body };

/** When the first of some subject is due; null where nothing waits. Milliseconds since 1970. */
export async function nextDueAt(store: Store): Promise<number | null> {
  const { rows } = await store.query<{ due: Date | null }>(
    `select min(greatest(coalesce(e.next_attempt_at, e.created_at), coalesce(e.claimed_until, e.created_at),
       coalesce(e.accepted_at + interval '1 day', e.created_at))) as due
     from enforcement e where e.state = 'requested' and ${isFirst}`,
  );
  return rows[0]?.due?.getTime() ?? null;
}

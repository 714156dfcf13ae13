/** What the platform is asked to do: written with the decision, delivered afterwards (S4). */
import type { Action } from '../../contract/action.ts';
import { json } from '../store/sql.ts';
import type { NeededApproval } from './approval.ts';
import type { CommandContext } from './context.ts';

type Place = Pick<CommandContext, 'tx' | 'at' | 'ids'>;

const SUBJECT_LOCK = 7_163_406;

/** Numbers of one subject are given in the order in which they are committed, because its next writer waits here. */
const lockSubjects = (rows: string): string => `
  select count(pg_advisory_xact_lock(${SUBJECT_LOCK}, hashtext(subject_type || ' ' || subject_id))) as subjects
  from (select distinct subject_type, subject_id from ${rows} order by 1, 2) as s`;

export async function requestEnforcement(
  { tx, at, ids }: Place,
  decision: { id: string; caseId: string; actions: readonly Action[] },
  needed: NeededApproval | null,
): Promise<void> {
  if (needed !== null) {
    await tx.query(
      `insert into approval (decision_id, because, asked_at) values ($1, $2, $3)
       on conflict (decision_id) do update
         set because = $2, asked_at = $3, state = 'awaiting', settled_by = null, settled_at = null`,
      [decision.id, needed.because, at],
    );
  }
  if (decision.actions.length === 0) return;
  const waits = (action: Action): boolean => needed?.waits(action) ?? false;
  // The customer is told of all of it, so not before the last of it is approved.
  const speaking = Math.max(0, decision.actions.findIndex(waits));
  await tx.query(
    `with asked as materialized (
       select * from jsonb_to_recordset($1::jsonb)
         as e (id uuid, ordinal int, subject_type text, subject_id text, action jsonb, state text, with_message boolean)),
     locked as materialized (${lockSubjects('asked')})
     insert into enforcement (id, decision_id, case_id, ordinal, subject_type, subject_id, action, state, with_message,
       created_at, updated_at)
     select id, $2, $3, ordinal, subject_type, subject_id, action, state, with_message, $4, $4
     from asked cross join locked order by ordinal`,
    [
      json(
        decision.actions.map((action, ordinal) => ({
          id: ids.uuid(),
          ordinal,
          subject_type: action.target.type,
          subject_id: action.target.id,
          action,
          state: waits(action) ? 'awaiting' : 'requested',
          with_message: ordinal === speaking,
        })),
      ),
      decision.id,
      decision.caseId,
      at,
    ],
  );
}

/**
 * What waited for approval is asked for now. It is numbered anew: what its subject was asked for meanwhile came before
 * it, and numbers rise in the order in which actions must be taken.
 */
export async function releaseEnforcement(
  { tx, at }: Pick<Place, 'tx' | 'at'>,
  decisionIds: readonly string[],
): Promise<void> {
  await tx.query(
    `with released as materialized (
       select * from enforcement where decision_id = any($1::uuid[]) and state = 'awaiting'),
     locked as materialized (${lockSubjects('released')}),
     numbered as materialized (
       select id, nextval('enforcement_sequence_seq') as next
       from (select released.id from released cross join locked order by sequence) as in_order)
     update enforcement e set state = 'requested', sequence = numbered.next, updated_at = $2
     from numbered where e.id = numbered.id`,
    [decisionIds, at],
  );
}

/** Cancels what was never attempted; what may have reached the platform gets its reversal behind it (S4). */
export async function reverseEnforcement(
  { tx, at }: Pick<Place, 'tx' | 'at'>,
  decisionId: string,
): Promise<void> {
  await tx.query(
    `update enforcement set state = 'cancelled', answered_at = $2, updated_at = $2
     where decision_id = $1 and state in ('awaiting', 'requested') and attempts = 0 and reverses is null`,
    [decisionId, at],
  );
  await tx.query(
    `with undone as materialized (
       select * from enforcement e
       where e.decision_id = $1 and e.reverses is null and e.state in ('requested', 'confirmed')
         and not exists (select 1 from enforcement r where r.reverses = e.id and r.state <> 'cancelled')),
     locked as materialized (${lockSubjects('undone')})
     insert into enforcement (id, decision_id, case_id, ordinal, subject_type, subject_id, action, reverses,
       with_message, created_at, updated_at)
     select gen_random_uuid(), decision_id, case_id, ordinal, subject_type, subject_id, action, id, false, $2, $2
     from undone cross join locked order by sequence desc`,
    [decisionId, at],
  );
}

/**
 * What `reverseEnforcement` took back is asked for anew: a reversal that was never attempted is cancelled, and an action
 * that the platform may have taken back, or never heard of, is asked for again behind it.
 */
export async function restoreEnforcement(
  { tx, at }: Pick<Place, 'tx' | 'at'>,
  decisionId: string,
): Promise<void> {
  await tx.query(
    `update enforcement set state = 'cancelled', answered_at = $2, updated_at = $2
     where decision_id = $1 and state = 'requested' and attempts = 0 and reverses is not null`,
    [decisionId, at],
  );
  await tx.query(
    `with latest as (
       select distinct on (ordinal) * from enforcement where decision_id = $1 and reverses is null
       order by ordinal, sequence desc),
     undone as materialized (
       select * from latest e where e.state = 'cancelled'
         or exists (select 1 from enforcement r where r.reverses = e.id and r.state <> 'cancelled')),
     locked as materialized (${lockSubjects('undone')})
     insert into enforcement (id, decision_id, case_id, ordinal, subject_type, subject_id, action, state, with_message,
       created_at, updated_at)
     select gen_random_uuid(), decision_id, case_id, ordinal, subject_type, subject_id, action, 'requested', false, $2, $2
     from undone cross join locked order by ordinal`,
    [decisionId, at],
  );
}

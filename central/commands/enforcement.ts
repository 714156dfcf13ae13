/** What the platform is asked to do: written with the decision, delivered afterwards (S4). */
import type { Action } from '../../contract/action.ts';
import { json } from '../store/sql.ts';
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
): Promise<void> {
  if (decision.actions.length === 0) return;
  await tx.query(
    `with asked as materialized (
       select * from jsonb_to_recordset($1::jsonb)
         as e (id uuid, ordinal int, subject_type text, subject_id text, action jsonb)),
     locked as materialized (${lockSubjects('asked')})
     insert into enforcement (id, decision_id, case_id, ordinal, subject_type, subject_id, action, created_at, updated_at)
     select id, $2, $3, ordinal, subject_type, subject_id, action, $4, $4
     from asked cross join locked order by ordinal`,
    [
      json(
        decision.actions.map((action, ordinal) => ({
          id: ids.uuid(),
          ordinal,
          subject_type: action.target.type,
          subject_id: action.target.id,
          action,
        })),
      ),
      decision.id,
      decision.caseId,
      at,
    ],
  );
}

/** Cancels what was never attempted; what may have reached the platform gets its reversal behind it (S4). */
export async function reverseEnforcement(
  { tx, at }: Pick<Place, 'tx' | 'at'>,
  decisionId: string,
): Promise<void> {
  await tx.query(
    `update enforcement set state = 'cancelled', answered_at = $2, updated_at = $2
     where decision_id = $1 and state = 'requested' and attempts = 0 and reverses is null`,
    [decisionId, at],
  );
  await tx.query(
    `with undone as materialized (
       select * from enforcement e
       where e.decision_id = $1 and e.reverses is null and e.state in ('requested', 'confirmed')
         and not exists (select 1 from enforcement r where r.reverses = e.id)),
     locked as materialized (${lockSubjects('undone')})
     insert into enforcement (id, decision_id, case_id, ordinal, subject_type, subject_id, action, reverses,
       created_at, updated_at)
     select gen_random_uuid(), decision_id, case_id, ordinal, subject_type, subject_id, action, id, $2, $2
     from undone cross join locked order by sequence desc`,
    [decisionId, at],
  );
}

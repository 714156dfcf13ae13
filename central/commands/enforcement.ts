/** What the platform is asked to do: written with the decision, delivered afterwards (S4). */
import type { Action } from '../../contract/action.ts';
import { json } from '../store/sql.ts';
import type { CommandContext } from './context.ts';

export async function requestEnforcement(
  { tx, at, ids }: CommandContext,
  decision: { id: string; caseId: string; actions: readonly Action[] },
): Promise<void> {
  if (decision.actions.length === 0) return;
  await tx.query(
    `insert into enforcement (id, decision_id, case_id, ordinal, subject_type, subject_id, action, created_at)
     select e.id, $2, $3, ordinal, subject_type, subject_id, action, $4
     from jsonb_to_recordset($1::jsonb)
       as e (id uuid, ordinal int, subject_type text, subject_id text, action jsonb)
     order by ordinal`,
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
export async function reverseEnforcement({ tx, at }: CommandContext, decisionId: string): Promise<void> {
  await tx.query(
    `update enforcement set state = 'cancelled', answered_at = $2
     where decision_id = $1 and state = 'requested' and attempts = 0 and reverses is null`,
    [decisionId, at],
  );
  await tx.query(
    `insert into enforcement (id, decision_id, case_id, ordinal, subject_type, subject_id, action, reverses, created_at)
     select gen_random_uuid(), decision_id, case_id, ordinal, subject_type, subject_id, action, id, $2
     from enforcement
     where decision_id = $1 and reverses is null and state <> 'cancelled'
       and not exists (select 1 from enforcement r where r.reverses = enforcement.id)
     order by sequence desc`,
    [decisionId, at],
  );
}

/** What a decision on an appeal means for the decision that is appealed. */
import type { AppealVerdict } from '../../contract/appeal.ts';
import type { Decision } from '../../contract/command.ts';
import { isUpheld } from '../../contract/first-decision.ts';
import { restoreEnforcement, reverseEnforcement } from '../commands/enforcement.ts';
import type { Ids } from '../ports.ts';
import type { Tx } from '../store/sql.ts';

interface Place {
  readonly tx: Tx;
  readonly at: Date;
  readonly ids: Ids;
}

export interface Verdict {
  readonly verdict: AppealVerdict;
  /** The appealed one. */
  readonly decisionId: string;
}

/** Null where the case is no appeal. Locks the appealed decision, which may be taken back meanwhile. */
export async function verdictOf({ tx }: Place, decision: Decision): Promise<Verdict | null> {
  const { rows } = await tx.query<{ decision_id: string; standing: boolean; body: Decision }>(
    `select a.decision_id, d.standing, d.body from appeal a join decision d on d.id = a.decision_id
     where a.case_id = $1 for update of d`,
    [decision.caseId],
  );
  const [first] = rows;
  if (!first) return null;
  const verdict = !first.standing ? 'moot' : isUpheld(first.body, decision) ? 'upheld' : 'overturned';
  return { verdict, decisionId: first.decision_id };
}

/** Before anything of the new decision is asked for, so that the platform takes the old away first (S4). */
export async function applyVerdict(
  place: Place,
  { verdict, decisionId }: Verdict,
  decision: Decision,
): Promise<void> {
  if (verdict === 'overturned') await reverseEnforcement(place, decisionId);
  await place.tx.query(
    'update appeal set verdict = $2, settled_by_decision = $3, settled_at = $4 where case_id = $1',
    [decision.caseId, verdict, decision.id, place.at],
  );
}

/** The decision on an appeal has ended: the appeal is open again, and what was taken back is asked for anew. */
export async function withdrawVerdict(place: Place, decisionId: string): Promise<void> {
  const { rows } = await place.tx.query<{ decision_id: string; verdict: AppealVerdict; standing: boolean }>(
    `with before as (select * from appeal where settled_by_decision = $1 for update)
     update appeal a set verdict = null, settled_by_decision = null, settled_at = null
     from before join decision d on d.id = before.decision_id
     where a.case_id = before.case_id returning a.decision_id, before.verdict, d.standing`,
    [decisionId],
  );
  const [before] = rows;
  if (before?.verdict === 'overturned' && before.standing)
    await restoreEnforcement(place, before.decision_id);
}

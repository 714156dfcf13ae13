import type { FirstDecision } from '../../contract/first-decision.ts';
import type { Decision } from '../../contract/command.ts';
import type { Sql } from '../store/sql.ts';

/** What each appeal is about, by its case: without the author, whom nobody needs in order to judge it. */
export async function readFirstDecisions(
  db: Sql,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, FirstDecision>> {
  if (caseIds.length === 0) return new Map();
  const { rows } = await db.query<{ case_id: string; body: Decision }>(
    `select a.case_id, d.body from appeal a join decision d on d.id = a.decision_id where a.case_id = any($1::uuid[])`,
    [caseIds],
  );
  return new Map(
    rows.map(({ case_id: caseId, body }) => {
      const { id: decisionId, outcome, severity, policies, actions, rationale, message, decidedAt } = body;
      return [caseId, { decisionId, outcome, severity, policies, actions, rationale, message, decidedAt }];
    }),
  );
}

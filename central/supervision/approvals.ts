/** Decisions and batches that wait for a second person (D12, D13). */
import type { RouteAnswer } from '../../contract/api.ts';
import type { AwaitingApproval } from '../../contract/approval.ts';
import type { Decision } from '../../contract/command.ts';
import { mostInBatch } from '../../contract/batch.ts';
import { recordAudit } from '../audit/record.ts';
import type { Caller } from '../caller.ts';
import { lockCases } from '../cases/case-row.ts';
import { projectCases } from '../cases/project-cases.ts';
import type { Clock, Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../store/sql.ts';

const MOST = 200;

/** What waits, as far as the caller may enter; `$1` are the compartments. One that was recalled or replaced does not. */
const waiting = `from approval a join decision d on d.id = a.decision_id join case_file c on c.id = d.case_id
  where a.state = 'awaiting' and d.standing and (c.compartment is null or c.compartment = any($1::text[]))`;

interface GroupRow {
  key: string;
  first: string;
}

interface MemberRow {
  key: string;
  id: string;
  case_id: string;
  reference: string;
  title: string;
}

interface FirstRow {
  id: string;
  body: Decision;
  batch_id: string | null;
  because: AwaitingApproval['because'];
  asked_at: Date;
  person_id: string;
  display_name: string;
}

/** The oldest first; near-duplicates that were decided together are one. */
export async function listApprovals(store: Store, caller: Caller): Promise<RouteAnswer<'approvals.list'>> {
  const { rows: groups } = await store.query<GroupRow>(
    `select coalesce(d.batch_id, d.id) as key, (array_agg(d.id order by a.asked_at, d.id))[1] as first
     ${waiting} group by 1 order by min(a.asked_at), 1 limit ${MOST + 1}`,
    [caller.compartments],
  );
  const shown = groups.slice(0, MOST);
  const keys = shown.map(({ key }) => key);
  const { rows: members } = await store.query<MemberRow>(
    `select key, id, case_id, reference, title from (
       select coalesce(d.batch_id, d.id) as key, d.id, d.case_id, c.reference, c.title, a.asked_at,
         row_number() over (partition by coalesce(d.batch_id, d.id) order by a.asked_at, d.id) as place
       ${waiting} and coalesce(d.batch_id, d.id) = any($2::uuid[])) as m
     where place <= ${mostInBatch} order by asked_at, id`,
    [caller.compartments, keys],
  );
  const { rows: firsts } = await store.query<FirstRow>(
    `select d.id, d.body, d.batch_id, a.because, a.asked_at, d.person_id, p.display_name
     from approval a join decision d on d.id = a.decision_id join person p on p.id = d.person_id
     where d.id = any($1::uuid[])`,
    [shown.map(({ first }) => first)],
  );
  const casesOf = Map.groupBy(members, ({ key }) => key);
  const bodies = new Map(firsts.map((row) => [row.id, row]));
  const approvals = shown.flatMap(({ key, first }) => {
    const row = bodies.get(first);
    const cases = casesOf.get(key);
    // Settled between the two statements.
    if (row === undefined || cases === undefined) return [];
    return [
      {
        decision: row.body,
        batchId: row.batch_id,
        because: row.because,
        by: { id: row.person_id, displayName: row.display_name },
        own: row.person_id === caller.id,
        askedAt: row.asked_at.toISOString(),
        cases: cases.map(({ id, case_id, reference, title }) => ({
          decisionId: id,
          caseId: case_id,
          reference,
          title,
        })),
      },
    ];
  });
  return { approvals: approvals as unknown as AwaitingApproval[], more: groups.length > MOST };
}

/** The case as it is now. Throws a Refusal: `not-found`. */
export async function seeApproval(
  { store, clock, ids }: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  caller: Caller,
  decisionId: string,
): Promise<RouteAnswer<'approvals.see'>> {
  return store.transact(async (tx) => {
    const { rows } = await tx.query<{ case_id: string; evidence_digest: string }>(
      `select d.case_id, d.evidence_digest ${waiting} and d.id = $2`,
      [caller.compartments, decisionId],
    );
    const row = rows[0] && (await lockCases(tx, [rows[0].case_id])).get(rows[0].case_id);
    const projected =
      row && (await projectCases(tx, caller, [row], { leaseFrom: null, memoryOnly: true })).get(row.id);
    if (!row || !projected) throw new Refusal('not-found', 'no decision with this id waits for approval');
    await recordAudit(tx, [
      {
        id: ids.uuid(),
        at: new Date(clock.now()),
        kind: 'approval.seen',
        personId: caller.id,
        deviceId: caller.deviceId,
        caseId: row.id,
        details: { decisionId, version: row.version },
      },
    ]);
    return { case: projected, sameEvidence: row.evidence_digest === rows[0]?.evidence_digest };
  });
}

/** A second person approves what a decision asks of the platform, or refuses it (D12, D13). */
import type { ApprovalSettled, SettleApproval } from '../../contract/approval.ts';
import { reviewers } from '../../contract/api.ts';
import type { Caller } from '../caller.ts';
import { isHeld, lockCases, type CaseRow } from '../cases/case-row.ts';
import { createChanges, type Changes } from '../cases/changes.ts';
import { mayEnter } from '../cases/project-cases.ts';
import { releaseEnforcement } from '../commands/enforcement.ts';
import { endStanding, tellAuthors, type Notice } from '../commands/standing.ts';
import type { Clock, Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Store, Tx } from '../store/sql.ts';
import { printOf, settleOnce } from './settle-once.ts';

interface SettleDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

type Answer = ApprovalSettled['answers'][number];

interface AwaitingRow {
  id: string;
  case_id: string;
  person_id: string;
  state: string;
  standing: boolean;
}

/**
 * All of it in one transaction, answered one by one; the same request again gets the same answer. Throws a Refusal:
 * `id-reused`, `invalid` where a refusal gives no reason.
 */
export async function settleApproval(
  { store, clock, ids }: SettleDeps,
  caller: Caller,
  request: SettleApproval,
): Promise<ApprovalSettled> {
  const print = printOf(request);
  if (request.verdict === 'refuse' && request.reason.trim() === '') {
    throw new Refusal('invalid', 'a refusal says why', {
      errors: [{ field: 'reason', message: 'missing' }],
    });
  }
  const decisionIds = [...new Set<string>(request.decisions)];
  return store.transact(async (tx) => {
    const { rows: named } = await tx.query<{ case_id: string }>(
      'select distinct case_id from decision where id = any($1::uuid[])',
      [decisionIds],
    );
    const cases = await lockCases(
      tx,
      named.map((row) => row.case_id),
    );
    const at = new Date(clock.now());
    return settleOnce(tx, caller, { id: request.id, print, at }, async () => {
      const place = { tx, at, ids, caller, request, cases };
      return { id: request.id, answers: await settleEach(place, decisionIds) };
    });
  });
}

interface Place {
  readonly tx: Tx;
  readonly at: Date;
  readonly ids: Ids;
  readonly caller: Caller;
  readonly request: SettleApproval;
  readonly cases: ReadonlyMap<string, CaseRow>;
}

async function settleEach(place: Place, decisionIds: readonly string[]): Promise<Answer[]> {
  const { tx, at, ids, caller, request, cases } = place;
  const { rows } = await tx.query<AwaitingRow>(
    `select d.id, d.case_id, d.person_id, d.standing, a.state
     from approval a join decision d on d.id = a.decision_id where d.id = any($1::uuid[]) for update of a`,
    [decisionIds],
  );
  const awaiting = new Map(rows.map((row) => [row.id, row]));
  const changes = createChanges(tx, at, ids);
  const settled: AwaitingRow[] = [];
  const answers = decisionIds.map((decisionId): Answer => {
    const row = awaiting.get(decisionId);
    const of = row && cases.get(row.case_id);
    const status = row && of ? judge(caller, request, row, of) : 'not-found';
    if (row && (status === 'approved' || status === 'refused')) settled.push(row);
    return { decisionId: decisionId as Answer['decisionId'], status };
  });
  const state = request.verdict === 'approve' ? 'approved' : 'refused';
  await tx.query(
    'update approval set state = $2, settled_by = $3, settled_at = $4 where decision_id = any($1::uuid[])',
    [settled.map(({ id }) => id), state, caller.id, at],
  );
  if (state === 'approved') await approve(place, changes, settled);
  else await refuse(place, changes, settled);
  await changes.flush();
  return answers;
}

function judge(caller: Caller, request: SettleApproval, row: AwaitingRow, of: CaseRow): Answer['status'] {
  if (!mayEnter(caller, of.compartment)) return 'not-found';
  if (row.person_id === caller.id) return 'own';
  if (row.state !== 'awaiting' || !row.standing) return 'changed';
  return request.verdict === 'approve' ? 'approved' : 'refused';
}

async function approve(place: Place, changes: Changes, settled: readonly AwaitingRow[]): Promise<void> {
  const { caller, request, cases } = place;
  const by = { personId: caller.id, deviceId: caller.deviceId };
  await releaseEnforcement(
    place,
    settled.map(({ id }) => id),
  );
  for (const { id, case_id: caseId } of settled) {
    const row = cases.get(caseId);
    if (row) changes.tell(row, 'approved', by, request.reason);
    changes.audit({
      kind: 'approval.approved',
      ...by,
      caseId,
      details: { decisionId: id, settlementId: request.id },
    });
  }
}

/** What was decided is kept, in force no more, and its author has the case again, with the reason. */
async function refuse(place: Place, changes: Changes, settled: readonly AwaitingRow[]): Promise<void> {
  const { caller, request, cases } = place;
  const by = { personId: caller.id, deviceId: caller.deviceId };
  const authors = await readAuthors(place.tx, settled);
  const notices: Notice[] = [];
  for (const { id, case_id: caseId, person_id: author } of settled) {
    const row = cases.get(caseId);
    if (!row) continue;
    await endStanding(place, id, 'refused');
    row.standing_decision = null;
    const mayHoldIt = authors.get(author);
    // Opened again by new evidence and given to somebody since: it stays with them.
    if (isHeld(row.state)) changes.touch(row);
    else if (mayHoldIt && mayEnter(mayHoldIt, row.compartment))
      changes.assign(row, author, null, by, 'recalled');
    else changes.takeBack(row, 'recalled', 'reassigned', 'queued', by);
    changes.tell(row, 'refused', by, request.reason);
    changes.audit({
      kind: 'approval.refused',
      ...by,
      caseId,
      details: { decisionId: id, settlementId: request.id, epoch: row.epoch },
    });
    notices.push({ decisionId: id, what: 'refused' });
  }
  await tellAuthors(place, caller.id, request.reason, notices);
}

/** Those who still review, and where they may enter. */
async function readAuthors(
  tx: Tx,
  settled: readonly AwaitingRow[],
): Promise<ReadonlyMap<string, { readonly compartments: readonly string[] }>> {
  const { rows } = await tx.query<{ id: string; compartments: string[] }>(
    `select id, array(select compartment from person_compartment where person_id = p.id) as compartments
     from person p where id = any($1::uuid[]) and disabled_at is null and role = any($2::text[])`,
    [[...new Set(settled.map(({ person_id: id }) => id))], reviewers],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

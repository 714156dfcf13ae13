/** A supervisor takes back a whole batch of near-duplicates, answered case by case (D13). */
import type { BatchReversed, ReverseBatch } from '../../contract/settlement.ts';
import type { Caller } from '../caller.ts';
import { isHeld, lockCases, type CaseRow } from '../cases/case-row.ts';
import { createChanges } from '../cases/changes.ts';
import { fingerprint } from '../commands/fingerprint.ts';
import { endStanding, tellAuthors, type Notice } from '../commands/standing.ts';
import type { Clock, Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { json, type Store, type Tx } from '../store/sql.ts';

const CHUNK = 100;

interface ReverseDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

type Answer = BatchReversed['answers'][number];
interface Member {
  id: string;
  case_id: string;
}

/**
 * Locked in the order of the cases' ids, in chunks; the same request again goes on where it stopped, and repeats what
 * it answered. Throws a Refusal: `not-found`, `id-reused`.
 */
export async function reverseBatch(
  deps: ReverseDeps,
  caller: Caller,
  batchId: string,
  request: ReverseBatch,
): Promise<BatchReversed> {
  const { store } = deps;
  const members = await readMembers(store, caller, batchId);
  if (members.length === 0) throw new Refusal('not-found', 'no batch has this id');
  const finished = await begin(deps, caller, batchId, request);
  // Decisions that arrived after it was finished are another request's.
  const left = finished ? [] : members;
  for (let start = 0; start < left.length; start += CHUNK) {
    const chunk = left.slice(start, start + CHUNK);
    await store.transact((tx) => reverseChunk(tx, deps, caller, request, chunk));
  }
  await store.query(
    'update batch_reversal set finished_at = coalesce(finished_at, $3) where person_id = $1 and id = $2',
    [caller.id, request.id, new Date(deps.clock.now())],
  );
  return { id: request.id, answers: await readAnswers(store, caller, request.id) };
}

/** What a person may not see is left out (P1). */
async function readMembers(store: Store, caller: Caller, batchId: string): Promise<Member[]> {
  const { rows } = await store.query<Member>(
    `select d.id, d.case_id from decision d join case_file c on c.id = d.case_id
     where d.batch_id = $1 and (c.compartment is null or c.compartment = any($2::text[]))
     order by d.case_id, d.id limit 2000`,
    [batchId, caller.compartments],
  );
  return rows;
}

/** Whether it was finished before. */
async function begin(
  { store, clock }: ReverseDeps,
  caller: Caller,
  batchId: string,
  request: ReverseBatch,
): Promise<boolean> {
  const print = fingerprint({ batchId, ...request });
  if (print === null) throw new Refusal('invalid', 'nested too deeply');
  await store.query(
    `insert into batch_reversal (id, person_id, fingerprint, received_at) values ($1, $2, $3, $4)
     on conflict (person_id, id) do nothing`,
    [request.id, caller.id, print, new Date(clock.now())],
  );
  const { rows } = await store.query<{ fingerprint: Uint8Array; finished_at: Date | null }>(
    'select fingerprint, finished_at from batch_reversal where person_id = $1 and id = $2',
    [caller.id, request.id],
  );
  if (!rows[0] || !Buffer.from(rows[0].fingerprint).equals(print)) {
    throw new Refusal('id-reused', 'this id came before with another body; the first stands');
  }
  return rows[0].finished_at !== null;
}

async function reverseChunk(
  tx: Tx,
  { clock, ids }: ReverseDeps,
  caller: Caller,
  request: ReverseBatch,
  chunk: readonly Member[],
): Promise<void> {
  const cases = await lockCases(
    tx,
    chunk.map((member) => member.case_id),
  );
  const done = new Set((await readAnswers(tx, caller, request.id)).map((one) => one.decisionId as string));
  const { rows } = await tx.query<{ id: string; standing: boolean; ended_because: string | null }>(
    'select id, standing, ended_because from decision where id = any($1::uuid[])',
    [chunk.map((member) => member.id)],
  );
  const states = new Map(rows.map((row) => [row.id, row]));
  const place = { tx, at: new Date(clock.now()), ids };
  const by = { personId: caller.id, deviceId: caller.deviceId };
  const changes = createChanges(tx, place.at, ids);
  const answers: { decisionId: string; caseId: string; status: Answer['status'] }[] = [];
  const notices: Notice[] = [];
  for (const { id, case_id: caseId } of chunk) {
    const row = cases.get(caseId);
    const state = states.get(id);
    if (done.has(id) || !row || !state) continue;
    const status = judge(row, state);
    if (status === 'reversed') {
      await endStanding(place, id, 'reversed');
      row.standing_decision = null;
      // Opened again and given to somebody since: it stays with them.
      if (isHeld(row.state)) changes.touch(row);
      else changes.takeBack(row, 'recalled', 'reassigned', 'queued', by);
      changes.tell(row, 'recalled', by, request.reason);
      changes.audit({
        kind: 'decision.reversed',
        ...by,
        caseId,
        details: { decisionId: id, reversalId: request.id, epoch: row.epoch },
      });
      notices.push({ decisionId: id, what: 'reversed' });
    }
    answers.push({ decisionId: id, caseId, status });
  }
  await changes.flush();
  await tellAuthors(place, caller.id, request.reason, notices);
  await tx.query(
    `insert into batch_reversal_answer (person_id, reversal_id, decision_id, case_id, status)
     select $2, $3, "decisionId", "caseId", status
     from jsonb_to_recordset($1::jsonb) as a ("decisionId" uuid, "caseId" uuid, status text)`,
    [json(answers), caller.id, request.id],
  );
}

function judge(row: CaseRow, state: { standing: boolean; ended_because: string | null }): Answer['status'] {
  if (row.state === 'closed') return 'closed';
  if (state.standing) return 'reversed';
  const wasTakenOver = state.ended_because === 'replaced' || state.ended_because === 'superseded';
  return wasTakenOver || row.standing_decision !== null ? 'decided-again' : 'not-standing';
}

async function readAnswers(db: Store | Tx, caller: Caller, id: string): Promise<Answer[]> {
  const { rows } = await db.query<{ decision_id: string; case_id: string; status: Answer['status'] }>(
    `select decision_id, case_id, status from batch_reversal_answer
     where person_id = $1 and reversal_id = $2 order by case_id, decision_id`,
    [caller.id, id],
  );
  return rows.map((row) => ({
    caseId: row.case_id as Answer['caseId'],
    decisionId: row.decision_id as Answer['decisionId'],
    status: row.status,
  }));
}

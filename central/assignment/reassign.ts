/** Supervisors move cases (S1, S2). */
import type { z } from 'zod';
import type { Reassignment, ReassignmentAnswer, ReassignmentResult } from '../../contract/supervision.ts';
import { isHeld, isOpen, lockCases, type CaseRow } from '../cases/case-row.ts';
import { createChanges } from '../cases/changes.ts';
import { mayEnter } from '../cases/project-cases.ts';
import type { Caller } from '../caller.ts';
import { fingerprint } from '../commands/fingerprint.ts';
import type { Clock, Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { json, type Store, type Tx } from '../store/sql.ts';

const CHUNK = 100;

export interface ReassignDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

type Request = z.infer<typeof Reassignment>;
type Answer = z.infer<typeof ReassignmentAnswer>;
type Result = z.infer<typeof ReassignmentResult>;

interface PersonTarget {
  readonly to: 'person';
  readonly id: string;
  readonly vendorQueues: readonly string[] | null;
  readonly compartments: readonly string[];
  /** Which queue it belongs to from then on; null leaves it in its own. */
  readonly queue: string | null;
}

/** Where a case goes: a queue, its own one where none is named, or a person who may be given cases. */
type Target = { readonly to: 'queue'; readonly queue: string | null } | PersonTarget;

/** By case. */
type Targets = (caseId: string) => Target;

/**
 * Gives cases to a person or a queue. Locked in the order of their ids, in chunks; the same request again goes on
 * where it stopped and repeats what it answered.
 */
export async function reassign(deps: ReassignDeps, caller: Caller, request: Request): Promise<Result> {
  const { store } = deps;
  await begin(deps, caller, request);
  const targets = await findTargets(store, request);
  const ids = [...new Set(request.cases.map((one) => one.caseId as string))].sort();
  const epochs = new Map(request.cases.map((one) => [one.caseId as string, one.epoch]));
  for (let start = 0; start < ids.length; start += CHUNK) {
    const chunk = ids.slice(start, start + CHUNK);
    await store.transact((tx) => moveChunk(tx, deps, { caller, request, targets, epochs, chunk }));
  }
  await store.query(
    'update reassignment set finished_at = coalesce(finished_at, $3) where person_id = $1 and id = $2',
    [caller.id, request.id, new Date(deps.clock.now())],
  );
  const answers = new Map(
    (await readAnswers(store, caller, request.id)).map((answer) => [answer.caseId, answer]),
  );
  return { id: request.id, answers: ids.flatMap((id) => answers.get(id as Answer['caseId']) ?? []) };
}

async function begin({ store, clock }: ReassignDeps, caller: Caller, request: Request): Promise<void> {
  const print = fingerprint(request);
  if (print === null) throw new Refusal('invalid', 'nested too deeply');
  await store.query(
    `insert into reassignment (id, person_id, fingerprint, body, received_at) values ($1, $2, $3, $4::jsonb, $5)
     on conflict (person_id, id) do nothing`,
    [request.id, caller.id, print, json(request), new Date(clock.now())],
  );
  const { rows } = await store.query<{ fingerprint: Uint8Array }>(
    'select fingerprint from reassignment where person_id = $1 and id = $2',
    [caller.id, request.id],
  );
  if (!rows[0] || !Buffer.from(rows[0].fingerprint).equals(print)) {
    throw new Refusal('id-reused', 'this id came before with another body; the first stands');
  }
}

async function findTargets(store: Store, { target, cases }: Request): Promise<Targets> {
  if (target.to === 'queue') {
    const known = await findQueues(store, [target.queue]);
    if (!known.has(target.queue)) throw unknown('target.queue', 'there is no such queue');
    return () => target;
  }
  if (target.to === 'person') {
    const person = (await findPeople(store, [target.personId])).get(target.personId);
    if (person === undefined) throw unknown('target.personId', 'nobody who reviews has this id');
    return () => person;
  }
  const people = await findPeople(
    store,
    cases.flatMap(({ personId }) => personId ?? []),
  );
  const queues = await findQueues(
    store,
    cases.flatMap(({ queue }) => queue ?? []),
  );
  const targets = new Map<string, Target>();
  for (const [index, { caseId, personId, queue }] of cases.entries()) {
    if (personId === undefined) throw unknown(`cases.${index}.personId`, 'says not to whom', 'missing');
    if (queue !== undefined && !queues.has(queue))
      throw unknown(`cases.${index}.queue`, 'there is no such queue');
    const person = personId === null ? null : people.get(personId);
    if (person === undefined) throw unknown(`cases.${index}.personId`, 'nobody who reviews has this id');
    const to = queue ?? null;
    targets.set(caseId, person === null ? { to: 'queue', queue: to } : { ...person, queue: to });
  }
  return (caseId) => targets.get(caseId) ?? { to: 'queue', queue: null };
}

async function findQueues(store: Store, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await store.query<{ id: string }>(
    'select id from queue where id = any($1::text[]) and current',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

const unknown = (field: string, why: string, message = 'unknown'): Refusal =>
  new Refusal('invalid', why, { errors: [{ field, message }] });

async function findPeople(store: Store, ids: readonly string[]): Promise<Map<string, PersonTarget>> {
  const { rows } = await store.query<{ id: string; role: string; queues: string[]; compartments: string[] }>(
    `select id, role, array(select queue from person_queue where person_id = p.id) as queues,
       array(select compartment from person_compartment where person_id = p.id) as compartments
     from person p where id = any($1::uuid[]) and disabled_at is null and role not in ('auditor', 'admin')`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        to: 'person',
        id: row.id,
        vendorQueues: row.role === 'vendor-reviewer' ? row.queues : null,
        compartments: row.compartments,
        queue: null,
      },
    ]),
  );
}

interface Chunk {
  readonly caller: Caller;
  readonly request: Request;
  readonly targets: Targets;
  readonly epochs: ReadonlyMap<string, number>;
  readonly chunk: readonly string[];
}

async function moveChunk(tx: Tx, deps: ReassignDeps, work: Chunk): Promise<void> {
  const { caller, request, targets, epochs, chunk } = work;
  const cases = await lockCases(tx, chunk);
  const done = new Set((await readAnswers(tx, caller, request.id)).map((answer) => answer.caseId as string));
  const recused = await readRecused(tx, targets, chunk);
  const at = new Date(deps.clock.now());
  const changes = createChanges(tx, at, deps.ids);
  const by = { personId: caller.id, deviceId: caller.deviceId };
  const answers: Answer[] = [];
  for (const id of chunk) {
    if (done.has(id)) continue;
    const row = cases.get(id);
    const target = targets(id);
    const status = row ? judge(caller, row, target, epochs.get(id) ?? -1, recused) : 'not-found';
    if (row && status === 'moved') {
      if (target.to === 'person') {
        row.queue = target.queue ?? row.queue;
        changes.assign(row, target.id, null, by);
        changes.tell(row, 'assigned', { personId: target.id, deviceId: null }, request.reason);
      } else {
        row.queue = target.queue ?? row.queue;
        changes.takeBack(row, 'reassigned', 'reassigned', 'queued', by);
        changes.tell(row, 'released', by, request.reason);
      }
    }
    const seen = row !== undefined && status !== 'not-found';
    answers.push({ caseId: id as Answer['caseId'], status, epoch: seen ? row.epoch : null });
  }
  if (answers.length > 0) {
    changes.audit({
      kind: 'case.reassignment',
      ...by,
      details: {
        reassignmentId: request.id,
        moved: answers.filter((answer) => answer.status === 'moved').length,
        asked: answers.length,
      },
    });
  }
  await changes.flush();
  await tx.query(
    `insert into reassignment_answer (person_id, reassignment_id, case_id, status, epoch)
     select $2, $3, "caseId", status, epoch
     from jsonb_to_recordset($1::jsonb) as a ("caseId" uuid, status text, epoch int)`,
    [json(answers), caller.id, request.id],
  );
}

function judge(
  caller: Caller,
  row: CaseRow,
  target: Target,
  epoch: number,
  recused: ReadonlySet<string>,
): Answer['status'] {
  if (!mayEnter(caller, row.compartment)) return 'not-found';
  if (!isOpen(row.state)) return 'closed';
  // Assigning to the present owner changes nothing (F1), so its epoch does not matter either.
  if (target.to === 'person' && row.assignee === target.id && isHeld(row.state)) return 'unchanged';
  if (target.to === 'queue' && row.assignee === null && row.queue === (target.queue ?? row.queue))
    return 'unchanged';
  if (row.epoch !== epoch) return 'changed';
  if (target.to === 'person') {
    const permitted =
      mayEnter(target, row.compartment) &&
      !recused.has(row.id) &&
      (target.vendorQueues === null || target.vendorQueues.includes(target.queue ?? row.queue));
    if (!permitted) return 'not-permitted';
  }
  return 'moved';
}

/** The cases of which whom they would go to has recused themselves. */
async function readRecused(tx: Tx, targets: Targets, ids: readonly string[]): Promise<Set<string>> {
  const to = ids.flatMap((caseId) => {
    const target = targets(caseId);
    return target.to === 'person' ? [{ caseId, personId: target.id }] : [];
  });
  if (to.length === 0) return new Set();
  const { rows } = await tx.query<{ case_id: string }>(
    `select x.case_id from exclusion x
     join jsonb_to_recordset($1::jsonb) as t ("caseId" uuid, "personId" uuid)
       on t."caseId" = x.case_id and t."personId" = x.person_id
     where x.kind = 'recuse'`,
    [json(to)],
  );
  return new Set(rows.map((row) => row.case_id));
}

async function readAnswers(db: Store | Tx, caller: Caller, id: string): Promise<Answer[]> {
  const { rows } = await db.query<{ case_id: string; status: Answer['status']; epoch: number | null }>(
    'select case_id, status, epoch from reassignment_answer where person_id = $1 and reassignment_id = $2',
    [caller.id, id],
  );
  return rows.map((row) => ({
    caseId: row.case_id as Answer['caseId'],
    status: row.status,
    epoch: row.epoch,
  }));
}

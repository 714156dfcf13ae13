/** Makes a case of its own out of a decided one, which nobody can tell from any other (S5). */
import type { CaseId } from '../../contract/primitives.ts';
import type { PracticeRequest } from '../../contract/quality.ts';
import { recordAudit } from '../audit/record.ts';
import type { Caller } from '../caller.ts';
import { lockCases, type CaseRow } from '../cases/case-row.ts';
import { mayEnter } from '../cases/project-cases.ts';
import { nextReferences } from '../intake/next-references.ts';
import type { Clock, Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Store, Tx } from '../store/sql.ts';

export interface PracticeDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Such cases come from where others come from; this names them only in the store. */
const PRODUCER = 'quality';
/** A case of just now among older ones would stand out, and so would one of last month. */
const OLDEST_MS = 90 * 60_000;

/**
 * Returns the new case's id; the same request again returns the same one. Throws a Refusal: `not-found`, `conflict`
 * where the original is not decided (or, for `golden`, has no known answer), `invalid` for an unknown queue.
 */
export async function makePractice(
  deps: PracticeDeps,
  caller: Caller,
  request: PracticeRequest,
): Promise<{ caseId: CaseId }> {
  return deps.store.transact(async (tx) => {
    const cases = await lockCases(tx, [request.caseId]);
    const original = cases.get(request.caseId);
    const { rows: before } = await tx.query<{ case_id: CaseId; original: string; kind: string }>(
      'select case_id, original, kind from practice_case where person_id = $1 and request_id = $2',
      [caller.id, request.id],
    );
    const [made] = before;
    if (made) {
      if (made.original === request.caseId && made.kind === request.kind) return { caseId: made.case_id };
      throw new Refusal('id-reused', 'this id came before with another body; the first stands');
    }
    if (!original || original.practice || !mayEnter(caller, original.compartment)) {
      throw new Refusal('not-found', 'no case has this id');
    }
    return { caseId: await copy(tx, deps, caller, request, original) };
  });
}

async function copy(
  tx: Tx,
  { clock, ids }: PracticeDeps,
  caller: Caller,
  request: PracticeRequest,
  original: CaseRow,
): Promise<CaseId> {
  const golden = await answerOf(tx, request, original);
  const queue = await queueFor(tx, request.queue ?? original.queue);
  const at = new Date(clock.now());
  const id = ids.uuid() as CaseId;
  const createdAt = new Date(at.getTime() - (parseInt(id.slice(-6), 16) / 0xffffff) * OLDEST_MS);
  const [reference] = await nextReferences(tx, [original.subject_type]);
  await tx.query(
    `insert into case_file (id, reference, producer, external_id, title, summary, source, queue, policy_area,
       priority_score, priority_band, due_at, subject_type, subject_id, subject_label, related, compartment,
       cache_policy, language, risk_score, reports, strikes, facts, evidence_digest, golden, practice, created_at, updated_at)
     select $2, $3, $4, $10, title, summary, source, $5, policy_area, priority_score, priority_band,
       $6::timestamptz + $7 * interval '1 minute', subject_type, subject_id, subject_label, related, compartment,
       cache_policy, language, risk_score, reports, strikes, facts, evidence_digest, $8::jsonb, true, $6, $9
     from case_file where id = $1`,
    [original.id, id, reference, PRODUCER, queue.id, createdAt, queue.sla_minutes, golden, at, request.id],
  );
  // The same contents under ids of their own, moved in time with the case.
  await tx.query(
    `insert into evidence_item (case_id, id, ordinal, kind, material, digest, bytes, restricted_digest, restricted_bytes,
       details, captured_at)
     select $2, gen_random_uuid(), ordinal, kind, material, digest, bytes, restricted_digest, restricted_bytes, details,
       captured_at + ($3::timestamptz - $4::timestamptz)
     from evidence_item where case_id = $1 and current`,
    [original.id, id, createdAt, original.created_at],
  );
  await tx.query('insert into case_digest (case_id, version, evidence_digest) values ($1, 1, $2)', [
    id,
    original.evidence_digest,
  ]);
  await tx.query(`insert into case_event (case_id, at, event) values ($1, $2, 'created')`, [id, createdAt]);
  await tx.query(
    `insert into exclusion (case_id, person_id, kind, at)
     select $2, person_id, 'recuse', $3 from (
       select person_id from assignment where case_id = $1
       union select person_id from decision where case_id = $1
       union select person_id from note where case_id = $1
       union select person_id from audit_event where case_id = $1 and person_id is not null
       union select $4::uuid) as saw
     on conflict do nothing`,
    [original.id, id, at, caller.id],
  );
  await tx.query(
    `insert into practice_case (case_id, original, kind, person_id, request_id, made_at) values ($1, $2, $3, $4, $5, $6)`,
    [id, original.id, request.kind, caller.id, request.id, at],
  );
  await recordAudit(tx, [
    {
      id: ids.uuid(),
      at,
      kind: 'case.practice-made',
      personId: caller.id,
      deviceId: caller.deviceId,
      caseId: id,
      details: { original: original.id, kind: request.kind },
    },
  ]);
  return id;
}

/** The known answer, for a golden case; a second review has none. */
async function answerOf(tx: Tx, request: PracticeRequest, original: CaseRow): Promise<string | null> {
  const { rows } = await tx.query<{ golden: object | null; outcome: string | null }>(
    `select c.golden, d.outcome from case_file c left join decision d on d.id = c.standing_decision where c.id = $1`,
    [original.id],
  );
  const { golden = null, outcome = null } = rows[0] ?? {};
  if (outcome === null) throw new Refusal('conflict', 'no decision stands on this case');
  if (request.kind === 'second-review') return null;
  return JSON.stringify(golden ?? { outcome, source: 'the decision that stands on the original' });
}

async function queueFor(tx: Tx, queue: string): Promise<{ id: string; sla_minutes: number }> {
  const { rows } = await tx.query<{ id: string; sla_minutes: number }>(
    'select id, sla_minutes from queue where id = $1 and current',
    [queue],
  );
  const [found] = rows;
  if (found) return found;
  throw new Refusal('invalid', 'there is no such queue', {
    errors: [{ field: 'queue', message: 'unknown' }],
  });
}

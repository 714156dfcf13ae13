/** Coverage: what somebody holds who is not there goes to others, and nothing new comes to them. */
import type { MarkAway, MarkedAway } from '../../contract/away.ts';
import type { Reassignment } from '../../contract/supervision.ts';
import { recordAudit } from '../audit/record.ts';
import type { Caller } from '../caller.ts';
import { mayEnter } from '../cases/project-cases.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../store/sql.ts';
import { spreadCases } from './balance.ts';
import { announceWork } from './give.ts';
import { reassign, type ReassignDeps } from './reassign.ts';

/** More than anybody may hold; what is left is handed on by asking again. */
const AT_ONCE = 1000;

/**
 * Marked first, so that nothing new comes while the rest goes. Cases in rooms that the caller may not enter stay.
 * Throws a Refusal: `not-found`, `invalid`, `id-reused`.
 */
export async function markAway(
  deps: ReassignDeps,
  caller: Caller,
  personId: string,
  request: MarkAway,
): Promise<MarkedAway> {
  const { store, clock, ids } = deps;
  const at = new Date(clock.now());
  if (request.until !== null && Date.parse(request.until) <= at.getTime()) {
    throw new Refusal('invalid', 'a field is wrong', {
      errors: [{ field: 'until', message: 'is over already' }],
    });
  }
  const { since, until } = await store.transact(async (tx) => {
    const { rows } = await tx.query<{ since: Date | null; until: Date | null }>(
      `update person set away_since = case when $2 then coalesce(away_since, $3) end, away_until = $4,
         away_reason = case when $2 then $5 else '' end
       where id = $1 and disabled_at is null and role not in ('auditor', 'admin')
       returning away_since as since, away_until as until`,
      [personId, request.away, at, request.until, request.reason],
    );
    const [row] = rows;
    if (!row) throw new Refusal('not-found', 'nobody who reviews has this id');
    await recordAudit(tx, [
      {
        id: ids.uuid(),
        at,
        kind: request.away ? 'person.away' : 'person.back',
        personId: caller.id,
        deviceId: caller.deviceId,
        details: { person: personId, until: request.until, reason: request.reason },
      },
    ]);
    return row;
  });
  const answers = request.away ? await handOn(deps, caller, personId, request, at) : [];
  await announceWork(store);
  return {
    id: request.id,
    personId: personId as MarkedAway['personId'],
    awaySince: since?.toISOString() ?? null,
    awayUntil: until?.toISOString() ?? null,
    answers,
  };
}

async function handOn(
  deps: ReassignDeps,
  caller: Caller,
  personId: string,
  { id, reason }: MarkAway,
  at: Date,
): Promise<MarkedAway['answers']> {
  const body = (await askedBefore(deps.store, caller, id)) ?? (await plan(deps.store, caller, personId, at));
  if (body.cases.length === 0) return [];
  const { answers } = await reassign(deps, caller, { id, target: { to: 'people' }, reason, ...body });
  return answers;
}

/** A request that comes again must name the same cases, though they are elsewhere by now. */
async function askedBefore(
  store: Store,
  caller: Caller,
  id: string,
): Promise<Pick<Reassignment, 'cases' | 'reason'> | null> {
  const { rows } = await store.query<{ body: Reassignment }>(
    'select body from reassignment where person_id = $1 and id = $2',
    [caller.id, id],
  );
  const body = rows[0]?.body;
  return body === undefined ? null : { cases: body.cases, reason: body.reason };
}

/** The most urgent first, each to whoever is there and has room for it, else back to its queue. */
async function plan(
  store: Store,
  caller: Caller,
  personId: string,
  at: Date,
): Promise<Pick<Reassignment, 'cases'>> {
  const { rows } = await store.query<{ id: string; epoch: number; compartment: string | null }>(
    `select id, epoch, compartment from case_file
     where assignee = $1 and state in ('assigned', 'snoozed', 'waiting')
     order by priority_score desc, due_at, id limit ${AT_ONCE}`,
    [personId],
  );
  const held = rows.filter(({ compartment }) => mayEnter(caller, compartment));
  const { plan: to } = await spreadCases(
    store,
    held.map((row) => row.id),
    at,
  );
  return {
    cases: held.map(({ id, epoch }) => ({
      caseId: id,
      epoch,
      personId: to.get(id) ?? null,
    })) as unknown as Reassignment['cases'],
  };
}

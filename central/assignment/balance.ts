/** Who would get which cases when they are spread over the team: capacity, queues, languages, availability (S1). */
import { minute } from '../ports.ts';
import type { Sql } from '../store/sql.ts';

/** Who has not been in contact for so long is not there. */
const THERE_MS = 10 * minute;

export interface Candidate {
  readonly id: string;
  readonly displayName: string;
  readonly capacity: number;
  open: number;
}

export interface Spread {
  /** By case; one that fits nobody is not in it. */
  readonly plan: ReadonlyMap<string, string>;
  readonly people: readonly (Candidate & { readonly gets: number })[];
}

/**
 * In the order of the cases, each to whoever may have it and holds least for their capacity; never to who holds it now,
 * never over capacity. Nothing is locked: what has changed by the time of the move answers for itself.
 */
export async function spreadCases(db: Sql, caseIds: readonly string[], at: Date): Promise<Spread> {
  const people = await readCandidates(db, at);
  const eligible = await readEligible(db, caseIds, [...people.keys()]);
  const plan = new Map<string, string>();
  const gets = new Map<string, number>();
  for (const caseId of caseIds) {
    const found = leastLoaded((eligible.get(caseId) ?? []).flatMap((id) => people.get(id) ?? []));
    if (found === null) continue;
    found.open += 1;
    plan.set(caseId, found.id);
    gets.set(found.id, (gets.get(found.id) ?? 0) + 1);
  }
  return {
    plan,
    people: [...people.values()].flatMap((one) => {
      const got = gets.get(one.id);
      return got === undefined ? [] : [{ ...one, gets: got }];
    }),
  };
}

function leastLoaded(candidates: readonly Candidate[]): Candidate | null {
  let best: Candidate | null = null;
  for (const one of candidates) {
    if (one.open >= one.capacity) continue;
    if (best === null || one.open / one.capacity < best.open / best.capacity) best = one;
  }
  return best;
}

/** In an order of their own, so that a preview is the same twice. */
async function readCandidates(db: Sql, at: Date): Promise<Map<string, Candidate>> {
  const { rows } = await db.query<{ id: string; display_name: string; capacity: number; open: number }>(
    `select p.id, p.display_name, p.capacity,
       (select count(*)::int from case_file c where c.assignee = p.id and c.state = 'assigned') as open
     from person p
     where p.disabled_at is null and p.role in ('reviewer', 'vendor-reviewer', 'quality')
       and p.on_break_since is null and p.idle_since is null and p.capacity > 0
       and (p.away_since is null or p.away_until <= $2)
       and exists (select 1 from device d where d.person_id = p.id and d.last_contact_at >= $1)
     order by p.display_name, p.id`,
    [new Date(at.getTime() - THERE_MS), at],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { id: row.id, displayName: row.display_name, capacity: row.capacity, open: row.open },
    ]),
  );
}

/** The rules by which work is given (`give.ts`), for many cases and people at once. */
async function readEligible(
  db: Sql,
  caseIds: readonly string[],
  personIds: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await db.query<{ case_id: string; people: string[] }>(
    `select c.id as case_id, array_agg(p.id order by array_position($2::uuid[], p.id)) as people
     from case_file c join person p on p.id = any($2::uuid[]) and p.id is distinct from c.assignee
     where c.id = any($1::uuid[])
       and exists (select 1 from person_queue q where q.person_id = p.id and q.queue = c.queue)
       and (c.compartment is null or exists (select 1 from person_compartment m
         where m.person_id = p.id and m.compartment = c.compartment))
       and (cardinality(p.languages) = 0 or c.language is null
         or split_part(c.language, '-', 1) in (select split_part(l, '-', 1) from unnest(p.languages) as l))
       and not exists (select 1 from exclusion x where x.case_id = c.id and x.person_id = p.id)
       and (cardinality(p.opted_out) = 0 or not (
         exists (select 1 from evidence_item e
           where e.case_id = c.id and e.current and e.details->'harmTypes' ?| p.opted_out)
         or exists (select 1 from (select body from catalogue order by version desc limit 1) as newest,
             jsonb_array_elements(newest.body->'harmTypes') as harm
           where harm->>'id' = any(p.opted_out) and c.policy_area is not null and harm->'areas' ? c.policy_area)))
     group by c.id`,
    [caseIds, personIds],
  );
  return new Map(rows.map((row) => [row.case_id, row.people]));
}

/** Gives queued cases to people up to their capacity. */
import { fieldAccess } from '../../contract/access.ts';
import type { Role } from '../../contract/people.ts';
import { caseColumns, type CaseRow } from '../cases/case-row.ts';
import { createChanges, nobody } from '../cases/changes.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Store, Tx } from '../store/sql.ts';

export const WORK_CHANNEL = 'docket_work';

/** Says that cases wait in queues, so that people with room are given them. Call after the commit. */
export const announceWork = (store: Store): Promise<void> => store.notify(WORK_CHANNEL, '');

export interface GiveDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

interface Taker {
  role: Role;
  capacity: number;
  languages: string[];
  idle_since: Date | null;
  on_break_since: Date | null;
  opted_out: string[];
  held: number;
}

/** Returns how many cases the person was given. Snoozed and waiting cases take no room. */
export async function giveWork(deps: GiveDeps, personId: string, deviceId: string | null): Promise<number> {
  return deps.store.transact(async (tx) => {
    const at = new Date(deps.clock.now());
    // One at a time for a person: two polls at once must not fill them twice.
    const people = await tx.query<Omit<Taker, 'held'>>(
      `select role, capacity, languages, idle_since, on_break_since, opted_out from person
       where id = $1 and disabled_at is null and role in ('reviewer', 'vendor-reviewer', 'quality')
         and (away_since is null or away_until <= $2) for no key update`,
      [personId, at],
    );
    const [person] = people.rows;
    if (!person || person.idle_since !== null || person.on_break_since !== null) return 0;
    const load = await tx.query<{ held: number }>(
      `select count(*) as held from case_file where assignee = $1 and state = 'assigned'`,
      [personId],
    );
    const room = person.capacity - (load.rows[0]?.held ?? 0);
    if (room <= 0) return 0;
    const areas = await areasOf(tx, person.opted_out);
    // Cases of one subject go to one person, unless that makes one late.
    const { rows } = await tx.query<CaseRow>(
      `select ${caseColumns} from case_file c join queue q on q.id = c.queue
       where c.state in ('queued', 'escalated')
         and c.queue in (select queue from person_queue where person_id = $1)
         and (c.compartment is null
           or c.compartment in (select compartment from person_compartment where person_id = $1))
         and (cardinality($3::text[]) = 0 or c.language is null
           or split_part(c.language, '-', 1) in (select split_part(l, '-', 1) from unnest($3::text[]) as l))
         and not exists (select 1 from exclusion x where x.case_id = c.id and x.person_id = $1)
         and ($7 or c.source <> 'appeal')
         and (c.due_at < $4 or not exists (select 1 from case_file o
           where o.subject_type = c.subject_type and o.subject_id = c.subject_id and o.id <> c.id
             and o.assignee <> $1 and o.state in ('assigned', 'snoozed', 'waiting')
             and (o.compartment is null
               or o.compartment in (select compartment from person_compartment where person_id = $1))))
         and (cardinality($5::text[]) = 0 or not (coalesce(c.policy_area = any($6::text[]), false)
           or exists (select 1 from evidence_item e
             where e.case_id = c.id and e.current and e.details->'harmTypes' ?| $5::text[])))
       order by c.priority_score desc, c.due_at, c.id limit $2 for update of c skip locked`,
      [personId, room, person.languages, at, person.opted_out, areas, maySeeFirst(person.role)],
    );
    const changes = createChanges(tx, at, deps.ids);
    for (const row of rows) {
      changes.assign(row, personId, deviceId, nobody);
      changes.tell(row, 'assigned', { personId, deviceId });
    }
    await changes.flush();
    return rows.length;
  });
}

/** An appeal shows the decision that it is against. */
const maySeeFirst = (role: Role): boolean => !fieldAccess[role].withheldCaseFields.includes('standing');

/** Policy areas whose cases are of these harm types, by the catalogue in force. */
async function areasOf(tx: Tx, harmTypes: readonly string[]): Promise<string[]> {
  if (harmTypes.length === 0) return [];
  const { rows } = await tx.query<{ area: string }>(
    `select jsonb_array_elements_text(harm_type->'areas') as area
     from (select body from catalogue order by version desc limit 1) newest,
       jsonb_array_elements(body->'harmTypes') as harm_type
     where harm_type->>'id' = any($1::text[])`,
    [harmTypes],
  );
  return rows.map(({ area }) => area);
}

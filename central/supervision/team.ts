import type { RouteAnswer } from '../../contract/api.ts';
import type { Person } from '../../contract/people.ts';
import type { TeamMember } from '../../contract/supervision.ts';
import type { Caller } from '../caller.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/sql.ts';

/** Colleagues to whom a case can be handed. */
export async function listPeople(store: Store): Promise<RouteAnswer<'people.list'>> {
  const { rows } = await store.query<{
    id: string;
    username: string;
    display_name: string;
    role: Person['role'];
  }>(
    `select id, username, display_name, role from person
     where disabled_at is null and role not in ('auditor', 'admin') order by display_name, username`,
  );
  return {
    people: rows.map((row) => ({
      id: row.id as Person['id'],
      username: row.username,
      displayName: row.display_name,
      role: row.role,
    })),
  };
}

interface MemberRow {
  id: string;
  username: string;
  display_name: string;
  role: TeamMember['role'];
  queues: string[];
  languages: string[];
  capacity: number;
  open_cases: number;
  oldest_at: Date | null;
  on_break_since: Date | null;
  away_since: Date | null;
  away_until: Date | null;
  away_reason: string;
  last_contact_at: Date | null;
  waiting: number;
  waiting_at: Date | null;
}

/** Who works, and on how much; sealed cases that the asker may not see are not counted (P1). */
export async function listTeam(
  store: Store,
  clock: Clock,
  caller: Caller,
): Promise<RouteAnswer<'team.list'>> {
  const { rows } = await store.query<MemberRow>(
    `select p.id, p.username, p.display_name, p.role, p.languages, p.capacity, p.on_break_since,
       case when p.away_until <= $2 then null else p.away_since end as away_since,
       case when p.away_until <= $2 then null else p.away_until end as away_until, p.away_reason,
       array(select queue from person_queue where person_id = p.id order by queue) as queues,
       coalesce(held.cases, 0) as open_cases, held.oldest_at, seen.last_contact_at, coalesce(seen.waiting, 0) as waiting,
       seen.waiting_at
     from person p
     left join (select assignee, count(*) as cases, min(created_at) as oldest_at from case_file
       where state in ('assigned', 'snoozed', 'waiting')
         and (compartment is null or compartment = any($1::text[])) group by assignee) held on held.assignee = p.id
     left join (select person_id, max(last_contact_at) as last_contact_at, sum(waiting)::int as waiting,
       max(waiting_at) as waiting_at from device group by person_id) seen on seen.person_id = p.id
     where p.disabled_at is null and p.role not in ('auditor', 'admin')
     order by p.display_name, p.username`,
    [caller.compartments, new Date(clock.now())],
  );
  return {
    at: new Date(clock.now()).toISOString(),
    members: rows.map((row) => ({
      id: row.id as TeamMember['id'],
      username: row.username,
      displayName: row.display_name,
      role: row.role,
      queues: row.queues,
      languages: row.languages,
      capacity: row.capacity,
      openCases: row.open_cases,
      oldestAt: row.oldest_at?.toISOString() ?? null,
      onBreakSince: row.on_break_since?.toISOString() ?? null,
      away:
        row.away_since === null
          ? null
          : {
              since: row.away_since.toISOString(),
              until: row.away_until?.toISOString() ?? null,
              reason: row.away_reason,
            },
      lastContactAt: row.last_contact_at?.toISOString() ?? null,
      waiting: row.waiting,
      waitingAt: row.waiting_at?.toISOString() ?? null,
    })),
  };
}

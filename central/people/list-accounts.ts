import type { Role } from '../../contract/people.ts';
import type { Store } from '../store/sql.ts';

export interface ListedAccount {
  readonly username: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly queues: string[];
  readonly compartments: string[];
  readonly capacity: number;
  readonly held: number;
  readonly lastContactAt: Date | null;
  /** Commands that the person's desktops last said they had waiting. */
  readonly waiting: number;
}

export async function listAccounts(store: Store): Promise<ListedAccount[]> {
  const { rows } = await store.query<ListedAccount>(
    `select username, role, disabled_at is not null as disabled, capacity,
       array(select queue from person_queue where person_id = p.id order by queue) as queues,
       array(select compartment from person_compartment where person_id = p.id order by compartment) as compartments,
       (select count(*) from case_file where assignee = p.id and state in ('assigned', 'snoozed', 'waiting')) as held,
       d.last_contact_at as "lastContactAt", coalesce(d.waiting, 0) as waiting
     from person p left join (select person_id, max(last_contact_at) as last_contact_at, sum(waiting) as waiting
       from device group by person_id) d on d.person_id = p.id
     order by username`,
  );
  return rows;
}

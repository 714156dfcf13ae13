/** What time does to assignments: leases end, idle screens give back, what was put off wakes (F2). */
import { caseColumns, type CaseRow } from '../cases/case-row.ts';
import { createChanges, nobody } from '../cases/changes.ts';
import { minute, type Clock, type Ids } from '../ports.ts';
import { UNBROKEN_MS } from '../sessions/contact.ts';
import type { Store, Tx } from '../store/sql.ts';

const CHUNK = 200;
/** Without a command for this long, while in contact, a screen is idle. */
export const IDLE_MS = 60 * minute;
/** Cases stay with somebody on a break for so long; after that a screen that nobody sits at is idle like any other. */
export const BREAK_KEEPS_MS = 120 * minute;
/** An idle person keeps this many, so that there is something to come back to. */
const IDLE_KEEPS = 3;

export interface LeaseDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Returns how many cases changed hands or woke. */
export async function passTime(deps: LeaseDeps): Promise<number> {
  return (await chunks(deps, endLeases)) + (await chunks(deps, endIdle)) + (await chunks(deps, wake));
}

type Step = (tx: Tx, deps: LeaseDeps) => Promise<number>;

async function chunks(deps: LeaseDeps, step: Step): Promise<number> {
  let done = 0;
  for (;;) {
    const count = await deps.store.transact((tx) => step(tx, deps));
    done += count;
    if (count < CHUNK) return done;
  }
}

async function endLeases(tx: Tx, { clock, ids }: LeaseDeps): Promise<number> {
  const at = new Date(clock.now());
  const { rows } = await tx.query<CaseRow>(
    `select ${caseColumns} from case_file c join queue q on q.id = c.queue
       left join (select person_id, max(lease_from) as lease_from from device group by person_id) d on d.person_id = c.assignee
     where c.state in ('assigned', 'snoozed', 'waiting')
       and greatest(d.lease_from, c.assigned_at) + q.offline_lease_minutes * interval '1 minute' < $1
     order by c.id limit ${CHUNK} for update of c skip locked`,
    [at],
  );
  const changes = createChanges(tx, at, ids);
  for (const row of rows) {
    changes.takeBack(row, 'lease-ended', 'lease-ended', 'queued', nobody);
    changes.tell(row, 'lease-ended', nobody);
  }
  await changes.flush();
  return rows.length;
}

async function endIdle(tx: Tx, { clock, ids }: LeaseDeps): Promise<number> {
  const at = new Date(clock.now());
  const idleBefore = new Date(at.getTime() - IDLE_MS);
  const people = await tx.query<{ id: string }>(
    `select p.id from person p
     where p.idle_since is null and p.active_at < $1 and exists (
       select 1 from device d where d.person_id = p.id and d.last_contact_at > $2 and d.contact_since < $1)
       and (p.on_break_since is null or p.on_break_since < $3)
       and (select count(*) from case_file c where c.assignee = p.id and c.state = 'assigned'
         and c.opened_at is null and c.assigned_at < $1) > ${IDLE_KEEPS}
     order by p.id limit 20 for no key update of p skip locked`,
    [idleBefore, new Date(at.getTime() - UNBROKEN_MS), new Date(at.getTime() - BREAK_KEEPS_MS)],
  );
  let given = 0;
  const changes = createChanges(tx, at, ids);
  for (const { id } of people.rows) {
    const { rows } = await tx.query<CaseRow>(
      `select ${caseColumns} from case_file c join queue q on q.id = c.queue
       where c.assignee = $1 and c.state = 'assigned' and c.opened_at is null and c.assigned_at < $2
       order by c.priority_score desc, c.due_at, c.id for update of c`,
      [id, idleBefore],
    );
    for (const row of rows.slice(IDLE_KEEPS)) {
      changes.takeBack(row, 'idle', 'lease-ended', 'queued', nobody);
      changes.tell(row, 'lease-ended', nobody);
      given += 1;
    }
    if (rows.length > IDLE_KEEPS) await tx.query('update person set idle_since = $2 where id = $1', [id, at]);
  }
  await changes.flush();
  return given;
}

async function wake(tx: Tx, { clock, ids }: LeaseDeps): Promise<number> {
  const at = new Date(clock.now());
  const { rows } = await tx.query<CaseRow>(
    `select ${caseColumns} from case_file c join queue q on q.id = c.queue
     where c.state in ('snoozed', 'waiting') and c.state_until <= $1
     order by c.id limit ${CHUNK} for update of c skip locked`,
    [at],
  );
  const changes = createChanges(tx, at, ids);
  for (const row of rows) {
    changes.setState(row, 'assigned');
    changes.touch(row);
  }
  await changes.flush();
  return rows.length;
}

/** What an operator does to accounts that are there. Everything holds at once, in every process over the store. */
import { z } from 'zod';
import type { DropReason } from '../../contract/feed.ts';
import type { Role } from '../../contract/people.ts';
import { announceWork } from '../assignment/give.ts';
import { recordAudit } from '../audit/record.ts';
import { caseColumns, type CaseRow } from '../cases/case-row.ts';
import { createChanges, nobody } from '../cases/changes.ts';
import { createSequencer } from '../feed/sequencer.ts';
import { Refusal } from '../refusal.ts';
import { announceSessions, endSessionsOf } from '../sessions/ended.ts';
import type { Tx } from '../store/sql.ts';
import { NewPerson, enterNewRole, setQueues, type PeopleDeps } from './people.ts';
import { hashPassword } from './passwords.ts';

const CHUNK = 200;

const { role, queues, languages, compartments, capacity, displayName, password } = NewPerson.shape;
/** What is not named stays as it is; a list replaces the whole list. */
export const AccountChange = z
  .object({ role, queues, languages, compartments, capacity, displayName })
  .partial();
export type AccountChange = z.input<typeof AccountChange>;

/** The sessions end, and the cases go back to their queues. Disabling again finishes what was interrupted. */
export async function disablePerson(deps: PeopleDeps, username: string): Promise<{ returned: number }> {
  const id = await deps.store.transact(async (tx) => {
    const person = await lockPerson(tx, username);
    const at = new Date(deps.clock.now());
    await tx.query('update person set disabled_at = coalesce(disabled_at, $2) where id = $1', [
      person.id,
      at,
    ]);
    const sessions = await endSessionsOf(tx, person.id, 'disabled', at);
    if (person.disabled_at === null) await audit(tx, deps, person.id, 'person.disabled', { sessions });
    return person.id;
  });
  await announceSessions(deps.store, id);
  return { returned: await giveBack(deps, id, { where: 'true', drop: 'released' }) };
}

export async function enablePerson(deps: PeopleDeps, username: string): Promise<void> {
  await deps.store.transact(async (tx) => {
    const { id, disabled_at: disabledAt } = await lockPerson(tx, username);
    if (disabledAt === null) return;
    await tx.query('update person set disabled_at = null where id = $1', [id]);
    await audit(tx, deps, id, 'person.enabled', {});
  });
  await announceWork(deps.store);
}

/** Throws zod's error where the password is too short. Every session ends; what desktops have unsent waits for the new one. */
export async function resetPassword(
  deps: PeopleDeps,
  username: string,
  newPassword: string,
): Promise<{ sessions: number }> {
  const hash = await hashPassword(password.parse(newPassword), deps.cost);
  const done = await deps.store.transact(async (tx) => {
    const { id } = await lockPerson(tx, username);
    await tx.query('update person set password = $2 where id = $1', [id, hash]);
    const sessions = await endSessionsOf(tx, id, 'password-reset', new Date(deps.clock.now()));
    await audit(tx, deps, id, 'person.password-reset', { sessions });
    return { id, sessions };
  });
  await announceSessions(deps.store, done.id);
  return { sessions: done.sessions };
}

/**
 * Assignments stay where only queues, languages or capacity change: they say what is given from now on. What a role or a
 * withdrawn compartment no longer permits to hold goes back.
 */
export async function changeAccount(
  deps: PeopleDeps,
  username: string,
  input: AccountChange,
): Promise<{ returned: number }> {
  const change = AccountChange.parse(input);
  const person = await deps.store.transact(async (tx) => {
    const locked = await lockPerson(tx, username);
    const { id } = locked;
    const at = new Date(deps.clock.now());
    await tx.query(
      `update person set display_name = coalesce($2, display_name), languages = coalesce($3::text[], languages),
         capacity = coalesce($4, capacity) where id = $1`,
      [id, change.displayName ?? null, change.languages ?? null, change.capacity ?? null],
    );
    if (change.queues) await setQueues(tx, id, change.queues);
    if (change.compartments) await setCompartments(tx, id, change.compartments, at);
    if (change.role && change.role !== locked.role) await enterNewRole(tx, deps, id, change.role);
    const details = Object.fromEntries(
      Object.entries({ ...change, displayName: undefined }).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, Array.isArray(value) ? value.join(' ') : value]],
      ),
    );
    await audit(tx, deps, id, 'person.changed', details);
    return { id, role: change.role ?? locked.role };
  });
  const returned = await giveBackForbidden(deps, person);
  await createSequencer(deps.store).run();
  await announceWork(deps.store);
  return { returned };
}

interface LockedPerson {
  id: string;
  role: Role;
  disabled_at: Date | null;
}

/** Whoever gives this person work waits, and sees afterwards what was changed. */
async function lockPerson(tx: Tx, username: string): Promise<LockedPerson> {
  const { rows } = await tx.query<LockedPerson>(
    'select id, role, disabled_at from person where username = $1 for update',
    [username],
  );
  const [person] = rows;
  if (!person) throw new Refusal('not-found', `nobody is named ${username}`);
  return person;
}

async function setCompartments(tx: Tx, id: string, names: readonly string[], at: Date): Promise<void> {
  await tx.query('delete from person_compartment where person_id = $1 and compartment <> all($2::text[])', [
    id,
    names,
  ]);
  await tx.query(
    `insert into person_compartment (person_id, compartment, granted_at)
     select $1, unnest($2::text[]), $3 on conflict do nothing`,
    [id, names, at],
  );
}

async function giveBackForbidden(
  deps: PeopleDeps,
  person: { readonly id: string; readonly role: Role },
): Promise<number> {
  const sealed = `c.compartment is not null
    and c.compartment not in (select compartment from person_compartment where person_id = $1)`;
  let returned = await giveBack(deps, person.id, { where: sealed, drop: 'not-permitted' });
  // Roles that decide nothing hold nothing, and a vendor sees the queues of their contract only.
  if (person.role === 'auditor' || person.role === 'admin') {
    returned += await giveBack(deps, person.id, { where: 'true', drop: 'released' });
  } else if (person.role === 'vendor-reviewer') {
    const foreign = 'c.queue not in (select queue from person_queue where person_id = $1)';
    returned += await giveBack(deps, person.id, { where: foreign, drop: 'not-permitted' });
  }
  return returned;
}

/** In chunks; each case is locked, so that a decision that is being applied comes first or is late. */
async function giveBack(
  { store, clock, ids }: PeopleDeps,
  personId: string,
  which: { readonly where: string; readonly drop: DropReason },
): Promise<number> {
  let returned = 0;
  for (;;) {
    const count = await store.transact(async (tx) => {
      const { rows } = await tx.query<CaseRow>(
        `select ${caseColumns} from case_file c join queue q on q.id = c.queue
         where c.assignee = $1 and c.state in ('assigned', 'snoozed', 'waiting') and ${which.where}
         order by c.id limit ${CHUNK} for update of c`,
        [personId],
      );
      const changes = createChanges(tx, new Date(clock.now()), ids);
      for (const row of rows) {
        changes.takeBack(row, 'released', which.drop, 'queued', nobody);
        changes.tell(row, 'released', nobody);
      }
      await changes.flush();
      return rows.length;
    });
    returned += count;
    if (count < CHUNK) break;
  }
  if (returned > 0) {
    await createSequencer(store).run();
    await announceWork(store);
  }
  return returned;
}

async function audit(
  tx: Tx,
  { ids, clock }: PeopleDeps,
  personId: string,
  kind: string,
  details: Record<string, string | number>,
): Promise<void> {
  await recordAudit(tx, [{ id: ids.uuid(), at: new Date(clock.now()), kind, personId, details }]);
}

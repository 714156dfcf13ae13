/** Accounts: adding and changing them. */
import { z } from 'zod';
import { Role, Username, type Account } from '../../contract/people.ts';
import { Language, Slug, requiredText } from '../../contract/primitives.ts';
import { recordAudit } from '../audit/record.ts';
import type { Caller } from '../caller.ts';
import { recordFeed } from '../feed/record.ts';
import type { Clock, Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Store, Tx } from '../store/sql.ts';
import { hashPassword, type PasswordCost } from './passwords.ts';

export const NewPerson = z.object({
  username: Username,
  displayName: requiredText(80),
  password: z.string().min(8, 'at least 8 characters').max(1024),
  role: Role,
  queues: z.array(Slug).max(200).default([]),
  languages: z.array(Language).max(50).default([]),
  compartments: z.array(Slug).max(50).default([]),
  /** Open cases held at once, at most. */
  capacity: z.int().min(0).max(10_000).default(41),
});
export type NewPerson = z.input<typeof NewPerson>;

export interface PeopleDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cost?: PasswordCost;
}

/** Adds an account, or throws a Refusal `conflict` where the name is taken. Returns its id. */
export async function addPerson(deps: PeopleDeps, input: NewPerson): Promise<string> {
  const person = NewPerson.parse(input);
  const id = deps.ids.uuid();
  const password = await hashPassword(person.password, deps.cost);
  const at = new Date(deps.clock.now());
  await deps.store.transact(async (tx) => {
    const added = await tx.query(
      `insert into person (id, username, display_name, role, password, languages, capacity, created_at)
       values ($1, $2, $3, $4, $5, $6::text[], $7, $8) on conflict (username) do nothing returning id`,
      [id, person.username, person.displayName, person.role, password, person.languages, person.capacity, at],
    );
    if (added.count === 0) throw new Refusal('conflict', `the name ${person.username} is taken`);
    await setQueues(tx, id, person.queues);
    await tx.query(
      `insert into person_compartment (person_id, compartment, granted_at)
       select $1, unnest($2::text[]), $3 on conflict do nothing`,
      [id, person.compartments, at],
    );
    await recordAudit(tx, [
      { id: deps.ids.uuid(), at, kind: 'person.added', personId: id, details: { role: person.role } },
    ]);
  });
  return id;
}

export async function setQueues(tx: Tx, personId: string, queues: readonly string[]): Promise<void> {
  await tx.query('delete from person_queue where person_id = $1', [personId]);
  await tx.query(
    'insert into person_queue (person_id, queue) select $1, unnest($2::text[]) on conflict do nothing',
    [personId, queues],
  );
}

/** Changes a role. */
export async function changeRole(deps: PeopleDeps, personId: string, role: Role): Promise<void> {
  await deps.store.transact((tx) => enterNewRole(tx, deps, personId, role));
}

/** The person sees other fields from now on, so their feed starts anew (P2). */
export async function enterNewRole(tx: Tx, deps: PeopleDeps, personId: string, role: Role): Promise<void> {
  const at = new Date(deps.clock.now());
  await tx.query(
    'update person set role = $2, feed_generation = feed_generation + 1, feed_floor = 0 where id = $1',
    [personId, role],
  );
  await tx.query('delete from feed where person_id = $1', [personId]);
  const held = await tx.query<{ id: string; epoch: number; version: number }>(
    `select id, epoch, version from case_file
     where assignee = $1 and state in ('assigned', 'snoozed', 'waiting') order by id for update`,
    [personId],
  );
  await recordFeed(
    tx,
    held.rows.map((row) => ({
      personId,
      caseId: row.id,
      type: 'put',
      epoch: row.epoch,
      version: row.version,
      at,
    })),
  );
  await recordAudit(tx, [
    { id: deps.ids.uuid(), at, kind: 'person.role-changed', personId, details: { role } },
  ]);
}

export interface PersonRow {
  id: string;
  username: string;
  display_name: string;
  role: Role;
  languages: string[];
  capacity: number;
  feed_generation: number;
  feed_floor: number;
  queues: string[];
  compartments: string[];
  on_break_since: Date | null;
  opted_out: string[];
}

/** Columns of `PersonRow`, for a person under the alias `p`. */
export const personColumns = `p.id, p.username, p.display_name, p.role, p.languages, p.capacity, p.feed_generation, p.feed_floor,
  p.on_break_since, p.opted_out,
  array(select queue from person_queue where person_id = p.id order by queue) as queues,
  array(select compartment from person_compartment where person_id = p.id order by compartment) as compartments`;

export function callerOf(
  row: PersonRow,
  from: Pick<Caller, 'deviceId' | 'sessionId' | 'accessEndsAt'>,
): Caller {
  return {
    ...from,
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    queues: row.queues,
    languages: row.languages,
    compartments: row.compartments,
    capacity: row.capacity,
    feedGeneration: row.feed_generation,
    feedFloor: row.feed_floor,
  };
}

export function accountOf(person: PersonRow): Account {
  return {
    id: person.id as Account['id'],
    username: person.username,
    displayName: person.display_name,
    role: person.role,
    queues: person.queues,
    languages: person.languages,
    compartments: person.compartments,
    capacity: person.capacity,
    onBreakSince: person.on_break_since?.toISOString() ?? null,
    optedOut: person.opted_out,
  };
}

/** Throws where nobody has this id. */
export async function readAccount(store: Store, personId: string): Promise<Account> {
  const { rows } = await store.query<PersonRow>(`select ${personColumns} from person p where p.id = $1`, [
    personId,
  ]);
  if (!rows[0]) throw new Error('the account of a session is gone');
  return accountOf(rows[0]);
}

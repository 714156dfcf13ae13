import { Role } from '../../contract/people.ts';
import { addPerson } from '../people/people.ts';
import type { Data } from './open-data.ts';
import { SettingsError } from './settings.ts';

export interface NewUser {
  readonly username: string;
  readonly name?: string;
  readonly role: string;
  readonly queues?: readonly string[];
  readonly languages?: readonly string[];
  readonly compartments?: readonly string[];
  readonly capacity?: number;
}

/** Adds an account; the password comes by standard input, so that no list of processes shows it. */
export async function addUser(data: Data, user: NewUser, password: string): Promise<string> {
  const role = Role.safeParse(user.role);
  if (!role.success) throw new SettingsError(`option --role: one of ${Role.options.join(', ')}`);
  const known = await data.store.query<{ id: string }>('select id from queue where current order by id');
  const queues = user.queues ?? known.rows.map((queue) => queue.id);
  for (const queue of queues) {
    if (!known.rows.some((one) => one.id === queue)) {
      throw new SettingsError(
        `option --queue: no queue ${queue}; there are ${known.rows.map((one) => one.id).join(', ')}`,
      );
    }
  }
  return addPerson(data, {
    username: user.username,
    displayName: user.name ?? user.username,
    password,
    role: role.data,
    queues: [...queues],
    languages: [...(user.languages ?? [])],
    compartments: [...(user.compartments ?? [])],
    ...(user.capacity === undefined ? {} : { capacity: user.capacity }),
  });
}

export async function listUsers({ store }: Data): Promise<string[]> {
  const { rows } = await store.query<{ username: string; role: string; queues: string[]; disabled: boolean }>(
    `select username, role, disabled_at is not null as disabled,
       array(select queue from person_queue where person_id = p.id order by queue) as queues
     from person p order by username`,
  );
  return rows.map((row) =>
    [row.username, row.role, row.disabled ? 'disabled' : 'active', row.queues.join(',')].join('\t'),
  );
}

/** The first line of standard input. */
export async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password, then Enter: ');
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk as string;
    if (text.includes('\n')) break;
  }
  return text.split(/\r?\n/)[0] ?? '';
}

import type { Command } from 'commander';
import { Role } from '../../contract/people.ts';
import { changeAccount, disablePerson, enablePerson, resetPassword } from '../people/accounts.ts';
import { listAccounts } from '../people/list-accounts.ts';
import { addPerson } from '../people/people.ts';
import type { Data } from './open-data.ts';
import { SettingsError } from './settings.ts';
import { command, on, say } from './subcommands.ts';

interface NewUser {
  readonly username: string;
  readonly name?: string;
  readonly role: string;
  readonly queues?: readonly string[];
  readonly languages?: readonly string[];
  readonly compartments?: readonly string[];
  readonly capacity?: number;
}

/** Commas separate; `none` is an empty list. */
const list = (value: string, before: string[] = []): string[] =>
  value === 'none' ? [] : [...before, ...value.split(',').filter(Boolean)];

type Change = Partial<Omit<NewUser, 'username'>>;

/** `central users …` */
export function registerUsers(program: Command): void {
  const users = program.command('users').description('Accounts');
  describeAccount(
    command(
      users,
      'add <username>',
      'Add an account; the password is read from standard input',
    ).requiredOption('--role <role>', Role.options.join(', ')),
    'all when not given',
  ).action((username: string, options: Omit<NewUser, 'username'>) =>
    on(options, async (data) => say(await addUser(data, { ...options, username }, await readPassword()))),
  );
  describeAccount(
    command(users, 'set <username>', 'Change an account; what is not named stays').option(
      '--role <role>',
      Role.options.join(', '),
    ),
    'in place of the ones before',
  ).action((username: string, options: Change) =>
    on(options, async (data) => {
      const change = await readChange(data, options);
      if (Object.keys(change).length === 0)
        throw new SettingsError('nothing to change was named; see --help');
      const { returned } = await changeAccount(data, username, change);
      say(`changed ${username}; ${returned} cases went back`);
    }),
  );
  command(users, 'disable <username>', 'End the sessions of an account and take its cases back').action(
    (username: string, options: object) =>
      on(options, async (data) => {
        const { returned } = await disablePerson(data, username);
        say(`disabled ${username}; ${returned} cases went back`);
      }),
  );
  command(users, 'enable <username>', 'Let an account sign in again').action(
    (username: string, options: object) =>
      on(options, async (data) => {
        await enablePerson(data, username);
        say(`enabled ${username}`);
      }),
  );
  command(
    users,
    'reset <username>',
    'Set a new password, read from standard input; every session of the account ends',
  ).action((username: string, options: object) =>
    on(options, async (data) => {
      const { sessions } = await resetPassword(data, username, await readPassword());
      say(`new password for ${username}; ${sessions} sessions ended`);
    }),
  );
  command(users, 'list', 'List accounts').action((options) =>
    on(options, async ({ store }) => {
      for (const one of await listAccounts(store)) {
        say(
          [
            one.username,
            one.role,
            one.disabled ? 'disabled' : 'active',
            one.queues.join(',') || '-',
            one.compartments.join(',') || '-',
            `${one.held}/${one.capacity} cases`,
            one.lastContactAt ? `seen ${one.lastContactAt.toISOString()}` : 'never seen',
            `${one.waiting} waiting`,
          ].join('\t'),
        );
      }
    }),
  );
}

const describeAccount = (sub: Command, queues: string): Command =>
  sub
    .option('--name <name>', 'name to show')
    .option('--queues <ids>', `queues, with commas; ${queues}`, list)
    .option('--languages <tags>', 'languages, with commas; none: any', list)
    .option('--compartments <ids>', 'sealed compartments to open, with commas', list)
    .option('--capacity <cases>', 'open cases held at once, at most', Number);

async function readChange(data: Data, options: Change) {
  const { role, queues, languages, compartments, capacity, name } = options;
  if (queues) await checkQueues(data, queues);
  return {
    ...(role === undefined ? {} : { role: readRole(role) }),
    ...(queues ? { queues: [...queues] } : {}),
    ...(languages ? { languages: [...languages] } : {}),
    ...(compartments ? { compartments: [...compartments] } : {}),
    ...(capacity === undefined ? {} : { capacity }),
    ...(name === undefined ? {} : { displayName: name }),
  };
}

/** Adds an account; the password comes by standard input, so that no list of processes shows it. */
async function addUser(data: Data, user: NewUser, password: string): Promise<string> {
  const role = readRole(user.role);
  const queues = user.queues ?? (await knownQueues(data));
  await checkQueues(data, queues);
  return addPerson(data, {
    username: user.username,
    displayName: user.name ?? user.username,
    password,
    role,
    queues: [...queues],
    languages: [...(user.languages ?? [])],
    compartments: [...(user.compartments ?? [])],
    ...(user.capacity === undefined ? {} : { capacity: user.capacity }),
  });
}

function readRole(text: string): Role {
  const role = Role.safeParse(text);
  if (!role.success) throw new SettingsError(`option --role: one of ${Role.options.join(', ')}`);
  return role.data;
}

async function knownQueues({ store }: Data): Promise<string[]> {
  const { rows } = await store.query<{ id: string }>('select id from queue where current order by id');
  return rows.map(({ id }) => id);
}

async function checkQueues(data: Data, queues: readonly string[]): Promise<void> {
  const known = await knownQueues(data);
  const unknown = queues.find((queue) => !known.includes(queue));
  if (unknown !== undefined) {
    throw new SettingsError(`option --queues: no queue ${unknown}; there are ${known.join(', ')}`);
  }
}

/** The first line of standard input. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password, then Enter: ');
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk as string;
    if (text.includes('\n')) break;
  }
  return text.split(/\r?\n/)[0] ?? '';
}

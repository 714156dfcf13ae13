import type { Command } from 'commander';
import { endDevice } from '../devices/end-device.ts';
import { listDevices } from '../devices/list-devices.ts';
import type { DeviceLine, EndDevice } from '../../contract/devices.ts';
import { DeviceId } from '../../contract/primitives.ts';
import type { Data } from './open-data.ts';
import { SettingsError } from './settings.ts';
import { command, on, say } from './subcommands.ts';

interface Options {
  readonly user?: string;
  readonly reason: string;
}

const verbs: Readonly<Record<EndDevice['how'], string>> = {
  retire: 'Have a device send what it has waiting, and then remove everything',
  revoke: 'End the tokens of a device, and have it remove everything at its next contact',
  allow: 'Take that back, or let a revoked device sign in again',
};

/** `central devices …` */
export function registerDevices(program: Command): void {
  const devices = program.command('devices').description('The desktops that people work on');
  command(
    devices,
    'list',
    'List devices, what each has waiting, and what became of those that were ended',
  ).action((options) =>
    on(options, async ({ store }) => {
      for (const line of await listDevices(store)) say(wordsOf(line));
    }),
  );
  for (const how of Object.keys(verbs) as EndDevice['how'][]) {
    command(devices, `${how} <device>`, verbs[how])
      .option('--user <username>', 'only what this person has on it')
      .requiredOption('--reason <reason>', 'why; it is kept with the device')
      .action((device: string, options: Options) =>
        on(options, async (data) => {
          const order = { how, reason: options.reason, personId: await personOf(data, options.user) };
          for (const line of await endDevice(data, null, readDevice(device), order)) say(wordsOf(line));
        }),
      );
  }
}

function readDevice(text: string): string {
  const id = DeviceId.safeParse(text);
  if (!id.success) throw new SettingsError('<device>: an id as `central devices list` shows it');
  return id.data;
}

async function personOf({ store }: Data, username: string | undefined): Promise<EndDevice['personId']> {
  if (username === undefined) return null;
  const { rows } = await store.query<{ id: string }>('select id from person where username = $1', [username]);
  const [person] = rows;
  if (!person) throw new SettingsError(`option --user: nobody is named ${username}`);
  return person.id as EndDevice['personId'];
}

const wordsOf = (line: DeviceLine): string =>
  [
    line.id,
    line.name,
    line.platform || '-',
    line.person.username,
    line.signedIn ? 'signed in' : 'signed out',
    `seen ${line.lastContactAt}`,
    `${line.waiting} waiting`,
    stateOf(line),
  ].join('\t');

function stateOf({ ending, wiped }: DeviceLine): string {
  if (wiped !== null)
    return `wiped ${wiped.at}; ${wiped.waiting ?? 'an unknown number'} of its commands were never sent`;
  if (ending === null) return 'in use';
  return `${ending.how === 'retire' ? 'to be retired' : 'revoked'} ${ending.orderedAt}: ${ending.reason}`;
}

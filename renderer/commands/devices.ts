import type { DeviceLine, EndDevice } from '../../contract/devices.ts';
import { chosenDevice } from '../stores/devices.ts';
import type { Command } from './command.ts';

/** What can be done with a device now. */
export const fits: Readonly<Record<EndDevice['how'], (line: DeviceLine) => boolean>> = {
  retire: ({ ending }) => ending === null,
  revoke: ({ ending, wiped }) => ending?.how !== 'revoke' && wiped === null,
  allow: ({ ending }) => ending !== null,
};

const endCommand = (how: EndDevice['how']): Command => ({
  id: `devices.${how}`,
  title: `command.devices.${how}`,
  group: 'rooms',
  keys: [],
  guard: ({ stores }) => {
    const line = chosenDevice(stores.devices.getState());
    if (stores.window.getState().room !== 'devices' || line === undefined) return 'guard.no-device-chosen';
    return fits[how](line) ? null : 'guard.device-is-so';
  },
  run: ({ stores }) => {
    stores.devices.getState().ask(how);
    stores.window.getState().open('end-device');
  },
});

export const deviceCommands: readonly Command[] = [
  endCommand('retire'),
  endCommand('revoke'),
  endCommand('allow'),
];

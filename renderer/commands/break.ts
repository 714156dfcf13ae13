import { rooms } from '../../contract/access.ts';
import { suggestingBreak } from '../rules/suggested-break.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, CommandGroup, Guard } from './command.ts';

export const isOnBreak = (stores: Stores): boolean =>
  (stores.exposure.getState().value?.onBreakSince ?? null) !== null;

/** Whoever is on a break sees none of what these act on. */
export const pausedGroups: readonly CommandGroup[] = ['queue', 'evidence', 'decision', 'case'];

export const reviews = (stores: Stores): boolean => {
  const { session } = stores.session.getState();
  return session.is !== 'signed-out' && rooms[session.account.role].includes('review');
};

const mayTake: Guard = ({ stores }) => {
  if (!reviews(stores)) return 'guard.takes-no-breaks';
  return isOnBreak(stores) ? 'guard.on-break' : null;
};

async function change(stores: Stores, method: 'break.take' | 'break.end'): Promise<boolean> {
  const answer = await stores.bridge.invoke(method, {});
  if (!answer.ok) {
    stores.window.getState().say(`failure.${answer.code}`, { detail: answer.detail }, 'warning');
    return false;
  }
  stores.exposure.setState({ value: answer.value, failure: null });
  return true;
}

export const breakCommands: readonly Command[] = [
  {
    id: 'break.take',
    title: 'command.break.take',
    group: 'window',
    keys: ['Shift+b'],
    guard: mayTake,
    run: async ({ stores, focus }) => {
      await stores.decisionForm.getState().flush();
      if (!(await change(stores, 'break.take'))) return;
      stores.evidenceView.getState().coverAll();
      stores.window.getState().close();
      stores.window.getState().say('said.break-begun');
      focus('break');
    },
  },
  {
    id: 'break.end',
    title: 'command.break.end',
    group: 'window',
    keys: ['Shift+e'],
    guard: ({ stores }) => (isOnBreak(stores) ? null : 'guard.not-on-break'),
    run: async ({ stores, focus }) => {
      if (!(await change(stores, 'break.end'))) return;
      stores.window.getState().say('said.break-ended');
      if (stores.window.getState().room === 'review') focus('queue');
    },
  },
  {
    id: 'break.later',
    title: 'command.break.later',
    group: 'window',
    keys: [],
    guard: ({ stores }) => {
      const { putOff } = stores.window.getState();
      const suggested = suggestingBreak(stores.exposure.getState().value, putOff);
      return suggested.length > 0 ? null : 'guard.nothing-suggested';
    },
    run: ({ stores }) => {
      const { putOff, putOffBreak } = stores.window.getState();
      const suggested = suggestingBreak(stores.exposure.getState().value, putOff);
      putOffBreak(Object.fromEntries(suggested.map(({ id, sinceBreak }) => [id, sinceBreak])));
    },
  },
  {
    id: 'exposure.release',
    title: 'command.exposure.release',
    group: 'window',
    keys: [],
    guard: ({ stores }) =>
      (stores.exposure.getState().value?.heldOptedOut ?? 0) > 0 ? null : 'guard.nothing-opted-out',
    run: async ({ stores }) => {
      const answer = await stores.bridge.invoke('exposure.release', {});
      const { say } = stores.window.getState();
      if (answer.ok) say('said.opted-out-released', { count: answer.value.released });
      else say(`failure.${answer.code}`, { detail: answer.detail }, 'warning');
    },
  },
];

import type { Stores } from '../stores/stores.ts';
import { isOnBreak, reviews } from './break.ts';
import type { Command } from './command.ts';

/** What was typed is on disk first. False when it could not be done; the person is told why. */
export async function endShift(stores: Stores, reason: string): Promise<boolean> {
  await stores.decisionForm.getState().flush();
  const answer = await stores.bridge.invoke('shift.end', { reason });
  if (!answer.ok) {
    stores.window.getState().say(`failure.${answer.code}`, { detail: answer.detail }, 'warning');
    return false;
  }
  stores.evidenceView.getState().coverAll();
  stores.window.getState().say('said.shift-ended', { count: answer.value.released });
  await Promise.all([stores.exposure.getState().load({}), stores.shift.getState().load({})]);
  return true;
}

export const shiftCommands: readonly Command[] = [
  {
    id: 'shift.end',
    title: 'command.shift.end',
    group: 'window',
    keys: ['Shift+q'],
    guard: ({ stores }) => {
      if (!reviews(stores)) return 'guard.takes-no-breaks';
      const hasEnded = stores.exposure.getState().value?.shiftEnded ?? false;
      return isOnBreak(stores) && hasEnded ? 'guard.shift-over' : null;
    },
    run: ({ stores }) => stores.window.getState().open('end-shift'),
  },
];

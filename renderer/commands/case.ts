import type { DialogName } from '../stores/window.ts';
import type { Command, Guard } from './command.ts';
import { hasCase } from './queue.ts';

/** The case is this person's to put away. */
const isMine: Guard = ({ stores }) => {
  const { opened } = stores.openedCase.getState();
  if (opened === null) return 'guard.no-case';
  if (opened.gone !== null) return 'guard.gone';
  return opened.work === 'open' || opened.work === 'draft' || opened.work === 'attention'
    ? null
    : 'guard.decided';
};

const dialogCommand = (
  dialog: Extract<
    DialogName,
    'note' | 'escalate' | 'snooze' | 'skip' | 'recuse' | 'release' | 'hand-over' | 'flag-pattern'
  >,
  keys: readonly string[],
  guard: Guard,
): Command => ({
  id: `case.${dialog}`,
  title: `command.case.${dialog}`,
  group: 'case',
  keys,
  guard,
  run: ({ stores }) => {
    if (dialog === 'hand-over') void stores.people.getState().load({});
    stores.window.getState().open(dialog);
  },
});

/** What can be done with a case besides deciding it; each asks for what it needs in a dialog. */
export function createCaseCommands(): readonly Command[] {
  return [
    dialogCommand('note', ['o'], hasCase),
    dialogCommand('escalate', ['e'], isMine),
    dialogCommand('snooze', ['s'], isMine),
    dialogCommand('release', ['d'], isMine),
    dialogCommand('hand-over', ['y'], isMine),
    dialogCommand('skip', [], isMine),
    dialogCommand('recuse', ['Shift+y'], isMine),
    dialogCommand('flag-pattern', ['f'], hasCase),
  ];
}

import type { LateKind } from '../../contract/supervision.ts';
import type { SettleLate } from '../../contract/settlement.ts';
import { chosenLate, evidenceSides } from '../stores/late-room.ts';
import type { Command, Guard } from './command.ts';

const hasSome: Guard = ({ stores }) =>
  (stores.late.getState().decisions?.length ?? 0) === 0 ? 'guard.nothing-late' : null;

const canSettle =
  (stands: SettleLate['stands']): Guard =>
  ({ stores }) => {
    const chosen = chosenLate(stores.late.getState());
    if (chosen === undefined) return 'guard.nothing-late';
    if (chosen.settled !== 'open') return 'guard.settled-already';
    return stands === 'standing' && chosen.standing === null ? 'guard.nothing-stands' : null;
  };

const settleCommand = (stands: SettleLate['stands'], keys: readonly string[]): Command => ({
  id: `late.settle-${stands}`,
  title: `command.late.settle-${stands}`,
  group: 'rooms',
  room: 'late',
  keys,
  guard: canSettle(stands),
  run: ({ stores }) => {
    stores.late.getState().ask(stands);
    stores.window.getState().open('settle-late');
  },
});

const kindCommand = (kind: LateKind, keys: readonly string[]): Command => ({
  id: `late.${kind}`,
  title: `command.late.${kind}`,
  group: 'rooms',
  room: 'late',
  keys,
  run: ({ stores }) => stores.late.getState().show(kind),
});

/** The room where supervisors say which of two decisions stands (D8). */
export const lateRoomCommands: readonly Command[] = [
  {
    id: 'late.next',
    title: 'command.late.next',
    group: 'rooms',
    room: 'late',
    keys: ['j'],
    repeats: true,
    guard: hasSome,
    run: ({ stores }) => stores.late.getState().move(1),
  },
  {
    id: 'late.previous',
    title: 'command.late.previous',
    group: 'rooms',
    room: 'late',
    keys: ['k'],
    repeats: true,
    guard: hasSome,
    run: ({ stores }) => stores.late.getState().move(-1),
  },
  settleCommand('late', ['l']),
  settleCommand('standing', ['s']),
  {
    id: 'late.turn-evidence',
    title: 'command.late.turn-evidence',
    group: 'rooms',
    room: 'late',
    keys: ['v'],
    guard: ({ stores }) =>
      evidenceSides(stores.late.getState().seen).length === 1 ? 'guard.same-evidence' : null,
    run: ({ stores }) => stores.late.getState().turnEvidence(),
  },
  kindCommand('conflicting', ['1']),
  kindCommand('uncontested', ['2']),
  kindCommand('settled', ['3']),
  {
    id: 'late.refresh',
    title: 'command.late.refresh',
    group: 'rooms',
    room: 'late',
    keys: ['r'],
    run: ({ stores }) => stores.late.getState().load(),
  },
];

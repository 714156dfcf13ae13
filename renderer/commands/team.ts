import type { TeamMember } from '../../contract/supervision.ts';
import { chosenCount, undoOf } from '../stores/reassignment.ts';
import type { Stores } from '../stores/stores.ts';
import type { Command, Guard } from './command.ts';

const total = (stores: Stores): number => stores.backlog.getState().value?.total ?? 0;

const hasChosen: Guard = ({ stores }) =>
  chosenCount(stores.reassignment.getState(), total(stores)) === 0 ? 'guard.no-case-selected' : null;

/** Whose row has or had the focus. */
const chosenMember = (stores: Stores): TeamMember | undefined => {
  const { chosenId } = stores.coverage.getState();
  return stores.team.getState().value?.members.find(({ id }) => id === chosenId);
};

const hasMoved: Guard = ({ stores }) => {
  const { moved } = stores.reassignment.getState();
  return moved === null || undoOf(moved).length === 0 ? 'guard.nothing-moved' : null;
};

/** Moving cases to others, in the Team room. */
export const teamCommands: readonly Command[] = [
  {
    id: 'team.select-matching',
    title: 'command.team.select-matching',
    group: 'rooms',
    room: 'team',
    keys: ['a'],
    guard: ({ stores }) => (total(stores) === 0 ? 'guard.no-case-matches' : null),
    run: ({ stores }) => {
      stores.reassignment.getState().selectMatching();
      const count = chosenCount(stores.reassignment.getState(), total(stores));
      // The list may be far below the fold.
      stores.window.getState().say('team.selected', { count });
    },
  },
  {
    id: 'team.select-none',
    title: 'command.team.select-none',
    group: 'rooms',
    room: 'team',
    keys: ['x'],
    guard: hasChosen,
    run: ({ stores }) => stores.reassignment.getState().select([]),
  },
  {
    id: 'team.move',
    title: 'command.team.move',
    group: 'rooms',
    room: 'team',
    keys: ['m'],
    guard: hasChosen,
    run: ({ stores }) => {
      void stores.reassignment.getState().previewTo(null);
      stores.window.getState().open('reassign');
    },
  },
  {
    id: 'team.undo-move',
    title: 'command.team.undo-move',
    group: 'rooms',
    room: 'team',
    keys: ['u'],
    guard: hasMoved,
    run: ({ stores }) => stores.window.getState().open('undo-reassign'),
  },
  {
    id: 'team.away',
    title: 'command.team.away',
    group: 'rooms',
    room: 'team',
    keys: ['w'],
    guard: ({ stores }) => (chosenMember(stores) === undefined ? 'guard.no-person-chosen' : null),
    run: ({ stores }) => {
      const person = chosenMember(stores);
      if (person === undefined) return;
      stores.coverage.getState().ask(person);
      stores.window.getState().open('mark-away');
    },
  },
];

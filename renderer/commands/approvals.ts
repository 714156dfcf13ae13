import type { SettleApproval } from '../../contract/approval.ts';
import { chosenApproval, chosenDecisions } from '../stores/approvals.ts';
import type { Command, Guard } from './command.ts';

const canSettle: Guard = ({ stores }) => {
  const state = stores.approvals.getState();
  const chosen = chosenApproval(state);
  if (chosen === undefined) return 'guard.nothing-to-approve';
  if (chosen.own) return 'guard.own-approval';
  return chosenDecisions(state).length === 0 ? 'guard.no-case-left-to-settle' : null;
};

const hasSome: Guard = ({ stores }) =>
  (stores.approvals.getState().approvals?.length ?? 0) === 0 ? 'guard.nothing-to-approve' : null;

const settleCommand = (verdict: SettleApproval['verdict'], keys: readonly string[]): Command => ({
  id: `approvals.${verdict}`,
  title: `command.approvals.${verdict}`,
  group: 'rooms',
  room: 'approvals',
  keys,
  guard: canSettle,
  run: ({ stores }) => {
    stores.approvals.getState().ask(verdict);
    stores.window.getState().open('settle-approval');
  },
});

export const approvalCommands: readonly Command[] = [
  {
    id: 'approvals.next',
    title: 'command.approvals.next',
    group: 'rooms',
    room: 'approvals',
    keys: ['j'],
    repeats: true,
    guard: hasSome,
    run: ({ stores }) => stores.approvals.getState().move(1),
  },
  {
    id: 'approvals.previous',
    title: 'command.approvals.previous',
    group: 'rooms',
    room: 'approvals',
    keys: ['k'],
    repeats: true,
    guard: hasSome,
    run: ({ stores }) => stores.approvals.getState().move(-1),
  },
  settleCommand('approve', ['a']),
  settleCommand('refuse', ['x']),
  {
    id: 'approvals.refresh',
    title: 'command.approvals.refresh',
    group: 'rooms',
    room: 'approvals',
    keys: ['r'],
    run: ({ stores }) => stores.approvals.getState().load(),
  },
];

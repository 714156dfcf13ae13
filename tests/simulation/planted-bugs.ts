/** Protocol bugs that the simulation must find. */
import type { Change } from '../mutations/tree.ts';

export interface Planted extends Change {
  readonly name: string;
}

export const planted: readonly Planted[] = [
  {
    name: 'a decision applies under any epoch',
    file: 'central/commands/context.ts',
    find: `if (row.assignee === caller.id && row.epoch === epoch) return`,
    replace: `if (row.epoch >= epoch) return`,
  },
  {
    name: 'a decision on changed evidence is applied',
    file: 'central/commands/decide.ts',
    find: `  if (decision.evidenceDigest !== row.evidence_digest) {\n    return { status: 'changed'`,
    replace: `  if (decision.evidenceDigest === '') {\n    return { status: 'changed'`,
  },
  {
    name: 'undo erases what may have left',
    file: 'electron/core/store/work/outbox.ts',
    find: `((state in ('held', 'pending') and attempts = 0) or`,
    replace: `(state in ('held', 'pending', 'sending') or`,
  },
  {
    name: 'a resync never sweeps',
    file: 'electron/core/sync/pull.ts',
    find: `return before.resync !== 'none' && last ? sweep(tx, before.mark, kept) : [];`,
    replace: `return before.mark < 0 ? sweep(tx, before.mark, kept) : [];`,
  },
  {
    name: 'undo does not bring the draft back',
    file: 'electron/core/decisions/undo.ts',
    find: `    if (isWithdrawn) bringBack(tx, desk, entry);\n`,
    replace: ``,
  },
  {
    name: 'a full disk is taken for a commit',
    file: 'electron/core/store/profile.ts',
    find: `if (storeProblemOf(error)?.code !== 'disk-full' || !headroom.giveUp()) throw error;\n        return work.transact(write);`,
    replace: `if (storeProblemOf(error)?.code !== 'disk-full' || !headroom.giveUp()) throw error;\n        return null as never;`,
  },
  {
    name: 'a late decision asks the platform for its actions',
    file: 'central/commands/decide.ts',
    find: `  changes.tell(row, 'late', actorOf(caller), reason);\n`,
    replace: `  changes.tell(row, 'late', actorOf(caller), reason);\n  await requestEnforcement(context, decision);\n`,
  },
  {
    name: 'a recall leaves the decision standing',
    file: 'central/commands/decide.ts',
    find: `  await endStanding(context, command.decisionId, 'recalled');\n`,
    replace: ``,
  },
  {
    name: 'a new era sends nothing again',
    file: 'electron/core/store/work/outbox.ts',
    find: `and ack_era < ?`,
    replace: `and ack_era > ?`,
  },
  {
    name: 'what a failed round has left is never sent',
    file: 'electron/core/sync/push.ts',
    find: `      if (outbox.hasStranded(work)) profile.commitWork((tx) => outbox.returnStranded(tx));\n`,
    replace: ``,
  },
];

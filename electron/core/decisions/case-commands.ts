import type { BridgeParams } from '../../../contract/bridge.ts';
import type { CommandId } from '../../../contract/primitives.ts';
import * as outbox from '../store/work/outbox.ts';
import { correctedNow, type Desk } from '../cases/desk.ts';
import { findHeldCase } from '../cases/held-case.ts';
import { makeCommand, putIntoOutbox, type CommandContent } from '../cases/make-command.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import { afterCommands } from './changes.ts';
import { liveDecision } from './drafts.ts';
import { isLeaving } from './submit.ts';

type Done = Outcome<{ commandId: CommandId }>;

/** D14: on disk through the outbox before the answer. */
export function createCaseCommands(desk: Desk) {
  function make(caseId: string, content: CommandContent): Done {
    const held = findHeldCase(desk, caseId);
    if (!held.ok) return held;
    const command = makeCommand(desk, held.value.current, content);
    desk.commitWork((tx) => putIntoOutbox(tx, desk, held.value.current, command));
    afterCommands(desk, caseId, [command.id]);
    return succeed({ commandId: command.id });
  }

  /** These take the case off the queue at once, so only one of them, and none on a case that is decided. */
  function leave(caseId: string, content: CommandContent): Done {
    if (liveDecision(desk.work, caseId) !== null)
      return fail('already-decided', 'This case has been decided here. Undo that first.');
    if (outbox.forCase(desk.work, caseId).some(isLeaving))
      return fail('not-assigned', 'You have put this case away already.');
    return make(caseId, content);
  }

  return {
    note: (params: BridgeParams<'case.note'>): Done =>
      make(params.caseId, { type: 'note', text: params.text }),
    flagPattern: ({ caseId, ...pattern }: BridgeParams<'case.flagPattern'>): Done =>
      make(caseId, { type: 'pattern-flag', ...pattern }),
    snooze({ caseId, until, reason }: BridgeParams<'case.snooze'>): Done {
      if (Date.parse(until) <= correctedNow(desk))
        return fail('invalid', 'That time has passed.', [
          { field: 'until', message: 'must be in the future' },
        ]);
      return leave(caseId, { type: 'snooze', until, reason });
    },
    skip: ({ caseId, reason }: BridgeParams<'case.skip'>): Done => leave(caseId, { type: 'skip', reason }),
    recuse: ({ caseId, reason }: BridgeParams<'case.recuse'>): Done =>
      leave(caseId, { type: 'recuse', reason }),
    release: ({ caseId, reason }: BridgeParams<'case.release'>): Done =>
      leave(caseId, { type: 'release', reason }),
    handOver({ caseId, to, reason }: BridgeParams<'case.handOver'>): Done {
      if (to === desk.account().id)
        return fail('invalid', 'The case is yours already.', [{ field: 'to', message: 'is you' }]);
      return leave(caseId, { type: 'hand-over', to, reason });
    },
    escalate: ({ caseId, queue, policies, reason }: BridgeParams<'case.escalate'>): Done =>
      leave(caseId, { type: 'escalate', queue, policies, reason }),
  };
}

import { useState } from 'react';
import type { Answer, BridgeInput, Failure } from '../../contract/bridge.ts';
import { showNextUndecided } from '../commands/queue.ts';
import { useStores } from '../stores/stores.ts';
import type { MessageKey } from '../strings/translate.ts';

type Step =
  | 'case.escalate'
  | 'case.snooze'
  | 'case.skip'
  | 'case.recuse'
  | 'case.release'
  | 'case.handOver'
  | 'case.note'
  | 'case.flagPattern';

/** Runs a step on the case on screen; once it is on disk, says so, and shows the next case where this one left. */
export function useCaseStep(said: MessageKey, leaves: boolean) {
  const stores = useStores();
  const [failure, setFailure] = useState<Failure | null>(null);

  async function run<S extends Step>(step: S, params: Omit<BridgeInput<S>, 'caseId'>): Promise<void> {
    const { caseId } = stores.openedCase.getState();
    if (caseId === null) return;
    const answer: Answer<S> = await stores.bridge.invoke(step, {
      caseId,
      ...params,
    } as unknown as BridgeInput<S>);
    if (!answer.ok) {
      setFailure(answer);
      return;
    }
    stores.window.getState().close();
    stores.window.getState().say(said);
    stores.openedCase.getState().forget(caseId);
    if (leaves && (await showNextUndecided(stores))) return;
    await stores.openedCase.getState().reload();
  }

  return { failure, run, close: () => stores.window.getState().close() };
}

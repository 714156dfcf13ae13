import { FirstDecision } from '../../contract/first-decision.ts';
import { lateOn } from './fake-late.ts';

/** The decision that the first case of the queue appeals. */
export function firstDecision(change: Partial<FirstDecision> = {}): FirstDecision {
  const { id, ...rest } = lateOn(0);
  return FirstDecision.parse({ ...rest, decisionId: id, ...change });
}

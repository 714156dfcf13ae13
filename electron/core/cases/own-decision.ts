import type { OwnDecision } from '../../../contract/bridge.ts';
import type { Decision } from '../../../contract/command.ts';
import type { OutboxEntry } from '../store/work/outbox.ts';

/** The decision as it was made: its stored bytes are the only copy, and they are ours (D6). */
export const decisionIn = (entry: OutboxEntry): Decision => JSON.parse(entry.body) as Decision;

/** What `z` would do with a decision now (D3): once its first byte may have left, only a recall can undo it. */
export function undoOf(entry: OutboxEntry): OwnDecision['undo'] {
  if (entry.undoneBy !== null) return 'none';
  switch (entry.state) {
    case 'held':
    case 'pending':
      return entry.attempts === 0 ? 'withdraw' : 'recall';
    case 'needs-confirmation':
      return 'withdraw';
    case 'sending':
    case 'acknowledged':
      return 'recall';
    default:
      return 'none';
  }
}

export function ownDecisionOf(entry: OutboxEntry, holdEndsInMs: number | null): OwnDecision {
  const decision = decisionIn(entry);
  return {
    decisionId: decision.id,
    caseId: decision.caseId,
    title: entry.title,
    reference: entry.reference,
    outcome: decision.outcome,
    state: entry.state,
    decidedAt: decision.decidedAt,
    holdEndsInMs:
      entry.state === 'held' && holdEndsInMs !== null ? Math.max(0, Math.round(holdEndsInMs)) : null,
    undo: undoOf(entry),
    batchId: decision.batchId,
  };
}

/** The newest decision of a case that was neither withdrawn nor recalled; null when there is none. */
export function standingOwn(entries: readonly OutboxEntry[]): OutboxEntry | null {
  return (
    entries.findLast(
      (entry) => entry.type === 'decision' && entry.state !== 'withdrawn' && entry.undoneBy === null,
    ) ?? null
  );
}

/** A recall that the central API has not answered: until then nobody knows under which epoch the case goes on. */
export const recallOnItsWay = (entries: readonly OutboxEntry[]): boolean =>
  entries.some(
    (entry) =>
      entry.type === 'recall' &&
      (entry.state === 'pending' || entry.state === 'sending' || entry.state === 'held'),
  );

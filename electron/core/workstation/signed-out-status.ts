import type { Status } from '../../../contract/bridge.ts';
import type { Clock } from '../ports.ts';

/** What the status says while nobody is signed in. */
export function createSignedOutStatus(clock: Clock): () => Status {
  const since = new Date(clock.now()).toISOString();
  return () => ({
    contact: 'signed-out',
    since,
    reason: 'none',
    lastContactAt: null,
    nextAttemptAt: null,
    waiting: 0,
    waitingDecisions: 0,
    attention: 0,
    queue: 0,
    ready: 0,
    arrivals: 0,
    unreadable: 0,
    drafts: 0,
    fetching: 0,
    retiring: false,
    restored: null,
    catalogueVersion: null,
    clockOffsetMs: 0,
  });
}

import type { BridgeEvent } from '../../contract/bridge.ts';
import { afterPaint } from './after-paint.ts';

/** Who is signed in, and what the window looks like, cannot wait. */
const atOnce: readonly BridgeEvent['event'][] = ['status', 'session', 'settings'];

/**
 * What the workstation announces leads to questions. They wait until what is on screen has been painted, so that they
 * are not in the way of a key, and what is announced several times meanwhile is asked for once.
 */
export function createEventQueue(handle: (event: BridgeEvent) => void): (event: BridgeEvent) => void {
  const waiting = new Map<string, BridgeEvent>();

  async function empty(): Promise<void> {
    await afterPaint();
    const events = [...waiting.values()];
    waiting.clear();
    for (const event of events) handle(event);
  }

  return (event) => {
    if (atOnce.includes(event.event)) {
      handle(event);
      return;
    }
    if (waiting.size === 0) void empty();
    const key = event.event === 'case' ? `case ${event.caseId}` : event.event;
    waiting.set(key, merged(waiting.get(key), event));
  };
}

/** Rows of both; null is every row. */
function merged(before: BridgeEvent | undefined, event: BridgeEvent): BridgeEvent {
  if (before?.event !== 'queue' || event.event !== 'queue') return event;
  if (before.caseIds === null || event.caseIds === null) return { event: 'queue', caseIds: null };
  return { event: 'queue', caseIds: [...new Set([...before.caseIds, ...event.caseIds])] };
}

import type { BridgeEvent, Status } from '../../../contract/bridge.ts';
import type { CaseId } from '../../../contract/primitives.ts';
import type { Log, TimerHandle, Timers } from '../ports.ts';

const SOON_MS = 20;
const STATUS_MS = 80;
const MOST_NAMED = 200;

export interface Announcer {
  announce(event: BridgeEvent): void;
  /** The status may have changed; it is looked up and told once for many changes. */
  statusChanged(): void;
  subscribe(listener: (event: BridgeEvent) => void): () => void;
  close(): void;
}

/**
 * Tells the window what has changed, much at once rather than often: a pull of thousands of cases is a few events.
 * `readStatus` is asked when it is told, so that what is told is true then.
 */
export function createAnnouncer(timers: Timers, log: Log, readStatus: () => Status): Announcer {
  const listeners = new Set<(event: BridgeEvent) => void>();
  const single = new Map<string, BridgeEvent>();
  let queueIds: Set<CaseId> | null = new Set();
  let soon: TimerHandle | null = null;
  let status: TimerHandle | null = null;
  let closed = false;

  function tell(event: BridgeEvent): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        log.error('listener.failed', { error: error instanceof Error ? error.name : typeof error });
      }
    }
  }

  function flush(): void {
    soon = null;
    const events = [...single.values()];
    single.clear();
    const ids = queueIds;
    queueIds = new Set();
    if (ids === null || ids.size > 0) tell({ event: 'queue', caseIds: ids === null ? null : [...ids] });
    for (const event of events) tell(event);
  }

  function gather(event: BridgeEvent): void {
    if (event.event !== 'queue') {
      // Of one kind and case only the newest is told: each says all there is to say.
      single.set('caseId' in event ? `${event.event} ${event.caseId}` : event.event, event);
      return;
    }
    if (event.caseIds === null) queueIds = null;
    for (const id of event.caseIds ?? []) queueIds?.add(id);
    if (queueIds !== null && queueIds.size > MOST_NAMED) queueIds = null;
  }

  function statusChanged(): void {
    if (closed) return;
    status ??= timers.set(() => {
      status = null;
      tell({ event: 'status', status: readStatus() });
    }, STATUS_MS);
  }

  return {
    announce(event) {
      if (closed) return;
      gather(event);
      soon ??= timers.set(flush, SOON_MS);
      statusChanged();
    },
    statusChanged,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      closed = true;
      if (soon !== null) timers.clear(soon);
      if (status !== null) timers.clear(status);
      listeners.clear();
    },
  };
}

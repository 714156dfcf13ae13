import type { ServerResponse } from 'node:http';
import type { BridgeEvent } from '../../contract/bridge.ts';

const HEARTBEAT_MS = 15_000;
/** Unread bytes from which on events are merged instead of written. */
const SLOW_BYTES = 256 * 1024;
/** Different events that are kept for a slow reader; past this the stream ends and the reader asks anew. */
const KEPT_EVENTS = 500;

type StreamOptions = Readonly<{
  subscribe(listener: (event: BridgeEvent) => void): () => void;
  /** Written before any other. */
  first?: readonly BridgeEvent[];
  heartbeatMs?: number;
  slowBytes?: number;
}>;

/**
 * Writes the workstation's events as server-sent events, each `data: <BridgeEvent>`. Events announce state, so of
 * several about one thing only the newest counts: that bounds what a reader that stopped reading can hold up.
 */
export function streamEvents(response: ServerResponse, options: StreamOptions): void {
  // A reader that has gone already closes no more, and its subscription would stay for ever.
  if (response.destroyed) return;
  const slowBytes = options.slowBytes ?? SLOW_BYTES;
  const kept = new Map<string, BridgeEvent>();

  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  response.write(': open\n\n');

  const isSlow = (): boolean => response.writableLength > slowBytes;
  const write = (event: BridgeEvent): void => {
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  for (const event of options.first ?? []) write(event);
  const end = options.subscribe((event) => {
    if (kept.size === 0 && !isSlow()) return write(event);
    const subject = subjectOf(event);
    kept.set(subject, mergeEvents(kept.get(subject), event));
    if (kept.size > KEPT_EVENTS) response.destroy();
  });
  response.on('drain', () => {
    for (const [subject, event] of kept) {
      if (isSlow()) return;
      kept.delete(subject);
      write(event);
    }
  });
  const heartbeat = setInterval(() => {
    if (!isSlow()) response.write(': heartbeat\n\n');
  }, options.heartbeatMs ?? HEARTBEAT_MS);
  response.once('close', () => {
    clearInterval(heartbeat);
    kept.clear();
    end();
  });
}

function subjectOf(event: BridgeEvent): string {
  return event.event === 'case' ? `case ${event.caseId}` : event.event;
}

export function mergeEvents(older: BridgeEvent | undefined, newer: BridgeEvent): BridgeEvent {
  if (older?.event !== 'queue' || newer.event !== 'queue') return newer;
  if (older.caseIds === null || newer.caseIds === null) return { event: 'queue', caseIds: null };
  const caseIds = [...new Set([...older.caseIds, ...newer.caseIds])];
  return { event: 'queue', caseIds: caseIds.length > 200 ? null : caseIds };
}

import { createHash } from 'node:crypto';
import type { BridgeEvent, Failure } from '../../contract/bridge.ts';
import type { Workstation } from '../../electron/core/workstation.ts';

/** A workstation of this test: it remembers what was asked, answers with it, and holds a few bytes. */
export function createFakeWorkstation() {
  const calls: Array<{ method: string; params: unknown }> = [];
  const listeners = new Set<(event: BridgeEvent) => void>();
  const held = new Map<string, { mediaType: string; bytes: Uint8Array }>();
  let closed = 0;

  const workstation: Workstation = {
    async invoke(method, params) {
      calls.push({ method, params });
      const failure: Failure = { ok: false, code: 'not-found', detail: `asked ${method}`, errors: [] };
      return failure;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async evidence(digest, range) {
      const found = held.get(digest);
      if (!found) return null;
      const end = range?.end ?? found.bytes.byteLength - 1;
      return {
        mediaType: found.mediaType,
        size: found.bytes.byteLength,
        bytes: found.bytes.subarray(range?.start ?? 0, end + 1),
      };
    },
    async close() {
      closed += 1;
    },
  };

  return {
    workstation,
    calls,
    listeners: () => listeners.size,
    timesClosed: () => closed,
    announce(event: BridgeEvent) {
      for (const listener of listeners) listener(event);
    },
    hold(mediaType: string, bytes: Uint8Array): string {
      const digest = createHash('sha256').update(bytes).digest('hex');
      held.set(digest, { mediaType, bytes: new Uint8Array(bytes) });
      return digest;
    },
  };
}

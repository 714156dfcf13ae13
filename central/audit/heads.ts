/** Heads of the audit chain that desktops keep, so that a chain that was cut or written anew is seen (U2). */
import type { AuditHead } from '../../contract/audit-head.ts';
import type { Caller } from '../caller.ts';
import type { Instance } from '../instance.ts';
import { minute, type Clock, type Ids, type Log } from '../ports.ts';
import { only, type Store } from '../store/sql.ts';
import { recordAudit } from './record.ts';

export interface AuditHeads {
  /** What goes out with an acknowledgement: the newest sealed head, at most a second old. */
  newest(): Promise<AuditHead>;
  /** Holds one that was kept elsewhere against the chain; what differs is audited, logged and counted, once. */
  check(caller: Caller, kept: AuditHead | null): Promise<void>;
  /** How many that were kept elsewhere this process has found to differ. */
  differing(): number;
}

const FRESH_MS = 1000;
/** Then one that was found is looked for again: it may have been cut off since. */
const AGAIN_MS = 10 * minute;
const KNOWN_AT_MOST = 10_000;

export function createAuditHeads(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly instance: Instance;
}): AuditHeads {
  const { store, clock, ids, log, instance } = deps;
  /** What has been looked up already: many desktops keep the same one. */
  const known = new Set<string>();
  let head: AuditHead | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let knownSince = clock.now();
  let differing = 0;

  async function differs(caller: Caller, { sequence, hash }: AuditHead): Promise<void> {
    differing += 1;
    log.error({ sequence, device: caller.deviceId }, 'the audit chain lacks a head that a desktop kept');
    await store.transact((tx) =>
      recordAudit(tx, [
        {
          id: ids.uuid(),
          at: new Date(clock.now()),
          kind: 'audit.head-differs',
          personId: caller.id,
          deviceId: caller.deviceId,
          details: { sequence, hash },
        },
      ]),
    );
  }

  return {
    async newest() {
      const now = clock.now();
      if (head === null || Math.abs(now - readAt) >= FRESH_MS) {
        const row = only(
          await store.query<{ sequence: number; hash: string }>('select sequence, hash from audit_head'),
        );
        head = { era: instance.era, sequence: row.sequence, hash: row.hash as AuditHead['hash'] };
        readAt = now;
      }
      return head;
    },
    async check(caller, kept) {
      // A restored backup has lost what came after it: its era says so.
      if (kept === null || kept.sequence === 0 || kept.era !== instance.era) return;
      const key = `${kept.sequence} ${kept.hash}`;
      if (known.size >= KNOWN_AT_MOST || clock.now() - knownSince > AGAIN_MS) {
        known.clear();
        knownSince = clock.now();
      }
      if (known.has(key)) return;
      known.add(key);
      const { rows } = await store.query<{ hash: string }>(
        'select hash from audit_event where sequence = $1',
        [kept.sequence],
      );
      if (rows[0]?.hash !== kept.hash) await differs(caller, kept);
    },
    differing: () => differing,
  };
}

import { randomBytes } from 'node:crypto';
import type { Clock, Ids } from './ports.ts';
import { only, type Store } from './store/sql.ts';

/** Who this central API is (L5). Cursors, epochs and versions are compared within one era. */
export interface Instance {
  readonly id: string;
  readonly era: number;
  /** Of this store, kept with it; signs what must be known again (L5). */
  readonly secret: string;
  serving: boolean;
  notServingBecause: string | null;
  /** Stops serving, in every process, until `central restored` is run: a client was ahead of this store (L5). */
  stopServing(because: string): Promise<void>;
  /** Says that this process serves, and takes over what others said. */
  beat(): Promise<void>;
}

/** Gaps shorter than this are a busy moment, not a time without a central API. */
const OUTAGE_MS = 90_000;

interface InstanceRow {
  id: string;
  era: number;
  secret: string | null;
  serving: boolean;
  not_serving_because: string | null;
  heartbeat_at: Date | null;
}

/**
 * Reads the identity, making one at the first start. Where nobody served for a while, leases are moved on by that
 * time: it stands still (F2).
 */
export async function openInstance(deps: { store: Store; clock: Clock; ids: Ids }): Promise<Instance> {
  const { store, clock } = deps;
  const row = await store.transact(async (tx) => {
    const at = new Date(clock.now());
    await tx.query(
      'insert into instance (id, created_at, heartbeat_at) values ($1, $2, $2) on conflict (single) do nothing',
      [deps.ids.uuid(), at],
    );
    const found = only(
      await tx.query<InstanceRow>(
        'select id, era, secret, serving, not_serving_because, heartbeat_at from instance for update',
      ),
    );
    const gapMs = found.heartbeat_at ? at.getTime() - found.heartbeat_at.getTime() : 0;
    if (gapMs > OUTAGE_MS) {
      await tx.query(
        `update device set lease_from = lease_from + $1 * interval '1 millisecond',
           contact_since = contact_since + $1 * interval '1 millisecond'`,
        [gapMs],
      );
      await tx.query(`update person set active_at = active_at + $1 * interval '1 millisecond'`, [gapMs]);
    }
    const secret = found.secret ?? randomBytes(32).toString('base64url');
    await tx.query('update instance set heartbeat_at = $1, secret = $2', [at, secret]);
    return { ...found, secret };
  });

  const instance: Instance = {
    id: row.id,
    era: row.era,
    secret: row.secret,
    serving: row.serving,
    notServingBecause: row.not_serving_because,
    async stopServing(because) {
      instance.serving = false;
      instance.notServingBecause = because;
      await store.query('update instance set serving = false, not_serving_because = $1', [because]);
    },
    async beat() {
      const { rows } = await store.query<Omit<InstanceRow, 'secret'>>(
        `update instance set heartbeat_at = greatest(heartbeat_at, $1)
         returning id, era, serving, not_serving_because, heartbeat_at`,
        [new Date(clock.now())],
      );
      const [now] = rows;
      if (!now) return;
      // A new era needs a new start, so that nothing remembered from the old one is used.
      instance.serving = now.serving && now.era === instance.era;
      instance.notServingBecause = now.not_serving_because;
    },
  };
  return instance;
}

import { recordAudit } from '../audit/record.ts';
import { only } from '../store/sql.ts';
import type { Data } from './open-data.ts';

/**
 * Says that the store was restored from a backup: a new era begins, in which desktops start their feeds anew and
 * send again what the backup may have lost (L5). Returns the era. Processes that serve must be started anew.
 */
export async function beginEra({ store, clock, ids }: Data): Promise<number> {
  return store.transact(async (tx) => {
    const at = new Date(clock.now());
    const { era } = only(
      await tx.query<{ era: number }>(
        'update instance set era = era + 1, serving = true, not_serving_because = null returning era',
      ),
    );
    await recordAudit(tx, [{ id: ids.uuid(), at, kind: 'central.restored', details: { era } }]);
    return era;
  });
}

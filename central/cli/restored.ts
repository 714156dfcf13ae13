import { recordAudit } from '../audit/record.ts';
import type { Data } from './open-data.ts';
import { SettingsError } from './settings.ts';

/**
 * Says that the store was restored from a backup: a new era begins, in which desktops start their feeds anew and
 * send again what the backup may have lost (L5). Returns the era. Processes that serve must be started anew.
 */
export async function beginEra({ store, clock, ids }: Data): Promise<number> {
  return store.transact(async (tx) => {
    const at = new Date(clock.now());
    const { rows } = await tx.query<{ era: number }>(
      'update instance set era = era + 1, serving = true, not_serving_because = null returning era',
    );
    const era = rows[0]?.era;
    if (era === undefined)
      throw new SettingsError('this store has never served: there is nothing to restore');
    await recordAudit(tx, [{ id: ids.uuid(), at, kind: 'central.restored', details: { era } }]);
    return era;
  });
}

import { recordAudit } from '../audit/record.ts';
import type { Data } from './open-data.ts';
import { SettingsError } from './settings.ts';

const ERA_BASE_MS = Date.UTC(2020, 0, 1);

/**
 * Says that the store was restored from a backup: a new era begins, in which desktops start their feeds anew and
 * send again what the backup may have lost (L5). Returns the era, which is drawn from the clock: the same backup restored twice
 * begins two eras, and a desktop that has seen the first knows that it has not seen the second. Processes that serve must be started anew.
 */
export async function beginEra({
  store,
  clock,
  ids,
}: Pick<Data, 'store' | 'clock' | 'ids'>): Promise<number> {
  return store.transact(async (tx) => {
    const at = new Date(clock.now());
    const { rows } = await tx.query<{ era: number }>(
      `update instance set era = greatest(era + 1, $1), serving = true, not_serving_because = null returning era`,
      [Math.floor((at.getTime() - ERA_BASE_MS) / 1000)],
    );
    const era = rows[0]?.era;
    if (era === undefined)
      throw new SettingsError('this store has never served: there is nothing to restore');
    await recordAudit(tx, [{ id: ids.uuid(), at, kind: 'central.restored', details: { era } }]);
    return era;
  });
}

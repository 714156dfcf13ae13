import { day, type Clock } from '../ports.ts';
import type { Store } from '../store/sql.ts';
import { FEED_LOCK } from './sequencer.ts';

/** A desktop that was away for longer starts its feed anew (R4). */
const DROPS_KEPT_MS = 60 * day;

/**
 * Forgets old drops and raises the floor of those feeds. What stays below the floor moves above it, so that a
 * feed read from its beginning never names a cursor that has expired.
 */
export async function pruneFeed(store: Store, clock: Clock): Promise<void> {
  const before = new Date(clock.now() - DROPS_KEPT_MS);
  const due = await store.query(`select 1 from feed where type = 'drop' and changed_at < $1 limit 1`, [
    before,
  ]);
  if (due.count === 0) return;
  await store.transact(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [FEED_LOCK]);
    await tx.query(
      `with gone as (
         delete from feed where type = 'drop' and changed_at < $1 and position is not null
         returning person_id, position
       ), floors as (select person_id, max(position) as floor from gone group by person_id)
       update person p set feed_floor = greatest(p.feed_floor, floors.floor)
       from floors where p.id = floors.person_id`,
      [before],
    );
    await tx.query(
      `update feed set position = nextval('feed_position') from person p
       where p.id = feed.person_id and feed.position is not null and feed.position <= p.feed_floor`,
    );
  });
}

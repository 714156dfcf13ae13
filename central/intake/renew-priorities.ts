import { caseColumns, isHeld, type CaseRow } from '../cases/case-row.ts';
import { createChanges } from '../cases/changes.ts';
import { minute, type Clock, type Ids } from '../ports.ts';
import type { Store } from '../store/sql.ts';
import { horizonMinutes, priorityOf } from './priority.ts';

/** A priority older than this is reckoned anew: nearness moves it by no more than eight points of a thousand meanwhile. */
const STALE_MS = 15 * minute;
const CHUNK = 200;
/** Chunks in one go; the rest comes with the next beat, so that many cases make no storm. */
const CHUNKS_AT_ONCE = 10;

/**
 * Reckons priorities anew for open cases that come near their due time. Whoever holds a case is told only when its
 * band changes: an order that shifts by a point is no news. Returns how many were looked at.
 */
export async function renewPriorities(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}): Promise<number> {
  let looked = 0;
  for (let chunk = 0; chunk < CHUNKS_AT_ONCE; chunk += 1) {
    const count = await renewSome(deps);
    looked += count;
    if (count < CHUNK) break;
  }
  return looked;
}

async function renewSome({ store, clock, ids }: Parameters<typeof renewPriorities>[0]): Promise<number> {
  const at = new Date(clock.now());
  return store.transact(async (tx) => {
    const { rows } = await tx.query<CaseRow>(
      `select ${caseColumns} from case_file c join queue q on q.id = c.queue
       where c.state not in ('decided', 'closed') and c.due_at is not null and c.due_paused_at is null
         and c.due_at < $1 and (c.priority_at is null or c.priority_at < $2)
         -- Late is late: nothing moves after the due time has been seen to pass.
         and (c.priority_at is null or c.priority_at < c.due_at)
       order by c.priority_at nulls first, c.id limit ${CHUNK} for update of c skip locked`,
      [new Date(at.getTime() + horizonMinutes * minute), new Date(at.getTime() - STALE_MS)],
    );
    if (rows.length === 0) return 0;
    const changes = createChanges(tx, at, ids);
    for (const row of rows) {
      const before = row.priority_band;
      const { score, band } = priorityOf({
        risk: row.risk_score,
        reports: row.reports,
        strikes: row.strikes,
        dueInMinutes: row.due_at === null ? null : (row.due_at.getTime() - at.getTime()) / minute,
      });
      row.priority_score = score;
      row.priority_band = band;
      if (band !== before && isHeld(row.state)) changes.touch(row);
      else changes.mark(row);
    }
    await changes.flush();
    await tx.query('update case_file set priority_at = $2 where id = any($1::uuid[])', [
      rows.map(({ id }) => id),
      at,
    ]);
    return rows.length;
  });
}

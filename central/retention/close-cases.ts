import { caseColumns, type CaseRow } from '../cases/case-row.ts';
import { createChanges, nobody } from '../cases/changes.ts';
import { day, type Clock, type Ids } from '../ports.ts';
import type { Store } from '../store/sql.ts';

/** So long a decision can be recalled, and desktops send again what a backup has lost (L5). */
const SETTLED_MS = 30 * day;
const CHUNK = 200;

/** Closes what was decided long ago and has been carried out: a new epoch, so that nothing old applies (F1). */
export async function closeCases(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}): Promise<number> {
  let closed = 0;
  for (;;) {
    const count = await closeSome(deps);
    closed += count;
    if (count < CHUNK) return closed;
  }
}

async function closeSome({ store, clock, ids }: Parameters<typeof closeCases>[0]): Promise<number> {
  const at = new Date(clock.now());
  return store.transact(async (tx) => {
    const { rows } = await tx.query<CaseRow>(
      `select ${caseColumns} from case_file c join queue q on q.id = c.queue
       where c.state = 'decided' and c.updated_at < $1
         and not exists (select 1 from enforcement e where e.case_id = c.id and e.state = 'requested')
         and not exists (select 1 from approval a where a.decision_id = c.standing_decision and a.state = 'awaiting')
       order by c.id limit ${CHUNK} for update of c skip locked`,
      [new Date(at.getTime() - SETTLED_MS)],
    );
    const changes = createChanges(tx, at, ids);
    for (const row of rows) {
      row.epoch += 1;
      row.closed_at = at;
      changes.setState(row, 'closed');
      changes.mark(row);
      changes.audit({ kind: 'case.closed', ...nobody, caseId: row.id, details: { epoch: row.epoch } });
    }
    await changes.flush();
    return rows.length;
  });
}

/** What the handlers of commands share while a batch is applied in one transaction. */
import type { Catalogue } from '../../contract/catalogue.ts';
import { isHeld, type CaseRow } from '../cases/case-row.ts';
import type { Actor, Changes } from '../cases/changes.ts';
import type { Caller } from '../caller.ts';
import type { Ids } from '../ports.ts';
import type { Tx } from '../store/sql.ts';
import type { LateReason } from './outcome.ts';

export interface CommandContext {
  readonly tx: Tx;
  readonly at: Date;
  readonly ids: Ids;
  readonly caller: Caller;
  readonly cases: ReadonlyMap<string, CaseRow>;
  readonly changes: Changes;
  readonly catalogues: ReadonlyMap<number, Catalogue>;
  readonly currentCatalogue: Catalogue;
}

/**
 * What a person has to say about a case under an epoch (F3). `expired`: the lease ended and nobody else was given
 * the case, so its last holder still counts. `late`: held once, not now. `never`: not theirs to know of.
 */
export type Holding =
  | { readonly is: 'current' | 'expired' }
  | { readonly is: 'late'; readonly reason: LateReason; readonly sinceEpoch: number }
  | { readonly is: 'never' };

interface AssignmentRow {
  epoch: number;
  ended_because: string | null;
}

export async function holdingOf(context: CommandContext, row: CaseRow, epoch: number): Promise<Holding> {
  const { tx, caller, changes } = context;
  if (row.assignee === caller.id && row.epoch === epoch) return { is: 'current' };
  // What this batch has changed so far counts.
  await changes.flush();
  const { rows } = await tx.query<AssignmentRow>(
    'select epoch, ended_because from assignment where case_id = $1 and person_id = $2 order by epoch desc',
    [row.id, caller.id],
  );
  const held = rows.find((one) => one.epoch === epoch) ?? rows[0];
  if (!held) return { is: 'never' };
  const expired = held.ended_because === 'lease-ended' || held.ended_because === 'idle';
  const unclaimed = row.assignee === null || row.assignee === caller.id;
  if (held.epoch === epoch && expired && unclaimed && row.epoch === epoch + 1) return { is: 'expired' };
  return { is: 'late', reason: lateReason(row, held), sinceEpoch: held.epoch };
}

function lateReason(row: CaseRow, held: AssignmentRow): LateReason {
  if (row.state === 'closed') return 'closed';
  if (row.standing_decision !== null) return 'already-decided';
  switch (held.ended_because) {
    case 'lease-ended':
    case 'idle':
      return 'lease-ended';
    case 'released':
    case 'escalated':
      return 'released';
    case 'deleted':
      return 'deleted';
    default:
      return 'reassigned';
  }
}

/** Gives an expired case back to its last holder, under the epoch that it has: nobody else had it in between. */
export async function takeUpAgain(context: CommandContext, row: CaseRow): Promise<void> {
  if (row.assignee !== null) return;
  const { tx, at, caller, changes } = context;
  row.assignee = caller.id;
  row.device_id = caller.deviceId;
  row.assigned_at = at;
  await tx.query(
    `insert into assignment (case_id, epoch, person_id, device_id, assigned_at) values ($1, $2, $3, $4, $5)
     on conflict (case_id, epoch) do nothing`,
    [row.id, row.epoch, caller.id, caller.deviceId, at],
  );
  if (!isHeld(row.state)) changes.setState(row, 'assigned');
  changes.touch(row);
}

export const actorOf = (caller: Caller): Actor => ({ personId: caller.id, deviceId: caller.deviceId });

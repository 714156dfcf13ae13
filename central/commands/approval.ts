/** Whether a second person must approve what a decision asks of the platform (D12, D13). */
import type { Action } from '../../contract/action.ts';
import type { ApprovalReason } from '../../contract/approval.ts';
import type { Catalogue } from '../../contract/catalogue.ts';
import type { Decision } from '../../contract/command.ts';
import type { CommandContext } from './context.ts';

export interface NeededApproval {
  readonly because: ApprovalReason;
  /** Whether this action waits for it; the others are asked for at once. */
  waits(action: Action): boolean;
}

/** By the catalogue in force. Null where nobody need be asked. */
export async function approvalNeeded(
  { tx }: Pick<CommandContext, 'tx'>,
  decision: Decision,
  catalogue: Catalogue,
  personId: string,
): Promise<NeededApproval | null> {
  if ((await sizeOfBatch(tx, decision, personId)) > catalogue.rules.batchApprovalAbove) {
    return { because: 'batch', waits: () => true };
  }
  const kinds = new Set(
    catalogue.actions.filter(({ requiresApproval }) => requiresApproval).map(({ kind }) => kind),
  );
  const waits = ({ action }: Action): boolean => kinds.has(action);
  return decision.actions.some(waits) ? { because: 'action', waits } : null;
}

/** What is said of the size of a batch is believed only as far as what has come of it allows. */
async function sizeOfBatch(
  tx: CommandContext['tx'],
  { batchId, batchSize = 1 }: Decision,
  personId: string,
): Promise<number> {
  if (batchId === null) return 1;
  const { rows } = await tx.query<{ came: number }>(
    'select count(*) as came from decision where batch_id = $1 and person_id = $2',
    [batchId, personId],
  );
  return Math.max(batchSize, (rows[0]?.came ?? 0) + 1);
}

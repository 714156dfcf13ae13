/** The room of the second person: what waits for approval, looked at and settled. This needs contact (D12, D14). */
import type { BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import { SettleApproval } from '../../../contract/approval.ts';
import { succeed, type Outcome } from '../outcome.ts';
import type { Clock, Ids } from '../ports.ts';
import type { AskCentral } from './ask-central.ts';
import { lookAtItems, type Looking } from './look-at-items.ts';

export type ApprovalDeps = Readonly<{
  ask: AskCentral;
  ids: Ids;
  clock: Clock;
}>;

export function createApprovals({ ask, ids, clock }: ApprovalDeps) {
  return {
    async list(): Promise<Outcome<BridgeResult<'approvals.list'>>> {
      const answer = await ask('approvals.list', {});
      return answer.ok ? succeed({ ...answer.value, at: new Date(clock.now()).toISOString() }) : answer;
    },

    async see(
      looking: Looking,
      { decisionId }: BridgeParams<'approvals.see'>,
    ): Promise<Outcome<BridgeResult<'approvals.see'>>> {
      const answer = await ask('approvals.see', { params: { id: decisionId }, body: '{}' });
      if (!answer.ok) return answer;
      const [evidence = []] = await lookAtItems(looking, [answer.value.case.evidence]);
      return succeed({ ...answer.value, evidence });
    },

    /** Idempotent by its id, so a lost answer can be asked for again; the id is made here, once. */
    async settle(
      params: BridgeParams<'approvals.settle'>,
    ): Promise<Outcome<BridgeResult<'approvals.settle'>>> {
      const body = JSON.stringify(SettleApproval.parse({ id: ids.uuidv7(), ...params }));
      const first = await ask('approvals.settle', { body });
      return first.ok || first.code !== 'no-contact' ? first : ask('approvals.settle', { body });
    },
  };
}

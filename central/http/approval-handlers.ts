import { announceWork } from '../assignment/give.ts';
import { DELIVER_CHANNEL } from '../enforcement/deliverer.ts';
import { ENFORCEMENT_CHANNEL } from '../enforcement/settle.ts';
import { listApprovals, seeApproval } from '../supervision/approvals.ts';
import { settleApproval } from '../supervision/settle-approval.ts';
import type { Handlers, Services } from './handlers.ts';

export function createApprovalHandlers(
  services: Services,
): Pick<Handlers, 'approvals.list' | 'approvals.see' | 'approvals.settle'> {
  const { store, sequencer } = services;
  return {
    'approvals.list': ({ caller }) => listApprovals(store, caller),
    'approvals.see': ({ caller, params }) => seeApproval(services, caller, params.id),
    'approvals.settle': async ({ caller, body }) => {
      const settled = await settleApproval(services, caller, body);
      await sequencer.run();
      await store.notify(DELIVER_CHANNEL, '');
      await announceWork(store);
      const { rows } = await store.query<{ person_id: string }>(
        'select distinct person_id from decision where id = any($1::uuid[])',
        [settled.answers.filter(({ status }) => status !== 'not-found').map(({ decisionId }) => decisionId)],
      );
      // Authors look at once how their actions stand.
      for (const { person_id: author } of rows) await store.notify(ENFORCEMENT_CHANNEL, author);
      return settled;
    },
  };
}

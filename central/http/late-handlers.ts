import { announceWork } from '../assignment/give.ts';
import { DELIVER_CHANNEL } from '../enforcement/deliverer.ts';
import { ENFORCEMENT_CHANNEL } from '../enforcement/settle.ts';
import { listLate } from '../supervision/late.ts';
import { lookAtLate } from '../supervision/look-late.ts';
import { listNotices, listOffers, seeOffer } from '../supervision/late-offers.ts';
import { reverseBatch } from '../supervision/reverse-batch.ts';
import { settleLate } from '../supervision/settle-late.ts';
import type { Handlers, Services } from './handlers.ts';

export function createLateHandlers(
  services: Services,
): Pick<
  Handlers,
  | 'late.list'
  | 'late.look'
  | 'late.settle'
  | 'late.offers'
  | 'late.see'
  | 'batch.reverse'
  | 'decision.notices'
> {
  const { store, sequencer } = services;
  /** Whoever was told of one of these decisions looks at once. */
  const announce = async (decisionIds: readonly (string | null)[]): Promise<void> => {
    const { rows } = await store.query<{ person_id: string }>(
      'select distinct person_id from decision_notice where decision_id = any($1::uuid[])',
      [decisionIds.filter((id) => id !== null)],
    );
    for (const { person_id: told } of rows) await store.notify(ENFORCEMENT_CHANNEL, told);
  };
  return {
    'late.list': ({ caller, query }) => listLate(store, caller, query),
    'late.look': ({ caller, params }) => lookAtLate(services, caller, params.id),
    'late.settle': async ({ caller, params, body }) => {
      const settled = await settleLate(services, caller, params.id, body);
      await sequencer.run();
      await store.notify(DELIVER_CHANNEL, '');
      await announce([params.id, body.standing]);
      return settled;
    },
    'late.offers': ({ caller }) => listOffers(store, caller),
    'late.see': ({ caller, params, body }) => seeOffer(services, caller, params.id, body.outcome),
    'batch.reverse': async ({ caller, params, body }) => {
      const reversed = await reverseBatch(services, caller, params.id, body);
      await sequencer.run();
      await store.notify(DELIVER_CHANNEL, '');
      await announceWork(store);
      await announce(reversed.answers.map(({ decisionId }) => decisionId));
      return reversed;
    },
    'decision.notices': ({ caller, query }) => listNotices(store, caller, query),
  };
}

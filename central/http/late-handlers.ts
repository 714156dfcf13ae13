import { announceWork } from '../assignment/give.ts';
import { DELIVER_CHANNEL } from '../enforcement/deliverer.ts';
import { listLate } from '../supervision/late.ts';
import { listNotices, listOffers, seeOffer } from '../supervision/late-offers.ts';
import { reverseBatch } from '../supervision/reverse-batch.ts';
import { settleLate } from '../supervision/settle-late.ts';
import type { Handlers, Services } from './handlers.ts';

export function createLateHandlers(
  services: Services,
): Pick<
  Handlers,
  'late.list' | 'late.settle' | 'late.offers' | 'late.see' | 'batch.reverse' | 'decision.notices'
> {
  const { store, sequencer } = services;
  return {
    'late.list': ({ caller, query }) => listLate(store, caller, query),
    'late.settle': async ({ caller, params, body }) => {
      const settled = await settleLate(services, caller, params.id, body);
      await sequencer.run();
      await store.notify(DELIVER_CHANNEL, '');
      return settled;
    },
    'late.offers': ({ caller }) => listOffers(store, caller),
    'late.see': ({ caller, params, body }) => seeOffer(services, caller, params.id, body.outcome),
    'batch.reverse': async ({ caller, params, body }) => {
      const reversed = await reverseBatch(services, caller, params.id, body);
      await sequencer.run();
      await store.notify(DELIVER_CHANNEL, '');
      await announceWork(store);
      return reversed;
    },
    'decision.notices': ({ caller, query }) => listNotices(store, caller, query),
  };
}

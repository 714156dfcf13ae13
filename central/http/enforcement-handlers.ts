import { DELIVER_CHANNEL } from '../enforcement/deliverer.ts';
import { findEnforcement, listEnforcement, listMine } from '../enforcement/list.ts';
import { askAgain, settle } from '../enforcement/settle.ts';
import { Refusal } from '../refusal.ts';
import type { Handlers, Services } from './handlers.ts';

const notFound = () => new Refusal('not-found', 'nothing was asked of the platform under this id');

export function createEnforcementHandlers(
  services: Services,
): Pick<Handlers, 'enforcement.mine' | 'enforcement.list' | 'enforcement.retry' | 'enforcement.answer'> {
  const { store, sequencer } = services;
  return {
    'enforcement.mine': ({ caller, query }) => listMine(store, caller, query),
    'enforcement.list': ({ caller, query }) => listEnforcement(store, caller, query),
    'enforcement.retry': async ({ caller, params, body }) => {
      if (!(await findEnforcement(store, caller, params.id))) throw notFound();
      const done = await askAgain(
        services,
        params.id,
        { personId: caller.id, deviceId: caller.deviceId },
        body.reason,
      );
      if (done === 'not-failed') throw new Refusal('conflict', 'only what has failed can be asked for again');
      if (done === 'not-in-force') throw new Refusal('conflict', 'the decision is no longer in force');
      await store.notify(DELIVER_CHANNEL, '');
      const now = await findEnforcement(store, caller, params.id);
      if (!now) throw notFound();
      return now;
    },
    'enforcement.answer': async ({ params, body }) => {
      if (body.status === 'accepted') {
        const { rows } = await store.query<{ state: 'requested' }>(
          'select state from enforcement where id = $1',
          [params.id],
        );
        if (!rows[0]) throw notFound();
        return { state: rows[0].state };
      }
      const state = await settle(services, params.id, { is: body.status, detail: body.detail });
      if (state === null) throw notFound();
      await sequencer.run();
      // What waits behind it on its subject may go.
      await store.notify(DELIVER_CHANNEL, '');
      return { state };
    },
  };
}

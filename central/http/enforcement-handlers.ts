import { Refusal } from '../refusal.ts';
import type { Handlers, Services } from './handlers.ts';

const notBuilt = new Refusal('not-found', 'not yet');

export function createEnforcementHandlers(
  _services: Services,
): Pick<Handlers, 'enforcement.mine' | 'enforcement.list' | 'enforcement.retry' | 'enforcement.answer'> {
  return {
    'enforcement.mine': async () => {
      throw notBuilt;
    },
    'enforcement.list': async () => {
      throw notBuilt;
    },
    'enforcement.retry': async () => {
      throw notBuilt;
    },
    'enforcement.answer': async () => {
      throw notBuilt;
    },
  };
}

import { Refusal } from '../refusal.ts';
import type { Handlers, Services } from './handlers.ts';

const notBuilt = new Refusal('not-found', 'not yet');

export function createOperatingHandlers(_services: Services): Pick<Handlers, 'metrics'> {
  return {
    metrics: async () => {
      throw notBuilt;
    },
  };
}

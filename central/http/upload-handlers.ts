import { Refusal } from '../refusal.ts';
import type { Handlers, Services } from './handlers.ts';

const notBuilt = new Refusal('not-found', 'not yet');

export function createUploadHandlers(_services: Services): Pick<Handlers, 'uploads.begin' | 'uploads.part'> {
  return {
    'uploads.begin': async () => {
      throw notBuilt;
    },
    'uploads.part': async () => {
      throw notBuilt;
    },
  };
}

import { Refusal } from '../refusal.ts';
import type { Handlers, Services } from './handlers.ts';

const notBuilt = new Refusal('not-found', 'not yet');

export function createIntakeHandlers(
  _services: Services,
): Pick<Handlers, 'intake.cases' | 'intake.edit' | 'intake.reports'> {
  return {
    'intake.cases': async () => {
      throw notBuilt;
    },
    'intake.edit': async () => {
      throw notBuilt;
    },
    'intake.reports': async () => {
      throw notBuilt;
    },
  };
}

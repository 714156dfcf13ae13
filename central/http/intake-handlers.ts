import type { RouteAnswer } from '../../contract/api.ts';
import { listAppeals } from '../appeals/list-appeals.ts';
import { postAppeals } from '../appeals/post-appeals.ts';
import { nameRequest } from '../intake/answer-once.ts';
import { editEvidence } from '../intake/edit-evidence.ts';
import { postCases } from '../intake/post-cases.ts';
import { postReports } from '../intake/post-reports.ts';
import type { Producer } from '../producers/producer.ts';
import { Refusal } from '../refusal.ts';
import type { Handlers, Services } from './handlers.ts';

export function createIntakeHandlers(
  services: Services,
): Pick<Handlers, 'intake.cases' | 'intake.edit' | 'intake.reports' | 'intake.appeals' | 'appeals.list'> {
  const { store, catalogues, sequencer } = services;
  return {
    'intake.cases': async ({ producer, body, headers }) => {
      const named = nameRequest(producer.id, 'cases', headers['idempotency-key'], body);
      return postCases(services, producer, await catalogues.current(store), body, named);
    },
    'intake.reports': async ({ producer, body, headers }) => {
      if (!producer.sources.includes('report')) {
        throw new Refusal('forbidden', 'this producer may not send reports');
      }
      const named = nameRequest(producer.id, 'reports', headers['idempotency-key'], body);
      const answers = await postReports(services, producer, await catalogues.current(store), body, named);
      // Whoever holds a case that a report joined is told.
      await sequencer.run();
      return answers;
    },
    'intake.appeals': async ({ producer, body, headers }) => {
      mayAppeal(producer);
      const named = nameRequest(producer.id, 'appeals', headers['idempotency-key'], body);
      return postAppeals(services, producer, await catalogues.current(store), body, named);
    },
    'appeals.list': async ({ producer, query }) => {
      mayAppeal(producer);
      return listAppeals(services, producer, query);
    },
    'intake.edit': async ({ producer, params, body }) => {
      const { status, caseId, version } = await editEvidence(services, producer.id, params.externalId, body);
      await sequencer.run();
      return { status, caseId: caseId as RouteAnswer<'intake.edit'>['caseId'], version };
    },
  };
}

function mayAppeal({ sources }: Producer): void {
  if (!sources.includes('appeal')) throw new Refusal('forbidden', 'this producer may not send appeals');
}

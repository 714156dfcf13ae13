import { IntakeAnswers } from '../../contract/intake.ts';
import { editEvidence } from '../intake/edit-evidence.ts';
import { answeredOnce } from '../intake/idempotent.ts';
import { postCases } from '../intake/post-cases.ts';
import { postReports } from '../intake/post-reports.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers, Services } from './handlers.ts';

export function createIntakeHandlers(
  services: Services,
): Pick<Handlers, 'intake.cases' | 'intake.edit' | 'intake.reports'> {
  const { store, catalogues, sequencer } = services;

  const once = (
    { producer, body, request }: Call<'intake.cases' | 'intake.reports'>,
    work: () => Promise<IntakeAnswers>,
  ) =>
    answeredOnce(
      services,
      { producer: producer.id, key: request.headers['idempotency-key'], body, answer: IntakeAnswers },
      work,
    );

  return {
    'intake.cases': (call) =>
      once(call, async () => {
        const items = 'cases' in call.body ? (call.body.cases as unknown[]) : [call.body];
        return postCases(services, call.producer, await catalogues.current(store), items);
      }),
    'intake.reports': (call) =>
      once(call, async () => {
        if (!call.producer.sources.includes('report')) {
          throw new Refusal('forbidden', `this key may send ${call.producer.sources.join(', ')}`);
        }
        const items = 'reports' in call.body ? (call.body.reports as unknown[]) : [call.body];
        const answers = await postReports(services, call.producer.id, await catalogues.current(store), items);
        await sequencer.run();
        return answers;
      }),
    'intake.edit': async ({ producer, params, body }) => {
      const edited = await editEvidence(services, producer.id, params.externalId, body);
      await sequencer.run();
      return { ...edited, caseId: edited.caseId as never };
    },
  };
}

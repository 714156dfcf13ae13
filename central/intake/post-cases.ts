import type { z } from 'zod';
import type { Catalogue } from '../../contract/catalogue.ts';
import { IncomingCase } from '../../contract/import.ts';
import type { CasesBody, IntakeAnswer, IntakeAnswers } from '../../contract/intake.ts';
import type { FieldError } from '../../contract/problem.ts';
import { announceWork } from '../assignment/give.ts';
import { fieldErrorOf } from '../fields.ts';
import type { Producer } from '../producers/producer.ts';
import { answerOnce, type NamedRequest } from './answer-once.ts';
import { parseItems, rejectedItem } from './parse-items.ts';
import { addCases, prepareCases, type IntakeDeps, type Received } from './receive.ts';

/** `POST /v1/cases`: one case of a producer or a batch, answered item by item in its order. */
export async function postCases(
  deps: IntakeDeps,
  producer: Producer,
  catalogue: Catalogue,
  body: z.output<typeof CasesBody>,
  request: NamedRequest | null,
): Promise<IntakeAnswers> {
  const parsed = parseItems(IncomingCase, Array.isArray(body.cases) ? body.cases : [body], (one) =>
    notPermitted(producer, one),
  );
  const answers = await answerOnce(deps, request, {
    prepare: () =>
      prepareCases(deps, {
        producer: producer.id,
        catalogue,
        cases: parsed.flatMap(({ item }) => item ?? []),
      }),
    async work(tx, prepared) {
      const received = (await addCases(tx, deps, prepared)).values();
      const results = parsed.map(({ externalId, item, errors }, index) =>
        item === null
          ? rejectedItem(index, externalId, errors)
          : answerTo(index, externalId, received.next().value),
      );
      return { results };
    },
  });
  if (answers.results.some(({ status }) => status === 'added')) await announceWork(deps.store);
  return answers;
}

/** What this producer may not send, by field. */
function notPermitted(
  producer: Producer,
  { source, compartment }: Pick<IncomingCase, 'source' | 'compartment'>,
): FieldError[] {
  return [
    ...(producer.sources.includes(source)
      ? []
      : [{ field: 'source', message: `this producer may not send cases of source ${source}` }]),
    ...(compartment === null || producer.compartments.includes(compartment)
      ? []
      : [{ field: 'compartment', message: 'this producer may not send into this compartment' }]),
  ];
}

function answerTo(index: number, externalId: string, received: Received | undefined): IntakeAnswer {
  if (!received) throw new Error('a case was left without an answer');
  if (received.status === 'rejected') {
    return rejectedItem(index, externalId, [fieldErrorOf(received.reason)]);
  }
  const { status, caseId, reference } = received;
  return { index, externalId, status, caseId: caseId as never, reference };
}

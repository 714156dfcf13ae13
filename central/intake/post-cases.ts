/** `POST /v1/cases`: one case of a producer, or a batch answered item by item. */
import type { Catalogue } from '../../contract/catalogue.ts';
import { IncomingCase } from '../../contract/import.ts';
import type { IntakeAnswer, IntakeAnswers } from '../../contract/intake.ts';
import type { FieldError } from '../../contract/problem.ts';
import { fieldErrors } from '../fields.ts';
import type { Producer } from '../producers/producer.ts';
import { receiveCases, type IntakeDeps } from './receive.ts';
import { fieldErrorOf } from './refuse-item.ts';

export async function postCases(
  deps: IntakeDeps,
  producer: Producer,
  catalogue: Catalogue,
  items: readonly unknown[],
): Promise<IntakeAnswers> {
  const results: (IntakeAnswer | undefined)[] = items.map(() => undefined);
  const cases: { readonly index: number; readonly incoming: IncomingCase }[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = IncomingCase.safeParse(item);
    const errors = parsed.success ? notAllowed(producer, parsed.data) : fieldErrors(parsed.error);
    if (parsed.success && errors.length === 0) cases.push({ index, incoming: parsed.data });
    else results[index] = { status: 'rejected', index, externalId: externalIdOf(item), errors };
  }
  const received = await receiveCases(deps, {
    producer: producer.id,
    catalogue,
    cases: cases.map(({ incoming }) => incoming),
  });
  for (const [at, { index, incoming }] of cases.entries()) {
    const one = received[at];
    if (!one) throw new Error('a case that came in was not answered');
    const answered = { index, externalId: incoming.externalId };
    results[index] =
      one.status === 'rejected'
        ? { ...answered, status: 'rejected', errors: [fieldErrorOf(one.reason)] }
        : { ...answered, status: one.status, caseId: one.caseId as never, reference: one.reference };
  }
  return { results: results.filter((result) => result !== undefined) };
}

function notAllowed(producer: Producer, { source, compartment }: IncomingCase): FieldError[] {
  return [
    ...(producer.sources.includes(source)
      ? []
      : [{ field: 'source', message: `this key may send ${producer.sources.join(', ')}` }]),
    ...(compartment === null || producer.compartments.includes(compartment)
      ? []
      : [{ field: 'compartment', message: 'this key may not send into it' }]),
  ];
}

/** Of an item that may be anything. */
export function externalIdOf(item: unknown): string {
  const id = (item as { externalId?: unknown } | null)?.externalId;
  return typeof id === 'string' && id.isWellFormed() && !id.includes('\0') ? id.slice(0, 200) : '';
}

import type { z } from 'zod';
import type { IntakeAnswer } from '../../contract/intake.ts';
import { requiredText } from '../../contract/primitives.ts';
import type { FieldError } from '../../contract/problem.ts';
import { fieldErrors } from '../fields.ts';

export interface ParsedItem<Item> {
  /** Empty where it has none that could be told back. */
  readonly externalId: string;
  readonly item: Item | null;
  readonly errors: readonly FieldError[];
}

const ExternalId = requiredText(200);

/** Each by itself, so that a bad one does not refuse the others. `check` says what the schema cannot. */
export function parseItems<Item>(
  schema: z.ZodType<Item>,
  items: readonly Readonly<Record<string, unknown>>[],
  check: (item: Item) => readonly FieldError[],
): ParsedItem<Item>[] {
  return items.map((raw) => {
    const named = ExternalId.safeParse(raw['externalId']);
    const externalId = named.success ? named.data : '';
    const parsed = schema.safeParse(raw);
    const errors = parsed.success ? check(parsed.data) : fieldErrors(parsed.error);
    return { externalId, item: parsed.success && errors.length === 0 ? parsed.data : null, errors };
  });
}

export const rejectedItem = (
  index: number,
  externalId: string,
  errors: readonly FieldError[],
): IntakeAnswer => ({ index, externalId, status: 'rejected', errors: [...errors] });

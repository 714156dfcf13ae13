import { RoutingContent, type RoutingRule } from '../../contract/routing.ts';
import type { FieldError } from '../../contract/problem.ts';
import { fieldErrors } from '../fields.ts';
import { isOfLanguage } from './route.ts';

export type CheckedRouting =
  | { readonly ok: true; readonly content: RoutingContent }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Shape first, then what names a queue, then rules that an earlier one leaves nothing to. */
export function validateRouting(value: unknown, queues: readonly { readonly id: string }[]): CheckedRouting {
  const parsed = RoutingContent.safeParse(value);
  if (!parsed.success) return { ok: false, errors: fieldErrors(parsed.error) };
  const { rules, fallback } = parsed.data;
  const known = new Set(queues.map(({ id }) => id));
  const errors: FieldError[] = [];
  for (const [index, rule] of rules.entries()) {
    const wrong = (field: string, message: string) =>
      errors.push({ field: `rules.${index}.${field}`, message });
    if (rule.id === 'fallback') wrong('id', 'fallback is the name of what no rule takes');
    if (rules.findIndex(({ id }) => id === rule.id) < index) wrong('id', `${rule.id} is there twice`);
    if (!known.has(rule.queue)) wrong('queue', `the catalogue in force has none named ${rule.queue}`);
    const before = rules.slice(0, index).find((earlier) => takesAllOf(earlier.when, rule.when));
    if (before) wrong('when', `is never reached: ${before.id} takes all of it before`);
  }
  if (!known.has(fallback)) {
    errors.push({ field: 'fallback', message: `the catalogue in force has none named ${fallback}` });
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, content: parsed.data };
}

type When = RoutingRule['when'];

/** Whether every case that `later` takes is one that `earlier` takes. */
function takesAllOf(earlier: When, later: When): boolean {
  const covers = (
    wide: readonly string[] | undefined,
    narrow: readonly string[] | undefined,
    matches: (value: string, wanted: string) => boolean = (value, wanted) => value === wanted,
  ): boolean =>
    wide === undefined || (narrow?.every((value) => wide.some((wanted) => matches(value, wanted))) ?? false);
  return (
    covers(earlier.surface, later.surface) &&
    covers(earlier.source, later.source) &&
    covers(earlier.policyArea, later.policyArea) &&
    covers(earlier.compartment, later.compartment) &&
    covers(earlier.producer, later.producer) &&
    covers(earlier.language, later.language, isOfLanguage) &&
    (earlier.riskAtLeast === undefined || (later.riskAtLeast ?? 0) >= earlier.riskAtLeast)
  );
}

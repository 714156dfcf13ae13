/** Which queue a case goes to: rules in a file, versioned, and a published version never changes. */
import { z } from 'zod';
import { CaseSource } from './case.ts';
import { Language, Score, Slug, requiredText, text } from './primitives.ts';
import { SubjectType } from './subject.ts';

/** One value, or any of several. */
const anyOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([schema.transform((one) => [one]), z.array(schema).min(1).max(50)]);

export const RoutingRule = z.object({
  id: Slug,
  note: text(300).default(''),
  /** All that is named must hold; a rule that names nothing takes every case. */
  when: z.strictObject({
    surface: anyOf(SubjectType).optional(),
    source: anyOf(CaseSource).optional(),
    policyArea: anyOf(Slug).optional(),
    /** `pt` takes `pt-BR` too. */
    language: anyOf(Language).optional(),
    compartment: anyOf(Slug).optional(),
    producer: anyOf(requiredText(200)).optional(),
    riskAtLeast: Score.optional(),
  }),
  queue: Slug,
});
export type RoutingRule = Readonly<z.infer<typeof RoutingRule>>;

/** What a file given to `routing publish` holds. Read from the top; the first rule that holds decides. */
export const RoutingContent = z.object({
  name: requiredText(120),
  rules: z.array(RoutingRule).max(500),
  /** Where a case goes that no rule takes: a case without a queue would be seen by nobody. */
  fallback: Slug,
});
export type RoutingContent = Readonly<z.infer<typeof RoutingContent>>;

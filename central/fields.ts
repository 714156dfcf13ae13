import type { z } from 'zod';
import type { FieldError } from '../contract/problem.ts';

/** What zod found, as fields and sentences; nothing of the value itself. */
export function fieldErrors(
  error: { readonly issues: readonly z.core.$ZodIssue[] },
  under = '',
  whole = 'body',
): FieldError[] {
  return error.issues
    .flatMap((issue) => innermost(issue))
    .slice(0, 100)
    .map((issue) => ({
      field: [under, ...issue.path.map(String)].filter(Boolean).join('.').slice(0, 300) || whole,
      message: issue.message.slice(0, 500),
    }));
}

/** Where none of several forms fits, what is wrong with the one that fits best: "Invalid input" helps nobody. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const forms = issue.errors.filter((form) => form.length > 0);
  const best = forms.toSorted((a, b) => a.length - b.length)[0];
  if (!best) return [issue];
  return best
    .flatMap((inner) => innermost(inner))
    .map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** A reason that begins with the field and a colon, as intake gives them. */
export function fieldErrorOf(reason: string): FieldError {
  const [, field = 'body', message = reason] = /^([\w.]+?)\.?: (.*)$/s.exec(reason) ?? [];
  return { field: field.slice(0, 300), message: message.toWellFormed().slice(0, 500) };
}

import type { z } from 'zod';
import type { FieldError } from '../contract/problem.ts';

/** What zod found, as fields and sentences; nothing of the value itself. */
export function fieldErrors(error: z.ZodError, under = ''): FieldError[] {
  return error.issues.slice(0, 100).map((issue) => ({
    field: [under, ...issue.path.map(String)].filter(Boolean).join('.').slice(0, 300) || 'body',
    message: issue.message.slice(0, 500),
  }));
}

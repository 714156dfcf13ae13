import type { FieldError } from '../../contract/problem.ts';

/** `evidence.0.key: post is there twice`, as a field and a sentence. */
export function fieldErrorOf(reason: string): FieldError {
  const colon = reason.indexOf(': ');
  const field = colon > 0 ? reason.slice(0, colon) : 'body';
  return { field: field.slice(0, 300), message: reason.slice(colon > 0 ? colon + 2 : 0).slice(0, 500) };
}

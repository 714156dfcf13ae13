import type { z } from 'zod';
import { Refusal } from '../refusal.ts';

/** `after` of a list is where the last page ended, opaque to clients. */
export const encodeAfter = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

export function decodeAfter<T>(after: string | undefined, schema: z.ZodType<T>): T | null {
  if (after === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(after, 'base64url').toString()));
  } catch {
    throw new Refusal('invalid', 'a field is wrong', {
      errors: [{ field: 'after', message: 'not from this list' }],
    });
  }
}

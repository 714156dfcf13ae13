/** Problems as RFC 9457, with a code of ours. Only an answer that carries one parks, signs out or resyncs (D7). */
import { z } from 'zod';
import { WipeOrder } from './devices.ts';
import { InstanceId, requiredText, text } from './primitives.ts';

export const ProblemCode = z.enum([
  'invalid', // 400: a field is wrong; `errors` names it
  'signed-out', // 401: no session, or one that has ended
  'wrong-credentials', // 401: the name or the password is wrong
  'token-reused', // 401: a refresh token was used twice; the family of tokens has ended
  'device-revoked', // 401: a supervisor ended this device; `wipe` names what to remove (S3)
  'forbidden', // 403: this role may not call this route
  'not-found', // 404
  'conflict', // 409
  'cursor-expired', // 410: the feed starts anew
  'too-large', // 413
  'range-not-satisfiable', // 416
  'id-reused', // 422: the same id with another body; the first stands
  'protocol-unsupported', // 426
  'too-many-requests', // 429
  'internal', // 500
  'not-serving', // 503: starting, stopping, or waiting for `central restored` (L5)
  // of single commands
  'not-assigned', // the sender never held the case
  'unknown-case',
  'evidence-mismatch', // the digest is none that this version of the case ever had
  'catalogue-changed', // an action or policy was withdrawn since (D12)
  'unknown-catalogue',
  'not-permitted', // the policies do not permit an action, or the target is not of this case
  'approval-required',
  'already-recalled',
  'not-standing', // a recall of a decision that does not stand
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

export const FieldError = z.object({ field: text(300), message: text(500) });
export type FieldError = Readonly<z.infer<typeof FieldError>>;

export const Problem = z.object({
  type: text(200),
  title: requiredText(200),
  status: z.int().min(400).max(599),
  code: ProblemCode,
  detail: text(2000),
  instanceId: InstanceId,
  errors: z.array(FieldError).max(100).optional(),
  retryAfterMs: z.int().min(0).optional(),
  wipe: z.array(WipeOrder).max(200).optional(),
});
export type Problem = Readonly<z.infer<typeof Problem>>;

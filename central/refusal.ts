import type { WipeOrder } from '../contract/devices.ts';
import type { FieldError, ProblemCode } from '../contract/problem.ts';

const statusOf: Readonly<Partial<Record<ProblemCode, number>>> = {
  invalid: 400,
  'signed-out': 401,
  'wrong-credentials': 401,
  'token-reused': 401,
  'device-revoked': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'cursor-expired': 410,
  'too-large': 413,
  'range-not-satisfiable': 416,
  'id-reused': 422,
  'protocol-unsupported': 426,
  'too-many-requests': 429,
  internal: 500,
  'not-serving': 503,
};

/** An expected refusal of a whole request; the HTTP edge turns it into a Problem. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly retryAfterMs: number | undefined;
  readonly wipe: readonly WipeOrder[];

  constructor(
    code: ProblemCode,
    detail: string,
    more: { errors?: readonly FieldError[]; retryAfterMs?: number; wipe?: readonly WipeOrder[] } = {},
  ) {
    super(detail);
    this.name = 'Refusal';
    this.code = code;
    this.status = statusOf[code] ?? 400;
    this.errors = more.errors ?? [];
    this.retryAfterMs = more.retryAfterMs;
    this.wipe = more.wipe ?? [];
  }
}

import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { FieldError, Problem, ProblemCode } from '../../contract/problem.ts';
import { fieldErrors } from '../fields.ts';
import { Refusal } from '../refusal.ts';

const titles: Readonly<Partial<Record<ProblemCode, string>>> = {
  invalid: 'A field is wrong',
  'signed-out': 'Sign in first',
  'wrong-credentials': 'Wrong name or password',
  'token-reused': 'The session has ended',
  'device-revoked': 'This device may no longer be used',
  forbidden: 'Not for this role',
  'not-found': 'Not found',
  conflict: 'Already there',
  'cursor-expired': 'The feed starts anew',
  'too-large': 'Too large',
  'range-not-satisfiable': 'No such range',
  'id-reused': 'The id is in use',
  'protocol-unsupported': 'Another version of Docket is needed',
  'too-many-requests': 'Too many requests',
  internal: 'Something went wrong here',
  'not-serving': 'Not serving now',
};

export function problemOf(refusal: Refusal, instanceId: string): Problem {
  return {
    type: `urn:docket:problem:${refusal.code}`,
    title: titles[refusal.code] ?? refusal.code,
    status: refusal.status,
    code: refusal.code,
    detail: refusal.message.slice(0, 2000),
    instanceId: instanceId as Problem['instanceId'],
    ...(refusal.errors.length > 0 ? { errors: [...refusal.errors] } : {}),
    ...(refusal.retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(refusal.retryAfterMs) }),
    ...(refusal.wipe.length > 0 ? { wipe: [...refusal.wipe] } : {}),
  };
}

/** What Fastify and the schemas refuse, in our words; null for what nobody expected. */
export function refusalOf(error: FastifyError | Refusal): Refusal | null {
  if (error instanceof Refusal) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map(({ keyword, instancePath, message, params }) => ({
      ...params,
      code: keyword,
      path: instancePath.split('/').filter(Boolean),
      message: message ?? 'wrong',
    })) as unknown as z.core.$ZodIssue[];
    const errors = fieldErrors({ issues }, '', error.validationContext);
    return new Refusal('invalid', 'a field is wrong', { errors });
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('too-large', 'the body is too large');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return invalidBody('the body is not JSON');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return invalidBody('the body must be application/json');
    default:
      return error.statusCode === 400 ? invalidBody('the body cannot be read') : null;
  }
}

const invalidBody = (detail: string): Refusal =>
  new Refusal('invalid', detail, { errors: [{ field: 'body', message: detail }] as FieldError[] });

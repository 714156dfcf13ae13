import type { Failure, FailureCode } from '../../contract/bridge.ts';
import type { FieldError } from '../../contract/problem.ts';

/** What a person asked for, done or refused. Expected refusals are values; only bugs throw. */
export type Outcome<Value> = Readonly<{ ok: true; value: Value }> | Failure;

export const succeed = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });

/** `detail` is one plain sentence without content; `errors` names the fields. */
export const fail = (code: FailureCode, detail = '', errors: readonly FieldError[] = []): Failure => ({
  ok: false,
  code,
  detail,
  errors: [...errors].slice(0, 100),
});

/** The end of a union that is complete: another member is a type error here. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}

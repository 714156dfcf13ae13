import type { FailureCode } from '../../../contract/bridge.ts';
import type { RouteAnswer, RouteName } from '../../../contract/api.ts';
import type { Problem, ProblemCode } from '../../../contract/problem.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import type { CallOptions, CentralClient } from '../sync/central-client.ts';

export type AskCentral = <Name extends RouteName>(
  name: Name,
  options: CallOptions,
) => Promise<Outcome<RouteAnswer<Name>>>;

/** A question to the central API; without contact the answer says that (D14). */
export const createAskCentral =
  (client: () => CentralClient | null): AskCentral =>
  async (name, options) => {
    const central = client();
    if (central === null) return fail('signed-out', 'Sign in first.');
    const result = await central.call(name, options);
    switch (result.kind) {
      case 'ok':
        return succeed(result.value);
      case 'problem':
        return refusalOf(result.problem);
      default:
        return fail('no-contact', 'This needs contact with the central API.');
    }
  };

const codes: Partial<Record<ProblemCode, FailureCode>> = {
  invalid: 'invalid',
  'signed-out': 'signed-out',
  'token-reused': 'signed-out',
  'device-revoked': 'device-revoked',
  'wrong-credentials': 'wrong-credentials',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  conflict: 'conflict',
};

export const refusalOf = (problem: Problem): ReturnType<typeof fail> =>
  fail(codes[problem.code] ?? 'forbidden', problem.detail || problem.title, problem.errors ?? []);

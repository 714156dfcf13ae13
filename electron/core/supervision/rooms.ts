import type { BridgeParams, BridgeResult, FailureCode } from '../../../contract/bridge.ts';
import type { RouteAnswer, RouteName } from '../../../contract/api.ts';
import { Reassignment } from '../../../contract/supervision.ts';
import type { Problem, ProblemCode } from '../../../contract/problem.ts';
import type { Ids } from '../ports.ts';
import type { CallOptions, CentralClient } from '../sync/central-client.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';

/** The rooms of supervisors: questions to the central API, which say so when there is no contact (D14). */
export function createRooms(client: () => CentralClient | null, ids: Ids) {
  async function ask<Name extends RouteName>(
    name: Name,
    options: CallOptions,
  ): Promise<Outcome<RouteAnswer<Name>>> {
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
  }

  return {
    async team(): Promise<Outcome<BridgeResult<'team.list'>>> {
      return ask('team.list', {});
    },
    async backlog({
      queue,
      assignee,
      after,
    }: BridgeParams<'backlog.list'>): Promise<Outcome<BridgeResult<'backlog.list'>>> {
      return ask('backlog.list', {
        query: {
          limit: 500,
          ...(queue === null ? {} : { queue }),
          ...(assignee === null ? {} : { assignee }),
          ...(after === null ? {} : { after }),
        },
      });
    },
    /** Idempotent by its id, so a lost answer can be asked for again; the id is made here, once. */
    async reassign(
      params: BridgeParams<'reassignment.create'>,
    ): Promise<Outcome<BridgeResult<'reassignment.create'>>> {
      const body = JSON.stringify(Reassignment.parse({ id: ids.uuidv7(), ...params }));
      const first = await ask('reassignment.create', { body });
      return first.ok || first.code !== 'no-contact' ? first : ask('reassignment.create', { body });
    },
    async late(): Promise<Outcome<BridgeResult<'late.list'>>> {
      const answer = await ask('late.list', { query: { limit: 500 } });
      return answer.ok ? succeed({ decisions: answer.value.decisions }) : answer;
    },
    people: () => ask('people.list', {}),
  };
}

const codes: Partial<Record<ProblemCode, FailureCode>> = {
  invalid: 'invalid',
  'signed-out': 'signed-out',
  'token-reused': 'signed-out',
  'wrong-credentials': 'wrong-credentials',
  forbidden: 'forbidden',
  'not-found': 'not-found',
};

export const refusalOf = (problem: Problem): ReturnType<typeof fail> =>
  fail(codes[problem.code] ?? 'forbidden', problem.detail || problem.title, problem.errors ?? []);

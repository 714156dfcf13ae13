import type { BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import { Reassignment } from '../../../contract/supervision.ts';
import type { Ids } from '../ports.ts';
import { succeed, type Outcome } from '../outcome.ts';
import type { AskCentral } from './ask-central.ts';

/** The rooms of supervisors: questions to the central API, which say so when there is no contact (D14). */
export function createRooms(ask: AskCentral, ids: Ids) {
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

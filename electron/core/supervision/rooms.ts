import type { BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import { MarkAway } from '../../../contract/away.ts';
import { ReverseBatch } from '../../../contract/settlement.ts';
import { Reassignment } from '../../../contract/supervision.ts';
import type { Ids } from '../ports.ts';
import type { Outcome } from '../outcome.ts';
import type { AskCentral } from './ask-central.ts';

/** The rooms of supervisors: questions to the central API, which say so when there is no contact (D14). */
export function createRooms(ask: AskCentral, ids: Ids) {
  return {
    async team(): Promise<Outcome<BridgeResult<'team.list'>>> {
      return ask('team.list', {});
    },
    async figures({ since }: BridgeParams<'team.figures'>): Promise<Outcome<BridgeResult<'team.figures'>>> {
      return ask('team.figures', { query: { since } });
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
    async preview({
      target,
      filter: { cases, assignee, queue },
    }: BridgeParams<'reassignment.preview'>): Promise<Outcome<BridgeResult<'reassignment.preview'>>> {
      const filter = {
        ...(cases === null ? {} : { cases }),
        ...(assignee === null ? {} : { assignee }),
        ...(queue === null ? {} : { queue }),
      };
      return ask('reassignment.preview', { body: JSON.stringify({ target, filter }) });
    },
    /** Idempotent by its id, so a lost answer can be asked for again; the id is made here, once. */
    async reassign(
      params: BridgeParams<'reassignment.create'>,
    ): Promise<Outcome<BridgeResult<'reassignment.create'>>> {
      const body = JSON.stringify(Reassignment.parse({ id: ids.uuidv7(), ...params }));
      const first = await ask('reassignment.create', { body });
      return first.ok || first.code !== 'no-contact' ? first : ask('reassignment.create', { body });
    },
    async reverseBatch({
      batchId,
      reason,
    }: BridgeParams<'batch.reverse'>): Promise<Outcome<BridgeResult<'batch.reverse'>>> {
      const body = JSON.stringify(ReverseBatch.parse({ id: ids.uuidv7(), reason }));
      const call = { params: { id: batchId }, body };
      const first = await ask('batch.reverse', call);
      return first.ok || first.code !== 'no-contact' ? first : ask('batch.reverse', call);
    },
    async devices(): Promise<Outcome<BridgeResult<'devices.list'>>> {
      return ask('devices.list', {});
    },
    /** The same order again changes nothing of what it does, so a lost answer is asked for again by the person. */
    async endDevice({
      deviceId,
      ...order
    }: BridgeParams<'devices.end'>): Promise<Outcome<BridgeResult<'devices.end'>>> {
      return ask('devices.end', { params: { id: deviceId }, body: JSON.stringify(order) });
    },
    /** Idempotent by its id, so a lost answer can be asked for again; the id is made here, once. */
    async markAway({
      personId,
      ...order
    }: BridgeParams<'people.away'>): Promise<Outcome<BridgeResult<'people.away'>>> {
      const body = JSON.stringify(MarkAway.parse({ id: ids.uuidv7(), ...order }));
      const call = { params: { id: personId }, body };
      const first = await ask('people.away', call);
      return first.ok || first.code !== 'no-contact' ? first : ask('people.away', call);
    },
    people: () => ask('people.list', {}),
  };
}

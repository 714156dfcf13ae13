import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedCursor } from '../../contract/feed.ts';
import type { Caller } from '../caller.ts';
import type { Instance } from '../instance.ts';
import type { Store } from '../store/sql.ts';
import type { Sequencer } from './sequencer.ts';

export interface Positions {
  /** For each case, where the person's feed must be before it says what was committed before this call (R7). */
  of(caller: Caller, caseIds: readonly string[]): Promise<Map<string, FeedCursor>>;
}

export function createPositions(store: Store, sequencer: Sequencer, instance: Instance): Positions {
  async function read(caller: Caller, caseIds: readonly string[]) {
    const { rows } = await store.query<{ case_id: string; position: number | null }>(
      'select case_id, position from feed where person_id = $1 and case_id = any($2::uuid[])',
      [caller.id, caseIds],
    );
    return rows;
  }

  return {
    async of(caller, caseIds) {
      if (caseIds.length === 0) return new Map();
      const wanted = [...new Set(caseIds)];
      let rows = await read(caller, wanted);
      // A row that another transaction changed again meanwhile is given its position by that one's run.
      for (let tries = 0; rows.some((row) => row.position === null); tries += 1) {
        if (tries > 100) throw new Error('the feed was not sequenced in time');
        if (tries > 0) await sleep(5);
        await sequencer.run();
        rows = await read(caller, wanted);
      }
      const { era } = instance;
      const positions = new Map(rows.map((row) => [row.case_id, row.position ?? 0]));
      return new Map(
        wanted.map((id) => [
          id,
          { era, generation: caller.feedGeneration, position: positions.get(id) ?? 0 },
        ]),
      );
    },
  };
}

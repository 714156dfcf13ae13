import type { Caller } from '../caller.ts';
import type { Log } from '../ports.ts';
import type { Sequencer } from '../feed/sequencer.ts';
import { giveWork, WORK_CHANNEL, type GiveDeps } from './give.ts';

/** A person with room is looked at this often even where nothing was announced. */
const LOOK_AGAIN_MS = 30_000;

export interface Giver {
  /** Gives work now if something may have changed since the last time; else costs nothing. */
  whenNeeded(caller: Caller): Promise<void>;
  /** The person's load or access changed. */
  loadChanged(personId: string): void;
  /** People whose stream this process holds: new work reaches them without their asking. */
  present: Map<string, { caller: Caller; streams: number }>;
  listen(): Promise<() => Promise<void>>;
}

export function createGiver(deps: GiveDeps & { sequencer: Sequencer; log: Log }): Giver {
  const lookedAt = new Map<string, number>();
  const present: Giver['present'] = new Map();
  let round: Promise<void> | undefined;
  let again = false;

  async function give(caller: Caller): Promise<void> {
    lookedAt.set(caller.id, deps.clock.now());
    try {
      const given = await giveWork(deps, caller.id, caller.deviceId);
      if (given > 0) await deps.sequencer.run();
    } catch (error) {
      lookedAt.delete(caller.id);
      throw error;
    }
  }

  async function giveToPresent(): Promise<void> {
    do {
      again = false;
      for (const { caller } of Array.from(present.values())) await give(caller);
    } while (again);
  }

  return {
    present,
    loadChanged(personId) {
      lookedAt.delete(personId);
    },
    async whenNeeded(caller) {
      if (caller.role === 'supervisor') return;
      const last = lookedAt.get(caller.id);
      if (last === undefined || deps.clock.now() - last >= LOOK_AGAIN_MS) await give(caller);
    },
    listen: () =>
      deps.store.listen(WORK_CHANNEL, () => {
        lookedAt.clear();
        again = true;
        round ??= giveToPresent()
          .catch((error: unknown) => deps.log.error({ message: String(error) }, 'giving work failed'))
          .finally(() => (round = undefined));
      }),
  };
}

/** One subscription behind the rooms of supervisors: that something in them changed, told not too often. */
import { WORK_CHANNEL } from '../assignment/give.ts';
import { ENFORCEMENT_CHANNEL } from '../enforcement/settle.ts';
import { FEED_CHANNEL } from '../feed/sequencer.ts';
import { SESSION_CHANNEL } from '../sessions/ended.ts';
import type { Store } from '../store/sql.ts';

/** For what no other channel says: a decision that came too late changes nobody's feed. */
export const ROOMS_CHANNEL = 'docket_rooms';

/** What rooms show comes by one of these. */
const channels = [FEED_CHANNEL, WORK_CHANNEL, ENFORCEMENT_CHANNEL, SESSION_CHANNEL, ROOMS_CHANNEL];

/** Calls `tell` soon after something changed, and not again before `everyMs` have passed. Returns what stops it. */
export async function listenForRooms(
  store: Store,
  everyMs: number,
  tell: () => void,
): Promise<() => Promise<void>> {
  let toldAt = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        toldAt = performance.now();
        tell();
      },
      Math.max(SOON_MS, toldAt + everyMs - performance.now()),
    );
  };
  const unlisten = await Promise.all(channels.map((channel) => store.listen(channel, changed)));
  return async () => {
    clearTimeout(timer);
    await Promise.all(unlisten.map((stop) => stop()));
  };
}

/** What one action changes is told at once. */
const SOON_MS = 100;

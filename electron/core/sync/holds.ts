/** The undo window of decisions, on running time (D3). A hold that ends without contact waits for contact. */
import type { Clock, TimerHandle, Timers } from '../ports.ts';
import type { Profile } from '../store/profile.ts';
import * as outbox from '../store/work/outbox.ts';

export const holdMs = 5_000;

export interface Holds {
  /** Starts the window of what has been held since the last look. */
  notice(): void;
  /** Releases what is due: made offline at once, the rest when its window has ended. Only to be called in contact. */
  releaseDue(): number;
  /** Milliseconds; null for what is not held here. */
  endsInMs(id: string): number | null;
  close(): void;
}

export interface HoldsDeps {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onDue: () => void;
}

export function createHolds({ profile, clock, timers, onDue }: HoldsDeps): Holds {
  /** Id to the running time at which its window ends. */
  const ends = new Map<string, number>();
  let timer: TimerHandle | null = null;

  const arm = (): void => {
    if (timer !== null) timers.clear(timer);
    timer = null;
    if (ends.size === 0) return;
    const next = Math.min(...ends.values());
    timer = timers.set(
      () => {
        timer = null;
        onDue();
      },
      Math.max(0, next - clock.monotonic()),
    );
  };

  const notice = (): void => {
    const held = new Set(outbox.listHeld(profile.work).map(({ id }) => id));
    for (const id of ends.keys()) if (!held.has(id)) ends.delete(id);
    for (const id of held) if (!ends.has(id)) ends.set(id, clock.monotonic() + holdMs);
    arm();
  };

  return {
    notice,
    releaseDue() {
      const now = clock.monotonic();
      const due = outbox
        .listHeld(profile.work)
        .filter(({ id, madeOffline }) => madeOffline || (ends.get(id) ?? Number.POSITIVE_INFINITY) <= now)
        .map(({ id }) => id);
      if (due.length > 0) profile.commitWork((tx) => outbox.releaseHeld(tx, due));
      notice();
      return due.length;
    },
    endsInMs(id) {
      const end = ends.get(id);
      return end === undefined ? null : Math.max(0, Math.ceil(end - clock.monotonic()));
    },
    close() {
      if (timer !== null) timers.clear(timer);
      timer = null;
    },
  };
}

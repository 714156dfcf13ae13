import type { Clock, TimerHandle, Timers } from '../../../electron/core/ports.ts';

export interface FakeTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Runs what falls due, in order of time. */
  pass(ms: number): void;
  /** Moves the wall clock alone. */
  turnClock(ms: number): void;
  /** Lets real input and output happen while fake time goes on, until it is so. Fails after `withinMs` of fake time. */
  until(what: string, isSo: () => boolean, withinMs?: number): Promise<void>;
}

export function createFakeTime(start: number): FakeTime {
  let monotonic = 0;
  let wall = start;
  let order = 0;
  const due = new Map<TimerHandle, { at: number; order: number; run: () => void }>();

  const pass = (ms: number): void => {
    const end = monotonic + ms;
    for (;;) {
      let next: [TimerHandle, { at: number; order: number; run: () => void }] | null = null;
      for (const entry of due) {
        if (entry[1].at > end) continue;
        if (
          next === null ||
          entry[1].at < next[1].at ||
          (entry[1].at === next[1].at && entry[1].order < next[1].order)
        )
          next = entry;
      }
      if (next === null) break;
      due.delete(next[0]);
      const step = Math.max(0, next[1].at - monotonic);
      monotonic += step;
      wall += step;
      next[1].run();
    }
    wall += end - monotonic;
    monotonic = end;
  };

  return {
    clock: { now: () => wall, monotonic: () => monotonic },
    timers: {
      set(run, delayMs) {
        const handle = {};
        due.set(handle, { at: monotonic + Math.max(0, delayMs), order: (order += 1), run });
        return handle;
      },
      clear: (handle) => void due.delete(handle),
    },
    pass,
    turnClock(ms) {
      wall += ms;
    },
    async until(what, isSo, withinMs = 30_000) {
      const end = monotonic + withinMs;
      while (!isSo()) {
        if (monotonic > end) throw new Error(`not so within ${withinMs} ms: ${what}`);
        // Real time is what sockets need; fake time is what timers need.
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (isSo()) return;
        pass(20);
      }
    },
  };
}

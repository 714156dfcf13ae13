import type { Clock, TimerHandle, Timers } from '../../electron/core/ports.ts';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly owner: string;
  readonly run: () => void;
}

/** One time for everybody, which goes on only when it is told to. */
export interface Schedule {
  readonly now: () => number;
  readonly running: () => number;
  at(owner: string, delayMs: number, run: () => void): TimerHandle;
  cancel(handle: TimerHandle): void;
  /** Everything of an owner: it has died. */
  cancelAll(owner: string): void;
  /** Runs what falls due, in order; `settle` is awaited after each, so that what it began comes to rest. */
  pass(ms: number, settle: () => Promise<void>): Promise<void>;
  /** Goes on without running anything: the machine slept. What fell due meanwhile runs late. */
  jump(ms: number): void;
  clockOf(skew: () => number): Clock;
  timersOf(owner: string): Timers;
}

export function createSchedule(start: number): Schedule {
  let time = 0;
  let order = 0;
  const due = new Map<TimerHandle, Due>();

  function next(until: number): [TimerHandle, Due] | null {
    let found: [TimerHandle, Due] | null = null;
    for (const entry of due) {
      const [, one] = entry;
      if (one.at > until) continue;
      if (found === null || one.at < found[1].at || (one.at === found[1].at && one.order < found[1].order)) {
        found = entry;
      }
    }
    return found;
  }

  const schedule: Schedule = {
    now: () => start + time,
    running: () => time,
    at(owner, delayMs, run) {
      const handle = {};
      due.set(handle, { at: time + Math.max(0, delayMs), order: (order += 1), owner, run });
      return handle;
    },
    cancel: (handle) => void due.delete(handle),
    cancelAll(owner) {
      for (const [handle, one] of due) if (one.owner === owner) due.delete(handle);
    },
    async pass(ms, settle) {
      const end = time + ms;
      for (;;) {
        const found = next(end);
        if (found === null) break;
        due.delete(found[0]);
        time = Math.max(time, found[1].at);
        found[1].run();
        await settle();
      }
      time = end;
    },
    jump(ms) {
      time += ms;
    },
    clockOf: (skew) => ({ now: () => start + time + skew(), monotonic: () => time }),
    timersOf: (owner) => ({
      set: (run, delayMs) => schedule.at(owner, delayMs, run),
      clear: (handle) => schedule.cancel(handle),
    }),
  };
  return schedule;
}

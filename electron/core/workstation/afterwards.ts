import type { Log, TimerHandle, Timers } from '../ports.ts';

export interface Afterwards {
  add(run: () => void): void;
  /** Does what is left, now: at closing. */
  flush(): void;
}

/** Work that nobody waits for, done just after the answer has left. One failure stops no other. */
export function createAfterwards(timers: Timers, log: Log): Afterwards {
  let waiting: (() => void)[] = [];
  let timer: TimerHandle | null = null;

  function flush(): void {
    if (timer !== null) timers.clear(timer);
    timer = null;
    const runs = waiting;
    waiting = [];
    for (const run of runs) {
      try {
        run();
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'bug';
        log.error('afterwards.failed', { code });
      }
    }
  }

  return {
    add(run) {
      waiting.push(run);
      timer ??= timers.set(flush, 0);
    },
    flush,
  };
}

import type { Clock, TimerHandle, Timers } from '../../electron/core/ports.ts';

/** Time that runs as many times faster than the wall as is said, and timers that keep to it when that changes. */
export interface Pace {
  readonly clock: Clock;
  readonly timers: Timers;
  /** From now on. */
  run(timesFaster: number): void;
  /** How far this time is ahead of the wall's, milliseconds. */
  aheadMs(): number;
  /** Ends every timer. */
  stop(): void;
}

interface Handle {
  readonly dueAt: number;
  readonly run: () => void;
  real: NodeJS.Timeout | null;
}

export function createPace(timesFaster: number): Pace {
  let factor = timesFaster;
  let since = performance.now();
  let passed = 0;
  const startedAt = Date.now();
  const startedRunning = since;
  const handles = new Set<Handle>();
  const monotonic = (): number => passed + (performance.now() - since) * factor;

  function arm(handle: Handle): void {
    if (handle.real !== null) clearTimeout(handle.real);
    handle.real = setTimeout(
      () => {
        handles.delete(handle);
        handle.run();
      },
      Math.max(0, handle.dueAt - monotonic()) / factor,
    );
  }

  return {
    clock: { monotonic, now: () => startedAt + monotonic() },
    timers: {
      set(run, delayMs) {
        const handle: Handle = { dueAt: monotonic() + delayMs, run, real: null };
        handles.add(handle);
        arm(handle);
        return handle;
      },
      clear(handle: TimerHandle) {
        const own = handle as Handle;
        if (own.real !== null) clearTimeout(own.real);
        handles.delete(own);
      },
    },
    run(next) {
      passed = monotonic();
      since = performance.now();
      factor = next;
      for (const handle of handles) arm(handle);
    },
    aheadMs: () => monotonic() - (performance.now() - startedRunning),
    stop() {
      for (const { real } of handles) if (real !== null) clearTimeout(real);
      handles.clear();
    },
  };
}

/** Runs one piece of work at a time: now when woken, again when woken meanwhile, and later when it is due. */
import type { TimerHandle, Timers } from '../ports.ts';

export interface Waker {
  wake(): void;
  /** Looks again at when the next round is due. */
  arm(): void;
  stop(): void;
}

export interface WakerDeps {
  readonly timers: Timers;
  readonly work: () => Promise<void>;
  /** Milliseconds until the next round; null when only a wake will do. */
  readonly nextInMs: () => number | null;
  readonly onError: (error: unknown) => void;
}

/** A due time in the past must not become a busy loop. */
const shortestMs = 20;

export function createWaker({ timers, work, nextInMs, onError }: WakerDeps): Waker {
  let running = false;
  let again = false;
  let stopped = false;
  let timer: TimerHandle | null = null;

  const disarm = (): void => {
    if (timer !== null) timers.clear(timer);
    timer = null;
  };

  const arm = (): void => {
    disarm();
    if (stopped || running) return;
    const delay = nextInMs();
    if (delay !== null) timer = timers.set(() => void run(), Math.max(shortestMs, delay));
  };

  async function run(): Promise<void> {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    disarm();
    running = true;
    again = true;
    try {
      while (again) {
        again = false;
        await work();
      }
    } catch (error) {
      if (!stopped) onError(error);
    } finally {
      running = false;
      arm();
    }
  }

  return {
    wake: () => void run(),
    arm,
    stop() {
      stopped = true;
      again = false;
      disarm();
    },
  };
}

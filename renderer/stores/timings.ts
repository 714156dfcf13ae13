/** Open and active time of the case on screen, in milliseconds. Active stops after 30 s without input. */
export type Timings = Readonly<{
  /** A case came on screen. */
  start(caseId: string): void;
  /** A key, a pointer, a scroll. */
  input(): void;
  stop(): void;
  /** On a break: nothing counts, whatever comes on screen, until it is over. */
  pause(): void;
  resume(): void;
  read(): Readonly<{ openMs: number; activeMs: number }>;
}>;

const IDLE_AFTER_MS = 30_000;

/** `now` is monotonic, in milliseconds. Time spent on a case before coming back to it counts. */
export function createTimings(now: () => number): Timings {
  const spent = new Map<string, { openMs: number; activeMs: number }>();
  let caseId: string | null = null;
  let openedAt = 0;
  let inputAt = 0;
  let activeMs = 0;
  let paused: Readonly<{ caseId: string | null }> | null = null;

  const add = (at: number) => {
    activeMs += Math.min(at - inputAt, IDLE_AFTER_MS);
    inputAt = at;
  };
  const read = () => {
    const before = caseId === null ? undefined : spent.get(caseId);
    if (caseId === null) return { openMs: 0, activeMs: 0 };
    const at = now();
    return {
      openMs: Math.round((before?.openMs ?? 0) + at - openedAt),
      activeMs: Math.round((before?.activeMs ?? 0) + activeMs + Math.min(at - inputAt, IDLE_AFTER_MS)),
    };
  };
  const stop = () => {
    if (caseId !== null) spent.set(caseId, read());
    caseId = null;
  };

  const timings: Timings = {
    start(next) {
      if (paused !== null) {
        paused = { caseId: next };
        return;
      }
      if (next === caseId) return;
      stop();
      caseId = next;
      openedAt = now();
      inputAt = openedAt;
      activeMs = 0;
    },
    input() {
      if (caseId !== null) add(now());
    },
    stop() {
      paused &&= { caseId: null };
      stop();
    },
    pause() {
      if (paused !== null) return;
      paused = { caseId };
      stop();
    },
    resume() {
      const before = paused;
      paused = null;
      if (before !== null && before.caseId !== null) timings.start(before.caseId);
    },
    read,
  };
  return timings;
}

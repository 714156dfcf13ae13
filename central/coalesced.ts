export interface Coalesced {
  /** Runs the work after a short while; calls that come meanwhile share the run. */
  soon(): void;
  /** No more runs; waits for the one that is under way. */
  stop(): Promise<void>;
}

export function createCoalesced(
  work: () => Promise<unknown>,
  afterMs: number,
  onError: (error: unknown) => void,
): Coalesced {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> | undefined;
  let stopped = false;

  function run(): void {
    timer = undefined;
    if (running) return soon();
    running = work()
      .catch(onError)
      .finally(() => (running = undefined));
  }

  function soon(): void {
    if (!stopped) timer ??= setTimeout(run, afterMs).unref();
  }

  return {
    soon,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

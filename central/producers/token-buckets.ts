const MINUTE_MS = 60_000;
/** A producer may send this much of a minute's requests at once. */
const BURST_MINUTES = 0.25;

export interface TokenBuckets {
  /** Takes one token where there is one and answers 0; else how long until there is, in milliseconds. */
  take(key: string, aMinute: number): number;
}

/**
 * A bucket for a key, which fills evenly. In memory, so every API process has buckets of its own. `runningMs` is
 * running time, in milliseconds: turning the clock gains nobody requests.
 */
export function createTokenBuckets(runningMs: () => number): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, aMinute) {
      const now = runningMs();
      const most = Math.max(1, aMinute * BURST_MINUTES);
      const known = buckets.get(key) ?? { tokens: most, at: now };
      const tokens = Math.min(most, known.tokens + ((now - known.at) * aMinute) / MINUTE_MS);
      const taken = tokens >= 1;
      buckets.set(key, { tokens: taken ? tokens - 1 : tokens, at: now });
      return taken ? 0 : Math.ceil(((1 - tokens) * MINUTE_MS) / aMinute);
    },
  };
}

import type { Clock } from '../ports.ts';
import { minute } from '../ports.ts';

const WINDOW_MS = 15 * minute;
const KEYS_AT_MOST = 100_000;

export interface RateLimit {
  /** How long this key must wait, in milliseconds; 0: not at all. */
  waitMs(key: string): number;
  failed(key: string): void;
  succeeded(key: string): void;
}

/** Counts failures for a key within 15 minutes. In memory, so each API process counts its own. */
export function createRateLimit(clock: Clock, failuresAllowed: number): RateLimit {
  const failures = new Map<string, { count: number; since: number }>();
  const fresh = (key: string) => {
    const known = failures.get(key);
    return known && clock.now() - known.since < WINDOW_MS ? known : undefined;
  };
  return {
    waitMs(key) {
      const known = fresh(key);
      return known && known.count >= failuresAllowed ? WINDOW_MS - (clock.now() - known.since) : 0;
    },
    failed(key) {
      const known = fresh(key);
      if (known) known.count += 1;
      else {
        if (failures.size >= KEYS_AT_MOST) failures.clear();
        failures.set(key, { count: 1, since: clock.now() });
      }
    },
    succeeded(key) {
      failures.delete(key);
    },
  };
}

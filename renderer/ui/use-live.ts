import { useEffect } from 'react';
import { useStores } from '../stores/stores.ts';

/** What no event tells, such as how long ago contact was: and whatever an event that was missed would have told. */
const AT_LEAST_EVERY_MS = 30_000;

/**
 * Loads now, whenever the central API says that something in the rooms of supervisors changed, and now and then
 * besides. `leastMs`: not more often than that for what is dear to reckon.
 */
export function useLive(load: () => void, leastMs = 0): void {
  const { bridge } = useStores();
  useEffect(() => {
    let loadedAt = -Infinity;
    let later: ReturnType<typeof setTimeout> | undefined;
    const now = (): void => {
      clearTimeout(later);
      later = undefined;
      loadedAt = performance.now();
      load();
    };
    const soon = (): void => {
      later ??= setTimeout(now, Math.max(0, loadedAt + leastMs - performance.now()));
    };
    now();
    const unsubscribe = bridge.subscribe(({ event }) => {
      if (event === 'rooms') soon();
    });
    const timer = setInterval(now, AT_LEAST_EVERY_MS);
    return () => {
      clearTimeout(later);
      clearInterval(timer);
      unsubscribe();
    };
  }, [bridge, load, leastMs]);
}

import { useEffect, useState } from 'react';
import { useFrom } from '../stores/stores.ts';

const EVERY_MS = 30_000;

/** The central API's time, as measured, moving twice a minute. */
export function useNow(): number {
  const offset = useFrom('session', ({ status }) => status?.clockOffsetMs ?? 0);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now + offset;
}

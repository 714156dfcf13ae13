/** What must not grow over a shift: memory after a collection, file handles, write-ahead logs. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Vitals {
  readonly heapMiB: number;
  readonly rssMiB: number;
  readonly handles: number;
}

const MiB = 1024 ** 2;

export function readVitals(): Vitals {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heapMiB: (heapUsed + external) / MiB,
    rssMiB: rss / MiB,
    handles: readdirSync('/proc/self/fd').length,
  };
}

/** The largest write-ahead log below a folder, MiB. */
export function largestLogMiB(folder: string): number {
  const logs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('-wal'),
  );
  return Math.max(0, ...logs.map((name) => statSync(join(folder, name)).size / MiB));
}

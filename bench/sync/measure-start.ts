import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { RowSpec } from '../rows.ts';
import type { PreparedCentral } from './prepared-central.ts';
import { timed, type Folders } from './round.ts';

const start = 'start of a process to its first queue';
const child = join(import.meta.dirname, 'start-child.ts');

export const startSpecs: readonly RowSpec[] = [{ name: start, unit: 'ms', bar: { ratio: 1.2 } }];

function run(...args: readonly string[]): Promise<number> {
  return timed(() => {
    const { status, stderr } = spawnSync(process.execPath, [child, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the start failed: ${stderr}`);
  });
}

/** Files of the last round, with 50,000 cases in them. Docket's is the whole process, its modules as sources included. */
export async function measureStart(
  deps: Readonly<{
    central: PreparedCentral;
    folders: Folders;
    key: Uint8Array;
    add: (row: string, docket: number, baseline: number | null) => void;
  }>,
  number: number,
): Promise<void> {
  const { folders, central, key, add } = deps;
  const times = { docket: 0, raw: 0 };
  const turns = [
    async () =>
      (times.docket = await run('docket', folders.docket, central.url, Buffer.from(key).toString('hex'))),
    async () => (times.raw = await run('raw', folders.raw)),
  ];
  for (let turn = 0; turn < 2; turn += 1) await turns[(number + turn) % 2]?.();
  add(start, times.docket, times.raw);
}

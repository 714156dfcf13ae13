import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Holder = z.object({ pid: z.int().min(1), began: z.string().nullable() });
type Holder = Readonly<z.infer<typeof Holder>>;

export interface ProfileLock {
  release(): void;
}

/**
 * One process to a profile: two would send one outbox. Null when another living process holds it; what a kill -9
 * left behind is taken over.
 */
export function lockProfile(folder: string): ProfileLock | null {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock');
  const mine: Holder = { pid: process.pid, began: beginningOf(process.pid) };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(path, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = read(path);
      if (holder !== null && isAnother(holder)) return null;
      rmSync(path, { force: true });
    }
  }
  return null;
}

/** The process that has the profile open; null when none has. */
export function holderOf(folder: string): number | null {
  const holder = read(join(folder, 'lock'));
  return holder !== null && isAnother(holder) ? holder.pid : null;
}

function read(path: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function isAnother(holder: Holder): boolean {
  // This very process holds no second one: the number was used again.
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' && holder.began === null;
  }
  const began = beginningOf(holder.pid);
  return began === null || holder.began === null || began === holder.began;
}

/** On Linux when a process began, in ticks since the machine did; null elsewhere. Tells a used-again number apart. */
function beginningOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces and brackets; the state is the first field after it.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // One that has ended and that nobody has asked after yet still has its number, and holds nothing.
    return state === 'Z' || state === 'X' ? 'ended' : (rest[18] ?? null);
  } catch {
    return null;
  }
}

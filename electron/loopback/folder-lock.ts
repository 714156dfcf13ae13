import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const Holder = z.object({
  pid: z.int().min(1),
  /** When the process began, as the system counts it; null where the system does not say. */
  began: z.string().nullable(),
  takenAt: z.number(),
  /** The address with its token; null until the shell is ready. */
  url: z.url().nullable(),
});
type Holder = Readonly<z.infer<typeof Holder>>;

export type FolderLock =
  | Readonly<{ is: 'held'; announce(url: string): void; release(): void }>
  | Readonly<{ is: 'taken'; pid: number; url: string | null }>;

/**
 * One shell to a data folder: two would hold one outbox. The lock is a file that names its process, so that what
 * a kill -9 leaves is taken over by the next start. It holds the token too, and is this user's alone.
 */
export function takeFolder(dir: string, now: () => number): FolderLock {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'shell.lock');
  const mine: Holder = { pid: process.pid, began: beginningOf(process.pid), takenAt: now(), url: null };

  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (createExclusively(path, mine)) {
      return {
        is: 'held',
        announce: (url) => replace(path, { ...mine, url }),
        release: () => {
          if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true });
        },
      };
    }
    const holder = readHolder(path);
    if (holder && isAlive(holder, now())) return { is: 'taken', pid: holder.pid, url: holder.url };
    setAside(path, holder);
  }
  throw new Error(`${path} cannot be taken: another process takes it again and again`);
}

/** Waits for another shell that holds the folder to be ready; null when it is not in time. */
export async function waitForAddress(dir: string, timeoutMs: number): Promise<string | null> {
  const giveUpAt = performance.now() + timeoutMs;
  while (performance.now() < giveUpAt) {
    const holder = readHolder(join(dir, 'shell.lock'));
    if (!holder) return null;
    if (holder.url) return holder.url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return null;
}

function createExclusively(path: string, holder: Holder): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(holder), { mode: 0o600, flush: true });
  try {
    // A link appears with its whole content or not at all, and never over another.
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function replace(path: string, holder: Holder): void {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(holder), { mode: 0o600, flush: true });
  renameSync(own, path);
}

/** Two starts may find the same dead holder; the second must not take away what the first has just made. */
function setAside(path: string, judged: Holder | null): void {
  const aside = `${path}.old.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const taken = readHolder(aside);
  if (taken && (taken.pid !== judged?.pid || taken.takenAt !== judged.takenAt)) {
    try {
      linkSync(aside, path);
    } catch {
      // A third start has it by now.
    }
  }
  rmSync(aside, { force: true });
}

function readHolder(path: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(holder: Holder, now: number): boolean {
  // A number of this very process, or one from before the machine was started, was used again.
  if (holder.pid === process.pid || holder.takenAt < now - uptime() * 1000 - 60_000) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' && holder.began === null;
  }
  if (process.platform !== 'linux' || holder.began === null) return true;
  return beginningOf(holder.pid) === holder.began;
}

/** On Linux the process's start in ticks since the machine's; null elsewhere, and for a process that has ended. */
function beginningOf(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces and brackets; the state is the first field after it.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? null : (rest[18] ?? null);
  } catch {
    return null;
  }
}

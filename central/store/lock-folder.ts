import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Two processes over one embedded cluster would destroy it, and it does not guard itself. The lock holds the
 * owner's process id; that of a killed owner is taken over. Returns the release.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'central.lock');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, ownerLine(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(file);
    if (owner !== undefined && isRunning(owner)) {
      throw new Error(
        `${folder} is in use by process ${owner.pid}: stop it first, or set DATABASE_URL to share a PostgreSQL server`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new Error(`${file} could not be taken`);
}

interface Owner {
  readonly pid: number;
  /** A process id is used again after a restart of the machine; the start time tells the two apart. */
  readonly startedAt: string;
}

function ownerLine(pid: number): string {
  return `${pid} ${startTime(pid)}\n`;
}

function readOwner(file: string): Owner | undefined {
  try {
    const [pid = '', startedAt = ''] = readFileSync(file, 'utf8').trim().split(' ');
    return /^\d+$/.test(pid) ? { pid: Number(pid), startedAt } : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(owner: Owner): boolean {
  if (owner.pid === process.pid) return owner.startedAt === startTime(owner.pid);
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return owner.startedAt === startTime(owner.pid);
}

/** Clock ticks since boot where the system tells (Linux), else a constant. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // One that has ended and that nobody has asked after yet still has its number, and holds nothing.
    return state === 'Z' || state === 'X' ? 'ended' : (rest[18] ?? 'unknown');
  } catch {
    return 'unknown';
  }
}

/** Disk space kept back for decisions: caching stops before it is touched, and a full disk gives it up (fault 4). */
import { existsSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const headroomBytes = 8 * 1024 * 1024;

export interface Headroom {
  /** Whether caching may write: there is room beyond what decisions need. */
  roomToCache(bytes: number): boolean;
  /** Lets the kept space go, once, so that a decision fits; false when there is none left. */
  giveUp(): boolean;
  /** Takes the space back where there is enough. */
  takeBack(): void;
}

export function createHeadroom(folder: string): Headroom {
  const path = join(folder, 'headroom');
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    roomToCache: (bytes) => free() > headroomBytes + bytes,
    giveUp() {
      if (!existsSync(path)) return false;
      rmSync(path);
      return true;
    },
    takeBack() {
      if (existsSync(path) && statSync(path).size === headroomBytes) return;
      if (free() < 4 * headroomBytes) return;
      try {
        writeFileSync(path, Buffer.alloc(headroomBytes, 1), { mode: 0o600 });
      } catch {
        rmSync(path, { force: true });
      }
    },
  };
}

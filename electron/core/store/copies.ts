/** Rotating synced copies of `work`, encrypted with the same key: what a damaged file is restored from (fault 6). */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFile } from './database.ts';
import type { FileKey, WorkDb } from './database.ts';
import { removeFile, syncPath } from './migrate.ts';
import { storeProblemOf } from './problem.ts';

const keep = 3;
const pattern = /^work-(\d{15})\.db$/;

export interface WorkCopies {
  /** Writes a copy of the file as it is now, synced, and lets the oldest go. `now` is wall time in milliseconds. */
  take(db: WorkDb, now: number): string;
  /** Copies, newest first. */
  list(): string[];
  /** Puts the newest copy that can be read in the place of `path`; the damaged file is kept beside it. */
  restore(path: string, key: FileKey): string | null;
}

/** When a copy was made, as its name says. */
export const takenAtOf = (copy: string): string =>
  new Date(Number(/(\d{15})\.db$/.exec(copy)?.[1] ?? 0)).toISOString();

export function createWorkCopies(folder: string): WorkCopies {
  const list = (): string[] =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => pattern.test(name))
          .sort()
          .reverse()
          .map((name) => join(folder, name))
      : [];
  return {
    list,
    take(db, now) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const newest = list()[0];
      const newestNumber = newest === undefined ? 0 : Number(/(\d{15})\.db$/.exec(newest)?.[1] ?? 0);
      // The clock may have run backwards; the names must not.
      const number = Math.max(now, newestNumber + 1);
      const target = join(folder, `work-${String(number).padStart(15, '0')}.db`);
      const draft = `${target}.new`;
      rmSync(draft, { force: true });
      db.exec(`vacuum into '${draft.replaceAll("'", "''")}'`);
      syncPath(draft);
      renameSync(draft, target);
      syncPath(folder);
      for (const old of list().slice(keep)) rmSync(old, { force: true });
      return target;
    },
    restore(path, key) {
      for (const copy of list()) {
        if (!isGood(copy, key)) continue;
        setAside(path);
        copyFileSync(copy, path);
        syncPath(path);
        return copy;
      }
      return null;
    },
  };
}

/** Keeps the damaged file for whoever wants to look at it, one at most. */
export function setAside(path: string): void {
  removeFile(`${path}.damaged`);
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${path}.damaged${suffix}`);
  }
}

function isGood(path: string, key: FileKey): boolean {
  try {
    const db = openFile('work', path, key, { mustExist: true, readonly: true });
    try {
      return (
        db.value<string>('pragma quick_check') === 'ok' &&
        db.value<number>('select count(*) from identity') === 1
      );
    } finally {
      db.close();
    }
  } catch (error) {
    if (storeProblemOf(error) === null) throw error;
    return false;
  }
}

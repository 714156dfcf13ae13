import { copyFileSync, fsyncSync, openSync, closeSync, rmSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileDb, FileKind } from './database.ts';
import { StoreError } from './problem.ts';

export const schemaVersionOf = (db: FileDb<FileKind>): number => db.value<number>('pragma user_version') ?? 0;

/**
 * Brings a file to the newest schema: each step and its number in one transaction, after a backup beside the file
 * (fault 10). A file from a newer Docket is refused before anything is written (fault 11).
 */
export function migrate<Kind extends FileKind>(db: FileDb<Kind>, steps: readonly string[]): void {
  const version = schemaVersionOf(db);
  if (version > steps.length) {
    throw new StoreError({
      code: 'store-newer',
      detail: `${db.kind} has schema ${version}; this version of Docket reads up to ${steps.length}`,
    });
  }
  if (version === steps.length) return;
  if (version > 0) backUp(db, version);
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    db.exec(`begin immediate;\n${step}\npragma user_version = ${index + 1};\ncommit;`);
  }
}

export const backupPathOf = (path: string, version: number): string => `${path}.before-${version + 1}`;

function backUp<Kind extends FileKind>(db: FileDb<Kind>, version: number): void {
  // What replaces nothing needs no backup twice: `cache` can be fetched again.
  if (db.kind !== 'work') return;
  db.pragma('wal_checkpoint(truncate)');
  const target = backupPathOf(db.path, version);
  copyFileSync(db.path, `${target}.new`);
  syncPath(`${target}.new`);
  renameSync(`${target}.new`, target);
  syncPath(dirname(target));
}

/** Makes a file or a folder durable. Folders cannot be synced on Windows, where renames need no help. */
export function syncPath(path: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    if (process.platform === 'win32') return;
    throw error;
  }
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Removes a database with its log. */
export function removeFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Catalogue } from '../../contract/catalogue.ts';
import { addSums, importFile, noRows, type ImportSum } from './import-file.ts';
import { UnreadableFile } from './read-lines.ts';
import type { IntakeDeps } from './receive.ts';
import { recogniseFile } from './recognise-file.ts';

export interface FolderSum extends ImportSum {
  readonly files: number;
  /** Files that are none of these, or that cannot be read. */
  readonly unread: number;
}

/**
 * Brings in every file below a folder, in the order of their names, each by what stands in it. A file that cannot be
 * read stops no other.
 */
export async function importFolder(
  deps: IntakeDeps,
  folder: string,
  options: {
    readonly catalogue: Catalogue;
    onFile(file: string, sum: ImportSum): void;
    onUnread(file: string, reason: string): void;
    onRejected(file: string, line: number, reason: string): void;
    onProgress?(file: string, rows: number): void;
    readonly signal?: AbortSignal;
  },
): Promise<FolderSum> {
  let sum: FolderSum = { ...noRows, files: 0, unread: 0 };
  for (const path of await filesBelow(folder)) {
    const file = relative(folder, path);
    const kind = await recogniseFile(path);
    if (kind === null) {
      sum = { ...sum, unread: sum.unread + 1 };
      options.onUnread(file, 'neither job posts (CSV), nor messages (TSV), nor cases (JSON Lines)');
      continue;
    }
    let ofFile: ImportSum = noRows;
    try {
      ofFile = await importFile(deps, {
        kind,
        source: createReadStream(path),
        catalogue: options.catalogue,
        onRejected: (line, reason) => options.onRejected(file, line, reason),
        onProgress: (rows) => options.onProgress?.(file, rows),
        ...(options.signal ? { signal: options.signal } : {}),
      });
      options.onFile(file, ofFile);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      sum = { ...sum, unread: sum.unread + 1 };
      options.onUnread(file, error.message);
    }
    sum = { ...sum, ...addSums(sum, ofFile), files: sum.files + 1 };
  }
  return sum;
}

/** Files alone: what a link points at may be anywhere. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

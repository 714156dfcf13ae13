import type { Catalogue } from '../../contract/catalogue.ts';
import { importRows } from './import-rows.ts';
import type { ImportKind } from './import-rows.ts';
import { receiveCases } from './receive.ts';
import type { IntakeDeps } from './receive.ts';

export interface ImportSum {
  readonly imported: number;
  readonly alreadyThere: number;
  readonly rejected: number;
}

/** Rows to a transaction: many enough to be fast, few enough that memory and locks stay small. */
const batchRows = 200;
/** UTF-16 units, roughly: rows may be large. */
const batchText = 4_000_000;

/**
 * Brings a file in, in memory that does not grow with it. Every row is counted once: imported, already there (from
 * before, or from an earlier row of this file), or rejected, told to `onRejected` with the line where it begins.
 * Throws `UnreadableFile` where the file as a whole cannot be read; what came in before that stays.
 */
export async function importFile(
  deps: IntakeDeps,
  options: {
    readonly kind: ImportKind;
    readonly source: AsyncIterable<Uint8Array>;
    readonly catalogue: Catalogue;
    onRejected(line: number, reason: string): void;
    /** Ends the import between two batches: what came in stays, and the same file goes on from there. */
    readonly signal?: AbortSignal;
    /** Rows read so far; after every batch. */
    onProgress?(rows: number): void;
  },
): Promise<ImportSum> {
  const sum = { imported: 0, alreadyThere: 0, rejected: 0 };
  const reject = (line: number, reason: string) => {
    sum.rejected += 1;
    options.onRejected(line, reason);
  };
  let batch: Parameters<typeof receiveCases>[1]['cases'][number][] = [];
  let lines: number[] = [];
  let size = 0;
  const send = async () => {
    const results = await receiveCases(deps, {
      producer: `import:${options.kind}`,
      catalogue: options.catalogue,
      cases: batch,
    });
    for (const [index, result] of results.entries()) {
      if (result.status === 'rejected') reject(lines[index] ?? 0, result.reason);
      else if (result.status === 'added') sum.imported += 1;
      else sum.alreadyThere += 1;
    }
    batch = [];
    lines = [];
    size = 0;
    options.onProgress?.(sum.imported + sum.alreadyThere + sum.rejected);
    options.signal?.throwIfAborted();
  };

  for await (const row of importRows(options.kind, options.source, new Date(deps.clock.now()))) {
    if (!row.ok) {
      reject(row.line, row.reason);
      continue;
    }
    batch.push(row.case);
    lines.push(row.line);
    size += textSize(row.case.evidence);
    if (batch.length >= batchRows || size >= batchText) await send();
  }
  if (batch.length > 0) await send();
  return sum;
}

export const noRows: ImportSum = { imported: 0, alreadyThere: 0, rejected: 0 };

export const addSums = (one: ImportSum, other: ImportSum): ImportSum => ({
  imported: one.imported + other.imported,
  alreadyThere: one.alreadyThere + other.alreadyThere,
  rejected: one.rejected + other.rejected,
});

export const rowsOf = ({ imported, alreadyThere, rejected }: ImportSum): number =>
  imported + alreadyThere + rejected;

/** The last line that an import prints. */
export const sumLine = ({ imported, alreadyThere, rejected }: ImportSum): string =>
  `imported ${imported}, already there ${alreadyThere}, rejected ${rejected}`;

function textSize(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value === null || typeof value !== 'object') return 8;
  return Object.values(value).reduce<number>((sum, part) => sum + textSize(part), 0);
}

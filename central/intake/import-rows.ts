/** Files as streams of cases to be: one reader for each shape. A bad row is an item of the stream, not an end to it. */
import { IncomingCase } from '../../contract/import.ts';
import { jobPostCase, optionalColumns, requiredColumns } from './job-post-row.ts';
import type { JobPostColumn, JobPostRow, Made, RowContext } from './job-post-row.ts';
import { messageCase } from './message-row.ts';
import { readCsv } from './read-csv.ts';
import { UnreadableFile, readLines } from './read-lines.ts';

export type ImportKind = 'job-posts' | 'messages' | 'cases';
export type ImportRow = Made & { readonly line: number };

const mebibyte = 1024 ** 2;
/** Bytes. A line of `cases` may carry 8 MiB of evidence as Base64. */
const longestLine: Readonly<Record<ImportKind, number>> = {
  'job-posts': 16 * mebibyte,
  messages: 16 * mebibyte,
  cases: 64 * mebibyte,
};

/** Throws `UnreadableFile` where the file as a whole is not of this shape. */
export function importRows(
  kind: ImportKind,
  source: AsyncIterable<Uint8Array>,
  now: Date,
): AsyncGenerator<ImportRow> {
  const context: RowContext = { now, seenBefore: countCopies() };
  switch (kind) {
    case 'job-posts':
      return jobPostRows(source, context);
    case 'messages':
      return messageRows(source, context);
    case 'cases':
      return caseRows(source);
  }
}

async function* jobPostRows(
  source: AsyncIterable<Uint8Array>,
  context: RowContext,
): AsyncGenerator<ImportRow> {
  let columns: readonly string[] | null = null;
  for await (const record of readCsv(readLines(source, longestLine['job-posts']))) {
    if (columns === null) {
      if ('reason' in record) throw new UnreadableFile(`the header cannot be read: ${record.reason}`);
      columns = header(record.fields);
      continue;
    }
    const { line } = record;
    if ('reason' in record) yield { ok: false, line, reason: record.reason };
    else if (record.fields.length !== columns.length) {
      const reason = `has ${record.fields.length} columns where the header has ${columns.length}`;
      yield { ok: false, line, reason };
    } else yield { line, ...jobPostCase(rowOf(columns, record.fields), context) };
  }
  if (columns === null) throw new UnreadableFile('the file is empty: it has no header');
}

const known = new Set<string>([...requiredColumns, ...optionalColumns]);

function header(fields: readonly string[]): readonly string[] {
  const columns = fields.map((field) => field.trim().toLowerCase());
  const missing = requiredColumns.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw new UnreadableFile(`missing required columns: ${missing.join(', ')}`);
  const twice = columns.find((column, index) => known.has(column) && columns.indexOf(column) !== index);
  if (twice !== undefined) throw new UnreadableFile(`the column ${twice} is there twice`);
  return columns;
}

function rowOf(columns: readonly string[], fields: readonly string[]): JobPostRow {
  const row: Partial<Record<JobPostColumn, string>> = {};
  for (const [index, column] of columns.entries()) {
    if (known.has(column)) row[column as JobPostColumn] = fields[index] ?? '';
  }
  return row;
}

async function* messageRows(
  source: AsyncIterable<Uint8Array>,
  context: RowContext,
): AsyncGenerator<ImportRow> {
  let first = true;
  for await (const { number: line, text } of readLines(source, longestLine.messages)) {
    if (text === null) {
      first = false;
      yield { ok: false, line, reason: 'the line is too long' };
      continue;
    }
    if (text === '') continue;
    const tab = text.indexOf('\t');
    const label = tab === -1 ? '' : text.slice(0, tab);
    if (first) {
      first = false;
      // The collection itself has no header; ours has one.
      if (/^label\ttext$/i.test(text.trim())) continue;
      if (!/^(?:ham|spam)$/i.test(label.trim())) {
        throw new UnreadableFile(
          'not messages: the first line is neither `label<TAB>text` nor a row that begins with ham or spam',
        );
      }
    }
    if (tab === -1) yield { ok: false, line, reason: 'has no tab between label and text' };
    else yield { line, ...messageCase(label, text.slice(tab + 1), context) };
  }
  if (first) throw new UnreadableFile('the file is empty');
}

async function* caseRows(source: AsyncIterable<Uint8Array>): AsyncGenerator<ImportRow> {
  for await (const { number: line, text } of readLines(source, longestLine.cases)) {
    if (text === null) yield { ok: false, line, reason: 'the line is too long' };
    else if (text.trim() !== '') yield { line, ...parseCase(text) };
  }
}

function parseCase(text: string): Made {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'is not JSON' };
  }
  try {
    const parsed = IncomingCase.safeParse(value);
    if (parsed.success) return { ok: true, case: parsed.data };
    const [issue] = parsed.error.issues;
    return {
      ok: false,
      reason: `${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'is not a case'}`,
    };
  } catch {
    // Nesting deeper than the stack.
    return { ok: false, reason: 'is nested too deeply' };
  }
}

/** Counts in bounded memory: of a file with very many different texts the oldest are forgotten. */
function countCopies(most = 100_000): (digest: string) => number {
  const counts = new Map<string, number>();
  return (digest) => {
    const before = counts.get(digest) ?? 0;
    counts.delete(digest);
    counts.set(digest, before + 1);
    if (counts.size > most) {
      const [oldest] = counts.keys();
      if (oldest !== undefined) counts.delete(oldest);
    }
    return before;
  };
}

import { parse } from 'csv-parse/sync';
import type { Line } from './read-lines.ts';

export type CsvRecord =
  | { readonly line: number; readonly fields: readonly string[] }
  /** Not readable as a record, and why. */
  | { readonly line: number; readonly reason: string };

/** A record longer than this has lost a closing quote. UTF-16 units. */
const longestRecord = 4_000_000;

/**
 * Records of a CSV file. A quote that is never closed would make the rest of the file one field. So lines are
 * gathered until their quotes balance; where what they make cannot be read, the first line alone is given up and
 * reading goes on with the next: one bad row costs no other. `line` is where the record begins.
 */
export async function* readCsv(lines: AsyncIterable<Line>): AsyncGenerator<CsvRecord> {
  let gathered: Line[] = [];
  let length = 0;
  let open = false;
  let again: Line[] = [];

  const giveUpFirst = (reason: string): CsvRecord => {
    const line = gathered[0]?.number ?? 0;
    again = [...gathered.slice(1), ...again];
    gathered = [];
    length = 0;
    open = false;
    return { line, reason };
  };
  function* settle(line: Line): Generator<CsvRecord> {
    if (line.text === null) {
      if (gathered.length > 0) {
        again = [line, ...again];
        yield giveUpFirst('a quote is not closed');
      } else yield { line: line.number, reason: 'the line is too long' };
      return;
    }
    if (gathered.length === 0 && line.text === '') return;
    gathered.push(line);
    length += line.text.length;
    if (oddQuotes(line.text)) open = !open;
    if (open) {
      if (length > longestRecord) yield giveUpFirst('a quote is not closed');
      return;
    }
    const fields = fieldsOf(gathered.map(({ text }) => text).join('\n'));
    if (fields === null) {
      yield giveUpFirst('the quotes are wrong');
      return;
    }
    yield { line: gathered[0]?.number ?? 0, fields };
    gathered = [];
    length = 0;
  }
  function* drain(): Generator<CsvRecord> {
    for (let line = again.shift(); line; line = again.shift()) yield* settle(line);
  }

  for await (const line of lines) {
    yield* settle(line);
    yield* drain();
  }
  while (gathered.length > 0) {
    yield giveUpFirst('a quote is not closed');
    yield* drain();
  }
}

function oddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

const options = { record_delimiter: '\n', relax_column_count: true } as const;

function fieldsOf(record: string): readonly string[] | null {
  if (!record.includes('"')) return record.split(',');
  return attempt(record, false) ?? loosely(record);
}

/** Quotes inside an unquoted field are text: `12" pipe`. A field that begins with one is a mistake. */
function loosely(record: string): readonly string[] | null {
  if (record.includes('\n')) return null;
  const fields = attempt(record, true);
  return fields?.some((field) => field.startsWith('"')) ? null : fields;
}

function attempt(record: string, relax_quotes: boolean): readonly string[] | null {
  try {
    const records = parse(record, { ...options, relax_quotes }) as string[][];
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    return null;
  }
}

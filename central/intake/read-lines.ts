import { isUtf8 } from 'node:buffer';

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line break. Null where it is longer than the bound; it was not kept. */
  readonly text: string | null;
}

/** The file as a whole cannot be read, and why. Rows are not concerned: a bad row is reported and passed over. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

const newline = 0x0a;
const windows1252 = new TextDecoder('windows-1252');

/**
 * Lines of a file in UTF-8, in memory bounded by `mostBytes`. A byte-order mark and CRLF are taken off. A line that
 * is not UTF-8 is read as Windows-1252, where every byte is a character: old exports mix the two.
 */
export async function* readLines(source: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<Line> {
  let number = 1;
  let parts: Uint8Array[] = [];
  let held = 0;
  let first = true;

  const take = (): Line => {
    const bytes = parts.length === 1 ? (parts[0] ?? new Uint8Array()) : Buffer.concat(parts);
    const line = { number, text: held > mostBytes ? null : decode(bytes) };
    number += 1;
    parts = [];
    held = 0;
    return line;
  };
  const hold = (bytes: Uint8Array): void => {
    held += bytes.byteLength;
    if (held > mostBytes) parts = [];
    else if (bytes.byteLength > 0) parts.push(bytes);
  };

  for await (const chunk of source) {
    let from = 0;
    if (first && chunk.byteLength > 0) {
      first = false;
      if ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)) {
        throw new UnreadableFile('the file is UTF-16; save it as UTF-8');
      }
    }
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      hold(chunk.subarray(from, at));
      yield take();
      from = at + 1;
    }
    if (from < chunk.byteLength) hold(chunk.subarray(from));
  }
  if (held > 0) yield take();
}

function decode(bytes: Uint8Array): string {
  const text = isUtf8(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
    : windows1252.decode(bytes);
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return text.endsWith('\r') ? text.slice(start, -1) : text.slice(start);
}

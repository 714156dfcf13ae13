/** What kind of rows a file holds, by what stands in it: names are given by people. */
import { open } from 'node:fs/promises';
import { requiredColumns } from './job-post-row.ts';
import type { ImportKind } from './import-rows.ts';

const HEAD_BYTES = 64 * 1024;

/** Null where it is none that can be imported. */
export async function recogniseFile(path: string): Promise<ImportKind | null> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return recognise(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

export function recognise(head: Uint8Array): ImportKind | null {
  const text = Buffer.from(head)
    .toString('utf8')
    .replace(/^\u{feff}/u, '');
  if (text.includes('\0')) return null;
  const first =
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? '';
  if (first.startsWith('{')) return 'cases';
  if (/^(?:label\ttext$|(?:ham|spam)\t)/i.test(first)) return 'messages';
  const columns = first.split(',').map((column) => column.replaceAll('"', '').trim().toLowerCase());
  return requiredColumns.every((column) => columns.includes(column)) ? 'job-posts' : null;
}

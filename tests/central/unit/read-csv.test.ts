import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../central/intake/read-csv.ts';
import type { CsvRecord } from '../../../central/intake/read-csv.ts';
import { UnreadableFile, readLines } from '../../../central/intake/read-lines.ts';
import { collect } from '../../support/collect.ts';

/** Cut into chunks of `size` bytes, as a disk or a socket might. */
async function* chunks(content: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content as string);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function records(content: string | Uint8Array, size?: number): Promise<CsvRecord[]> {
  return collect(readCsv(readLines(chunks(content, size), 1_000_000)));
}
const fields = async (content: string | Uint8Array) =>
  (await records(content)).map((record) => ('fields' in record ? record.fields : record.reason));

describe('CSV', () => {
  test('quotes, doubled quotes, commas and line breaks inside fields; CRLF; a byte-order mark', async () => {
    const content = '\ufeffa,b\r\n"one, two","he said ""no"""\r\n"first\r\nsecond",3\r\n';
    expect(await records(content)).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['one, two', 'he said "no"'] },
      { line: 3, fields: ['first\nsecond', '3'] },
    ]);
  });

  test('a record is told by the line where it begins; empty lines are none', async () => {
    const content = 'a\n\n"x\ny"\n\nz';
    expect((await records(content)).map(({ line }) => line)).toEqual([1, 3, 6]);
  });

  test('whatever is written quoted is read back, however it is cut', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', '😀', ' ', ';') });
    const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), async (table, size) => {
        const content = table
          .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const read = await records(content, size);
        expect(read.map((record) => ('fields' in record ? record.fields : null))).toEqual(table);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['a quote that is never closed', 'a,b\n1,"open\n2,x\n3,y\n', [2], 2],
    ['a quote that is closed only by the next row', 'a,b\n1,"open\n2,"x"\n3,y\n', [2], 2],
    ['a quote closed in the middle of a field', 'a,b\n1,"un"closed\n2,x\n', [2], 1],
    ['two bad rows apart', 'a,b\n"1,\n2,x\n3,"y\n4,z\n', [2, 4], 2],
  ])('%s costs no other row', async (_name, content, bad, good) => {
    const [, ...rows] = await records(content);
    expect(rows.flatMap((row) => ('reason' in row ? [row.line] : []))).toEqual(bad);
    expect(rows.filter((row) => 'fields' in row)).toHaveLength(good);
  });

  test('a quote inside an unquoted field is text', async () => {
    expect(await fields('12" pipe, 3" valve,x')).toEqual([['12" pipe', ' 3" valve', 'x']]);
  });

  test('a line that is not UTF-8 is read as Windows-1252', async () => {
    const bytes = Buffer.concat([Buffer.from('é,1\n'), Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x2c, 0x80])]);
    expect(await fields(bytes)).toEqual([
      ['é', '1'],
      ['café', '€'],
    ]);
  });

  test('UTF-16 is refused with what to do', async () => {
    await expect(records(Buffer.from('\ufeffa,b', 'utf16le'))).rejects.toThrow(UnreadableFile);
  });

  test('a line over the bound is reported, not kept', async () => {
    const lines = readLines(chunks(`${'x'.repeat(100)}\nshort\n`), 50);
    expect(await collect(readCsv(lines))).toEqual([
      { line: 1, reason: 'the line is too long' },
      { line: 2, fields: ['short'] },
    ]);
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsOf, type ImportSum } from '../../../central/intake/import-file.ts';
import { importFolder } from '../../../central/intake/import-folder.ts';
import { recognise } from '../../../central/intake/recognise-file.ts';
import { openIntakeStore, storeKinds, type IntakeStore } from './intake-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'docket-folder-'));
let folders = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function folderOf(files: Record<string, string | Uint8Array>): string {
  const made = join(folder, `f-${(folders += 1)}`);
  mkdirSync(join(made, 'below'), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(made, name), content);
  return made;
}

/** A row, whether it can be taken in, and how it is written. */
const cell = fc.oneof(
  fc.constantFrom(
    'plain',
    'with, comma',
    'with "quotes"',
    'two\nlines',
    '',
    ' ',
    '=1+1',
    '12" pipe',
    '\u{202e}turned',
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);
const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
const post = fc.record({
  title: cell,
  description: cell,
  label: fc.constantFrom('0', '1', 'f', 't', 'maybe', ''),
});

describe.each(storeKinds)('a folder, over %s', (kind) => {
  let deps: IntakeStore;
  beforeAll(async () => {
    deps = await openIntakeStore(kind);
  });
  afterAll(() => deps?.close());

  async function bring(files: Record<string, string | Uint8Array>) {
    const sums = new Map<string, ImportSum>();
    const unread = new Map<string, string>();
    const rejected: string[] = [];
    const sum = await importFolder(deps, folderOf(files), {
      catalogue: deps.catalogue,
      onFile: (file, ofFile) => sums.set(file, ofFile),
      onUnread: (file, reason) => unread.set(file, reason),
      onRejected: (file, line, reason) => rejected.push(`${file}:${line}: ${reason}`),
    });
    return { sum, sums, unread, rejected };
  }

  test('each file by what stands in it, not by its name; what is none of these is said', async () => {
    const { sum, sums, unread, rejected } = await bring({
      'a.txt': 'title,description,fraudulent\nPotter,Make pots all day long,0\nBaker,,0\n',
      'b.csv': 'spam\tWin a prize now\nham\tSee you at noon\nnothing\n',
      'below/c': `\u{feff}label\ttext\r\nham\tHello there\r\n\r\n`,
      'd.jsonl': '{"externalId":"folder-1"}\n',
      'e.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13),
      'f.csv': 'a,b\n1,2\n',
      'g.csv': Buffer.from('\u{feff}title,description,fraudulent\nx,y,0\n', 'utf16le'),
      'h.csv': '',
      '.hidden': 'spam\tnot looked at\n',
    });
    expect(Object.fromEntries(sums)).toEqual({
      'a.txt': { imported: 1, alreadyThere: 0, rejected: 1 },
      'b.csv': { imported: 2, alreadyThere: 0, rejected: 1 },
      [join('below', 'c')]: { imported: 1, alreadyThere: 0, rejected: 0 },
      'd.jsonl': { imported: 0, alreadyThere: 0, rejected: 1 },
    });
    expect([...unread.keys()]).toEqual(['e.png', 'f.csv', 'g.csv', 'h.csv']);
    expect(sum).toEqual({ files: 4, unread: 4, imported: 4, alreadyThere: 0, rejected: 3 });
    expect(rejected).toHaveLength(3);
  });

  test('a link is not followed', async () => {
    const made = folderOf({});
    symlinkSync(folderOf({ 'a.tsv': 'spam\tbehind a link\n' }), join(made, 'link'));
    const sum = await importFolder(deps, made, {
      catalogue: deps.catalogue,
      onFile: () => {},
      onUnread: () => {},
      onRejected: () => {},
    });
    expect(sum).toEqual({ files: 0, unread: 0, imported: 0, alreadyThere: 0, rejected: 0 });
  });

  test('every row is accounted for, whatever is in it, and again adds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(post, { maxLength: 30 }),
        fc.constantFrom('\n', '\r\n'),
        async (posts, end) => {
          const rows = posts.map(({ title, description, label }) =>
            [title, description, label].map(quoted).join(','),
          );
          const file = ['title,description,fraudulent', ...rows].join(end) + end;
          const first = await bring({ 'posts.csv': file });
          expect(rowsOf(first.sum)).toBe(posts.length);
          expect(first.sum.rejected).toBe(first.rejected.length);
          const again = await bring({ 'posts.csv': file });
          expect(again.sum).toMatchObject({
            imported: 0,
            alreadyThere: first.sum.imported + first.sum.alreadyThere,
            rejected: first.sum.rejected,
          });
        },
      ),
      { numRuns: kind === 'PGlite' ? 25 : 10 },
    );
  });

  test('stopped between two batches, what came in stays, and the same folder goes on from there', async () => {
    const lines = Array.from({ length: 900 }, (_, index) => `ham\tmessage number ${index} of ${kind}`);
    const made = folderOf({ 'm.tsv': `${lines.join('\n')}\n` });
    const stop = new AbortController();
    const options = {
      catalogue: deps.catalogue,
      onFile: () => {},
      onUnread: () => {},
      onRejected: () => {},
      onProgress: () => stop.abort(),
      signal: stop.signal,
    };
    await expect(importFolder(deps, made, options)).rejects.toThrow();
    const { onProgress: _onProgress, signal: _signal, ...calm } = options;
    const rest = await importFolder(deps, made, calm);
    expect(rest.alreadyThere).toBe(200);
    expect(rest.imported).toBe(700);
  });
});

test.each([
  ['{"externalId":"x"}', 'cases'],
  ['\n\n  {"a":1}', 'cases'],
  ['ham\thello', 'messages'],
  ['"title","Description",fraudulent,extra', 'job-posts'],
  ['title,description', null],
  ['%PDF-1.7', null],
  ['', null],
])('%j holds %s', (head, kind) => {
  expect(recognise(Buffer.from(head))).toBe(kind);
});

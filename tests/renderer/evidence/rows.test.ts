import { expect, test } from 'vitest';
import { JobPost, Messages } from '../../../contract/evidence.ts';
import type { Detection } from '../../../contract/evidence.ts';
import { highlightsOf, stringAt } from '../../../renderer/evidence/model/highlights.ts';
import { messageRows, sectionRows, stopsOf } from '../../../renderer/evidence/model/rows.ts';

const id =
  '0192f0a0-0000-7000-8000-000000000001' as Detection['signals'][number]['spans'][number]['evidenceId'];
const fired = (spans: readonly (readonly [field: string, start: number, end: number])[]): Detection => ({
  kind: 'detection',
  detector: 'rules',
  detectorVersion: '1',
  at: '2026-11-23T07:00:00.000Z',
  score: 0.9,
  threshold: 0.7,
  signals: [
    {
      id: 'deposit',
      label: 'asks for a deposit',
      weight: 0.5,
      spans: spans.map(([field, start, end]) => ({ evidenceId: id, field, start, end })),
    },
  ],
});

const post = (text: string, format: 'plain' | 'html' = 'plain') =>
  JobPost.parse({
    kind: 'job-post',
    title: 'Clerk',
    client: { id: 'c', label: 'C' },
    sections: [
      { name: 'company', heading: '', text: 'We pay.' },
      { name: 'description', heading: 'About', format, text },
    ],
  }).sections;

test('stops are in the order of the text, each with the row where it begins', () => {
  const highlights = highlightsOf(id, [
    fired([
      ['/sections/1/text', 12, 16],
      ['/sections/0/text', 0, 2],
    ]),
  ]);
  const rows = sectionRows(post('First line\n\nSecond'), highlights, () => 'Company');
  expect(rows.map((row) => row.key)).toEqual([
    'heading-0',
    '/sections/0/text@0',
    'heading-1',
    '/sections/1/text@0',
    '/sections/1/text@12',
  ]);
  expect(stopsOf(rows).map(({ row, reasons }) => [row, reasons])).toEqual([
    [1, ['asks for a deposit']],
    [4, ['asks for a deposit']],
  ]);
});

test('highlights of HTML follow its text', () => {
  const text = '<p>Send a <b>deposit</b></p>';
  const start = text.indexOf('deposit');
  const rows = sectionRows(
    post(text, 'html'),
    highlightsOf(id, [fired([['/sections/1/text', start, start + 7]])]),
    () => '',
  );
  const row = rows.at(-1);
  if (row?.is !== 'text') throw new Error('expected a text row');
  const [stretch] = row.source.stretches;
  expect(row.source.text.slice(stretch?.start, stretch?.end)).toBe('deposit');
});

const at = (day: number) => `2026-11-${day}T08:00:00.000Z`;
const thread = (messages: readonly { from: string; text: string; at: string | null }[]) =>
  Messages.parse({
    kind: 'messages',
    participants: [{ id: 'a', label: 'A', role: 'client' }],
    messages: messages.map((message, index) => ({ id: `m${index}`, ...message })),
  });

test('a new day begins with its date, and neighbours of one person follow each other', () => {
  const rows = messageRows(
    thread([
      { from: 'a', text: 'one', at: at(20) },
      { from: 'a', text: 'two', at: at(20) },
      { from: 'b', text: 'three', at: null },
      { from: 'b', text: 'four', at: at(21) },
    ]),
    new Map(),
  );
  expect(rows.map((row) => (row.is === 'message' ? [row.index, row.follows] : row.is))).toEqual([
    'day',
    [0, false],
    [1, true],
    [2, false],
    'day',
    [3, false],
  ]);
});

test('fault 32: 30,000 messages and a message of 1 MB become bounded rows', () => {
  const many = thread([
    ...Array.from({ length: 30_000 }, () => ({ from: 'a', text: 'hello there', at: at(20) })),
    { from: 'a', text: 'x'.repeat(1_000_000), at: at(20) },
  ]);
  const rows = messageRows(many, new Map(), new Set([30_000]));
  expect(rows).toHaveLength(30_001 + 500);
  expect(rows.every((row) => row.is !== 'message' || row.end - row.start <= 2000)).toBe(true);
});

test('fault 32: of a message of 1 MB the beginning is shown, unless a signal fired further on', () => {
  const long = thread([{ from: 'a', text: `${'word '.repeat(200_000)}deposit`, at: null }]);
  const rows = messageRows(long, new Map());
  expect(rows.map(({ is }) => is)).toEqual(['message', 'more']);
  expect(rows.at(-1)).toMatchObject({ index: 0, hidden: 998_007 });
  const highlights = highlightsOf(id, [fired([['/messages/0/text', 1_000_000, 1_000_007]])]);
  expect(messageRows(long, highlights).length).toBeGreaterThan(400);
});

test('a pointer names a string of the document, and nothing that objects inherit', () => {
  const document = { a: [{ 'b/c': 'here' }] };
  expect(stringAt(document, '/a/0/b~1c')).toBe('here');
  expect(stringAt(document, '/constructor/name')).toBeNull();
  expect(stringAt(document, '/a/7')).toBeNull();
});

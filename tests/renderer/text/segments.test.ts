import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf } from '../../../renderer/text/blocks.ts';
import { piecesOf, stretchesOf } from '../../../renderer/text/segments.ts';
import type { Highlight } from '../../../renderer/text/segments.ts';

const highlight = (start: number, end: number, reason = `${start}-${end}`): Highlight => ({
  id: `${start}-${end}`,
  start,
  end,
  reason,
});

test('overlapping spans become one stretch with each reason once', () => {
  expect(
    stretchesOf('abcdefghij', [highlight(4, 8, 'two'), highlight(1, 5, 'one'), highlight(2, 3, 'one')]),
  ).toEqual([{ id: '1-5', start: 1, end: 8, reasons: ['one', 'two'] }]);
});

test('spans that only touch stay two, so that a key steps to both', () => {
  expect(stretchesOf('abcdef', [highlight(0, 3), highlight(3, 6)])).toHaveLength(2);
});

test('a span that cuts a surrogate pair takes the whole character', () => {
  expect(stretchesOf('a😀b😀c', [highlight(2, 5)])).toMatchObject([{ start: 1, end: 6 }]);
});

test('spans beyond the text and empty ones are left out, one that hangs over is cut', () => {
  expect(stretchesOf('abc', [highlight(5, 9), highlight(2, 2), highlight(1, 9)])).toMatchObject([
    { start: 1, end: 3 },
  ]);
});

test('a look-alike inside a highlight is cut out of it and stays highlighted', () => {
  const text = 'write to @hir\u0456ng now';
  const pieces = piecesOf(text, stretchesOf(text, [highlight(9, 16)]));
  expect(pieces.map((piece) => [piece.text, piece.stretch !== null, piece.suspicion?.kind])).toEqual([
    ['write to ', false, undefined],
    ['@hir', true, undefined],
    ['\u0456', true, 'look-alike'],
    ['ng', true, undefined],
    [' now', false, undefined],
  ]);
});

test('pieces put together are the text, whatever the spans, and none splits a surrogate pair', () => {
  const words = fc.array(
    fc.constantFrom('a', '😀', '\u202E', 'h\u0456', 'https://x.example/a', ' ', '\u0301', 'é'),
    {
      maxLength: 30,
    },
  );
  const spans = fc.array(fc.tuple(fc.nat(80), fc.nat(80)), { maxLength: 8 });
  fc.assert(
    fc.property(words, spans, (parts, ranges) => {
      const text = parts.join('');
      const stretches = stretchesOf(
        text,
        ranges.map(([start, end]) => highlight(start, end)),
      );
      const pieces = piecesOf(text, stretches);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const piece of pieces) expect(piece.text.isWellFormed()).toBe(true);
      for (const [index, stretch] of stretches.entries()) {
        expect(stretch.start).toBeGreaterThanOrEqual(stretches[index - 1]?.end ?? 0);
      }
    }),
  );
});

test('a part of a text has the pieces of that part, with offsets of the whole', () => {
  const text = 'one two three';
  expect(piecesOf(text, stretchesOf(text, [highlight(2, 9)]), 4, 7)).toMatchObject([
    { start: 4, end: 7, text: 'two', stretch: { start: 2, end: 9 } },
  ]);
});

test('paragraphs are blocks, empty lines are none', () => {
  expect(blocksOf('one\n\n  \ntwo\r\n')).toEqual([
    { start: 0, end: 3, continues: false },
    { start: 8, end: 12, continues: false },
  ]);
});

test('fault 32: a line of 1 MB is cut at spaces, never inside a character, and nothing is lost', () => {
  const words = blocksOf('word '.repeat(200_000));
  expect(words.every(({ start, end }) => end - start <= 2001)).toBe(true);
  const faces = `x${'😀'.repeat(500_000)}`;
  const cut = blocksOf(faces).map(({ start, end }) => faces.slice(start, end));
  expect(cut.join('')).toBe(faces);
  expect(cut.every((part) => part.isWellFormed())).toBe(true);
});

test('what was looked for is marked in what is shown, also inside a highlight and across its end', () => {
  const text = 'Send the deposit first';
  const stretches = stretchesOf(text, [{ id: 'h', start: 9, end: 13, reason: 'deposit' }]);
  const pieces = piecesOf(text, stretches, 5, text.length, [{ start: 9, end: 16 }]);
  expect(pieces.map((piece) => [piece.text, piece.found, piece.stretch !== null])).toEqual([
    ['the ', false, false],
    ['depo', true, true],
    ['sit', true, false],
    [' first', false, false],
  ]);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordDiff } from '../../../renderer/text/word-diff.ts';

const side = (changes: ReturnType<typeof wordDiff>, left: 'removed' | 'added') =>
  changes
    .filter(({ is }) => is === 'same' || is === left)
    .map(({ text }) => text)
    .join('');

test('only the changed words are named', () => {
  expect(wordDiff('pay a deposit of $20 now', 'pay a deposit of $120 now')).toEqual([
    { is: 'same', text: 'pay a deposit of ' },
    { is: 'removed', text: '$20' },
    { is: 'added', text: '$120' },
    { is: 'same', text: ' now' },
  ]);
});

test('words exchanged one by one are read as one exchange, line by line', () => {
  expect(wordDiff('A refundable deposit\nis due now', 'No further fee\nmay come now')).toEqual([
    { is: 'removed', text: 'A refundable deposit' },
    { is: 'added', text: 'No further fee' },
    { is: 'same', text: '\n' },
    { is: 'removed', text: 'is due' },
    { is: 'added', text: 'may come' },
    { is: 'same', text: ' now' },
  ]);
});

test('both sides can be read back from the difference', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', ' ', '\n', '😀', 'cd'), { maxLength: 40 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changes = wordDiff(before, after);
      expect(side(changes, 'removed')).toBe(before);
      expect(side(changes, 'added')).toBe(after);
    }),
  );
});

test('fault 32: two texts of 1 MB with nothing in common are told apart as wholes', () => {
  const before = 'a b '.repeat(250_000);
  const after = 'c d '.repeat(250_000);
  expect(wordDiff(before, after)).toEqual([
    { is: 'removed', text: before },
    { is: 'added', text: after },
  ]);
});

import { expect, test } from 'vitest';
import { mostFound, searchThread } from '../../../renderer/evidence/model/search-thread.ts';

function search(texts: readonly string[], words: string) {
  const steps = searchThread(
    texts.map((text) => ({ text })),
    words,
  );
  let waits = 0;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { found: value, waits };
    waits += 1;
  }
}

test('words are found whatever their case, as what they are and not as a pattern', () => {
  const { found } = search(['Pay the DEPOSIT (now).', 'no', 'deposit, deposit'], 'deposit');
  expect(found.map(({ message, start, end }) => [message, start, end])).toEqual([
    [0, 8, 15],
    [2, 0, 7],
    [2, 9, 16],
  ]);
  expect(search(['a.c', 'abc', '(a+)'], 'a.c').found).toHaveLength(1);
  expect(search(['(((('], '((').found).toHaveLength(2);
  expect(search(['x'], '  ').found).toEqual([]);
});

test('offsets are those of the text, though small letters of it may be longer', () => {
  expect(search(['İİİ deposit'], 'deposit').found).toEqual([{ message: 0, start: 4, end: 11 }]);
});

test('fault 32: a line of 1 MB is looked through in pieces, and its borders hide nothing', () => {
  const text = `${'x'.repeat(65_530)}deposit${'y'.repeat(900_000)}deposit`;
  const { found, waits } = search([text], 'deposit');
  expect(found.map(({ start }) => start)).toEqual([65_530, text.length - 7]);
  expect(waits).toBeGreaterThan(10);
});

test('30,000 messages give way often, and no more places are kept than anybody steps through', () => {
  const { found, waits } = search(
    Array.from({ length: 30_000 }, () => 'hello'),
    'hello',
  );
  expect(found).toHaveLength(mostFound);
  expect(waits).toBeGreaterThan(0);
});

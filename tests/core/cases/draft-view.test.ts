import { expect, test } from 'vitest';
import { beginningOf } from '../../../electron/core/cases/draft-view.ts';
import { blank } from '../support/valid.ts';

const message = { templateId: null, language: 'en', subject: '', body: 'Hello,\nwe removed your post.' };

test('a draft is known again by the first words of its rationale, else of its message', () => {
  expect(beginningOf({ ...blank, rationale: '  Asks for\n\n a deposit. ', message })).toBe(
    'Asks for a deposit.',
  );
  expect(beginningOf({ ...blank, rationale: ' ', message })).toBe('Hello, we removed your post.');
  expect(beginningOf(blank)).toBe('');
});

test('long words are cut between words, and never within a character', () => {
  const cut = beginningOf({ ...blank, rationale: 'deposit '.repeat(100) });
  expect(cut).toMatch(/^(deposit )+…$/);
  expect(cut.length).toBeLessThanOrEqual(165);
  expect(beginningOf({ ...blank, rationale: '😀'.repeat(500) }).isWellFormed()).toBe(true);
});

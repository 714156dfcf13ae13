import { expect, test } from 'vitest';
import { History } from '../../../contract/evidence.ts';
import { newestFirst, strikeSummary } from '../../../renderer/evidence/model/history-summary.ts';

const entry = (day: number, kind: string, title: string, policies: readonly string[] = []) => ({
  at: `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`,
  kind,
  title,
  outcome: null,
  actions: [],
  policies,
  by: null,
});
const history = History.parse({
  kind: 'history',
  entries: [
    entry(3, 'strike', 'Spam'),
    entry(20, 'note', 'A note'),
    entry(9, 'strike', 'Fee', ['Fee to work']),
    entry(12, 'strike', 'Fee', ['Fee to work']),
  ],
});

test('history is newest first, and each entry keeps its place in the document', () => {
  expect(newestFirst(history).map(({ index }) => index)).toEqual([1, 3, 2, 0]);
});

test('strikes are counted by what they were given for', () => {
  expect(strikeSummary(newestFirst(history))).toEqual({
    count: 3,
    lastAt: '2026-11-12T08:00:00.000Z',
    policies: [
      { policy: 'Fee to work', count: 2 },
      { policy: 'Spam', count: 1 },
    ],
  });
});

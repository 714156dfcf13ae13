import { expect, test } from 'vitest';
import type { Exposure } from '../../../contract/bridge.ts';
import { nearestBudget, suggestingBreak } from '../../../renderer/rules/suggested-break.ts';

const exposed = (...counts: readonly (readonly [string, number, number | null])[]): Exposure => ({
  onBreakSince: null,
  shiftEnded: false,
  harmTypes: counts.map(([id, sinceBreak, budget]) => ({
    id: id as Exposure['harmTypes'][number]['id'],
    label: id,
    revealed: sinceBreak,
    sinceBreak,
    budget,
    optedOut: false,
  })),
  heldOptedOut: 0,
});
const ids = (exposure: Exposure | null, putOff = {}) =>
  suggestingBreak(exposure, putOff).map(({ id }) => id as string);

test('a break is suggested when a budget is reached, for what is furthest past its own first', () => {
  expect(ids(exposed(['violence', 9, 10], ['hate', 50, null]))).toEqual([]);
  expect(ids(exposed(['violence', 10, 10], ['hate', 9, 3]))).toEqual(['hate', 'violence']);
  expect(ids(null)).toEqual([]);
});

test('on a break none is suggested', () => {
  const now = exposed(['violence', 10, 10]);
  expect(ids({ ...now, onBreakSince: '2026-11-23T10:00:00.000Z' })).toEqual([]);
});

test('one that was put off is suggested again after as many more, or after a break', () => {
  const putOff = { violence: 12 };
  expect(ids(exposed(['violence', 12, 10]), putOff)).toEqual([]);
  expect(ids(exposed(['violence', 21, 10]), putOff)).toEqual([]);
  expect(ids(exposed(['violence', 22, 10]), putOff)).toEqual(['violence']);
  expect(ids(exposed(['violence', 10, 10]), putOff)).toEqual(['violence']);
});

test('the line shows what is nearest its budget; what has none comes last', () => {
  expect(nearestBudget(exposed(['violence', 0, 10]))).toBeNull();
  expect(nearestBudget(exposed(['hate', 90, null], ['violence', 1, 10]))?.id).toBe('violence');
  expect(nearestBudget(exposed(['hate', 90, null]))?.id).toBe('hate');
});

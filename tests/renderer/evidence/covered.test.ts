import { expect, test } from 'vitest';
import { coveredRecords, coveringField, isPartCovered } from '../../../renderer/evidence/model/covered.ts';

const masked = [
  { field: '/payments/2/amount/amountMinor', revealed: false },
  { field: '/payments/12', revealed: false },
  { field: '/payments/3/at', revealed: true },
  { field: '/account/label', revealed: false },
];

test('a value is covered by itself, by what it is part of, or by a part of it', () => {
  expect(coveringField(masked, '/account/label')).toBe('/account/label');
  expect(coveringField(masked, '/payments/12/method')).toBe('/payments/12');
  expect(coveringField(masked, '/payments/2/amount')).toBe('/payments/2/amount/amountMinor');
});

test('what was revealed, and what only begins alike, is not covered', () => {
  expect(coveringField(masked, '/payments/3/at')).toBeNull();
  expect(coveringField(masked, '/payments/1')).toBeNull();
  expect(coveringField(masked, '/payments/2/amounts')).toBeNull();
});

test('records with something covered are named by their place, with what it is', () => {
  const records = coveredRecords(masked, '/payments');
  expect([...records]).toEqual([
    [2, ['amount/amountMinor']],
    [12, ['']],
  ]);
  expect(isPartCovered(records.get(2), ['amount'])).toBe(true);
  expect(isPartCovered(records.get(2), ['at', 'method'])).toBe(false);
  expect(isPartCovered(records.get(12), ['at'])).toBe(true);
  expect(isPartCovered(records.get(3), ['at'])).toBe(false);
});

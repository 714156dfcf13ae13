import { expect, test } from 'vitest';
import {
  formatCounts,
  playwrightCounts,
  skippedAsFailed,
  sum,
  vitestCounts,
} from '../../build/support/counts.ts';

test('the last line is the sum over all runners', () => {
  const all = [
    { passed: 7, failed: 1, skipped: 0 },
    { passed: 30, failed: 0, skipped: 2 },
  ];
  expect(formatCounts(sum(all))).toBe('37 passed, 1 failed, 2 skipped');
  expect(formatCounts(sum([]))).toBe('0 passed, 0 failed, 0 skipped');
});

test('todo tests count as skipped', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 2,
    success: false,
  };
  expect(vitestCounts(report)).toEqual({ passed: 3, failed: 1, skipped: 3 });
});

test('Playwright’s tests are counted per project at every depth, and one that needed a second run has passed', () => {
  const spec = (projectName: string, status: string) => ({ tests: [{ projectName, status }] });
  const inner = { specs: [spec('chromium', 'flaky'), spec('electron', 'skipped')] };
  const report = { suites: [{ specs: [spec('chromium', 'expected')], suites: [{ suites: [inner] }] }] };
  expect(Object.fromEntries(playwrightCounts(report))).toEqual({
    chromium: { passed: 2, failed: 0, skipped: 0 },
    electron: { passed: 0, failed: 0, skipped: 1 },
  });
});

test('on CI a skipped test has failed', () => {
  expect(skippedAsFailed({ passed: 1, failed: 1, skipped: 2 })).toEqual({ passed: 1, failed: 3, skipped: 0 });
});

test('a report of another shape is refused rather than counted as nothing', () => {
  expect(() => vitestCounts({})).toThrow(/numPassedTests/);
  expect(() =>
    playwrightCounts({ suites: [{ specs: [{ tests: [{ projectName: 'a', status: 'odd' }] }] }] }),
  ).toThrow();
});

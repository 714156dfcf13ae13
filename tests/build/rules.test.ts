import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromRoot } from '../../build/support/root.ts';
import { cite, namesRule, readFaults, readRules, rulesPage } from '../../build/support/rules.ts';

const rules = readRules();

test('every rule from W1 to U2 is there, and every fault', () => {
  expect(rules).toHaveLength(48);
  expect(readFaults().map(({ rule }) => rule)).toEqual(
    Array.from({ length: 43 }, (_, index) => `fault ${index + 1}`),
  );
});

test.each(cite(rules))(
  'rule $rule has code that cites it and a test that begins with it',
  ({ code, tests }) => {
    expect(code).not.toEqual([]);
    expect(tests).not.toEqual([]);
  },
);

test.each(cite(readFaults()))('$rule has a test that begins with it', ({ tests }) => {
  expect(tests).not.toEqual([]);
});

test('docs/rules.md is what `npm run rules` writes', () => {
  expect(readFileSync(fromRoot('docs/rules.md'), 'utf8')).toBe(rulesPage());
});

test('a rule is read from the beginning of a name, among others, and not from within', () => {
  const found = (name: string) => [...name.matchAll(namesRule('D6'))].length;
  expect([`test('D6: a`, `test("R7, D6: a`, `test('D6, fault 13: a`].map(found)).toEqual([1, 1, 1]);
  expect([`test('as D6: a`, `test('D61: a`, `test('D6 a`].map(found)).toEqual([0, 0, 0]);
});

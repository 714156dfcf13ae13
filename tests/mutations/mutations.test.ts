import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromRoot } from '../../build/support/root.ts';
import { readFaults, readRules } from '../../build/support/rules.ts';
import { isNamedBy } from './mutation.ts';
import { mutations } from './mutations.ts';
import { changed, changesOf, testsOf } from './tree.ts';

const rules = readRules().map(({ rule }) => rule);

test.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
  'the mutation “%s” can be made, and its rule has tests',
  (_name, mutation) => {
    for (const change of changesOf(mutation)) {
      const text = readFileSync(fromRoot(change.file), 'utf8');
      expect(changed(text, change)).not.toBe(text);
    }
    expect([...rules, ...readFaults().map(({ rule }) => rule)]).toContain(mutation.rule);
    const known = testsOf(mutation.rule);
    expect(known).not.toEqual([]);
    expect(known).toEqual(expect.arrayContaining([...(mutation.tests ?? [])]));
  },
);

test('every rule has one, and each a name of its own', () => {
  expect(rules.filter((rule) => !mutations.some((mutation) => mutation.rule === rule))).toEqual([]);
  expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
});

test('a place that is there twice, or not at all, is refused', () => {
  const change = { file: 'a.ts', find: 'b', replace: '$&' };
  expect(changed('abc', change)).toBe('a$&c');
  expect(() => changed('abcb', change)).toThrow('2 times');
  expect(() => changed('ac', change)).toThrow('0 times');
});

test('a test is named by every rule before its colon, and by no other', () => {
  expect(['D6: a', 'D4, D6: a', 'fault 42, D6: a'].map((title) => isNamedBy('D6', title))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['D61: a', 'D4: as D6: a', 'D6 a'].map((title) => isNamedBy('D6', title))).toEqual([
    false,
    false,
    false,
  ]);
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromRoot } from '../../build/support/root.ts';
import { mutations } from './mutations.ts';
import { changed, testsOf } from './tree.ts';

test.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
  'the mutation “%s” can be made, and its rule has tests',
  (_name, mutation) => {
    const text = readFileSync(fromRoot(mutation.file), 'utf8');
    expect(changed(text, mutation)).not.toBe(text);
    expect(testsOf(mutation.rule)).not.toEqual([]);
  },
);

test('there are thirty, each with a name of its own', () => {
  expect(mutations).toHaveLength(30);
  expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
});

import { expect, test } from 'vitest';
import { expectedModules, surveyImports } from '../../build/check/boundaries.ts';
import { findPlantedProblems } from '../../build/check/planted.ts';
import { fromRoot } from '../../build/support/root.ts';

test('every planted violation is found by its rule, and no allowed import is', async () => {
  expect(await findPlantedProblems()).toEqual([]);
});

test('the look at the real tree sees every source file', async () => {
  const { modules } = await surveyImports(fromRoot());
  expect(modules).toBeGreaterThanOrEqual(expectedModules());
});

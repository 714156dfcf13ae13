import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromRoot } from '../../build/support/root.ts';
import { knownInstallScripts } from '../../build/check/install-scripts.ts';

type Locked = Readonly<{ hasInstallScript?: boolean; dev?: boolean }>;
const lock = JSON.parse(readFileSync(fromRoot('package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, Locked>>;
};
const packages = Object.entries(lock.packages);

test('only packages on the list run a program when they are installed, and none that ships does', () => {
  const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true);
  expect(running.map(([path]) => path).toSorted()).toEqual(Object.keys(knownInstallScripts).toSorted());
  expect(running.filter(([, { dev }]) => dev !== true)).toEqual([]);
});

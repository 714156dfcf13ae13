import { expect, test } from 'vitest';
import { foreignWords } from '../../build/check/self-contained.ts';

/** Put together here, so that this file does not hold what it looks for. */
const path = (...parts: readonly string[]): string => `/${parts.join('/')}`;

test.each([
  `cd ${path('work', 'main')}`,
  `"${path('root', 'notes')}"`,
  `see ${path('home', 'kim', 'docket')}`,
  `"resolved": "${'https:'}//mirror.example/a.tgz"`,
  `https://${['registry', 'npmjs', 'org'].join('.')}/a`,
])('%s is foreign', (line) => {
  expect(foreignWords(`fine\n${line}\n`)).toHaveLength(1);
});

test.each([
  "import '../work/open.ts';",
  'electron/core/store/work/schema.sql',
  '`${dir}/work/file`',
  'https://docs.example/',
])('%s is our own', (line) => {
  expect(foreignWords(line)).toEqual([]);
});

test('the host of the registry in use is noticed', () => {
  expect(foreignWords('from mirror.example:8080', 'mirror.example:8080')).toEqual([
    '1: the host of a package registry',
  ]);
});

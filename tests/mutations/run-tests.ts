/** The tests of some rules in some files, run in a copy of the tree. */
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { runNode } from '../../build/support/run.ts';

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

export interface Seen {
  readonly file: string;
  readonly title: string;
  readonly status: string;
  /** The first line of why it failed. */
  readonly because: string;
  /** It failed because something was not as expected, not because the program could not run. */
  readonly isVerdict: boolean;
}

/** What `expect` says, what waits for something in vain says, and the time limit of a test. */
const verdict = /AssertionError|^Error: not so within|timed out in \d+ms/;

/** Throws where a file cannot be loaded: that says nothing about a guard. */
export async function runTests(
  folder: string,
  files: readonly string[],
  rules: readonly string[],
): Promise<readonly Seen[]> {
  const output = join(folder, 'mutation.json');
  rmSync(output, { force: true });
  await runNode(
    join(folder, 'node_modules/vitest/vitest.mjs'),
    [
      'run',
      '--config=build/vitest.config.ts',
      '--maxWorkers=1',
      '--reporter=json',
      `--outputFile=${output}`,
      `--testNamePattern=(^|[ ,])(${[...new Set(rules)].join('|')})[,:]`,
      ...files,
    ],
    { cwd: folder },
  );
  const { testResults } = Report.parse(JSON.parse(readFileSync(output, 'utf8')));
  const broken = testResults.find((file) => file.assertionResults.length === 0 && file.message);
  if (broken) throw new Error(`${relative(folder, broken.name)}: ${broken.message}`);
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, status, failureMessages }) => {
      const message = failureMessages?.[0] ?? '';
      const because = message.split('\n')[0] ?? '';
      return { file: relative(folder, name), title, status, because, isVerdict: verdict.test(message) };
    }),
  );
}

/**
 * `npm run mutations [-- --only WORDS]`: makes each mutation in a copy of the tree, runs the tests of its rule, and
 * expects one of them to fail. Unmutated they must pass. Exit code 1 where one is not caught.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mutations, type Mutation } from './mutations.ts';
import { copyTree, testsOf, type Tree } from './tree.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

const Report = z.object({
  numTotalTests: z.number(),
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

interface Seen {
  readonly passed: number;
  readonly failed: readonly { readonly title: string; readonly because: string }[];
  /** A file that could not be read at all: the mutation broke the program's text, not a guard. */
  readonly unreadable: string | null;
}

async function runTests(tree: Tree, rules: readonly string[]): Promise<Seen> {
  const files = [...new Set(rules.flatMap(testsOf))];
  if (files.length === 0) throw new Error(`no test names ${rules.join(', ')}`);
  const output = join(tree.folder, 'mutation.json');
  rmSync(output, { force: true });
  const named = `(^|[ ,])(${rules.join('|')})[,:]`;
  const vitest = ['vitest', 'run', '--config', 'build/vitest.config.ts', '--maxWorkers=1', '-t', named];
  const child = spawn(
    process.execPath,
    [
      join(tree.folder, 'node_modules/vitest/vitest.mjs'),
      ...vitest.slice(1),
      '--reporter=json',
      `--outputFile=${output}`,
      ...files,
    ],
    { cwd: tree.folder, stdio: 'ignore' },
  );
  await new Promise((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
  const report = Report.parse(JSON.parse(readFileSync(output, 'utf8')));
  const results = report.testResults.flatMap((file) => file.assertionResults);
  const broken = report.testResults.find((file) => file.assertionResults.length === 0 && file.message);
  return {
    passed: results.filter(({ status }) => status === 'passed').length,
    failed: results
      .filter(({ status }) => status === 'failed')
      .map(({ title, failureMessages }) => ({ title, because: failureMessages?.[0]?.split('\n')[0] ?? '' })),
    unreadable: broken ? `${broken.name}: ${broken.message}` : null,
  };
}

async function judge(tree: Tree, mutation: Mutation): Promise<string | null> {
  const seen = await tree.with(mutation, () => runTests(tree, [mutation.rule]));
  if (seen.unreadable !== null) throw new Error(seen.unreadable);
  return seen.failed[0]?.title ?? null;
}

const chosen = mutations.filter(({ name, rule }) => `${rule}: ${name}`.includes(values.only));
const trees = [copyTree(), copyTree()];
let caught = 0;
try {
  const before = await runTests(trees[0]!, [...new Set(chosen.map(({ rule }) => rule))]);
  if (before.failed.length > 0 || before.unreadable !== null) {
    console.error(
      `without a mutation: ${before.unreadable ?? before.failed.map(({ title, because }) => `${title}: ${because}`).join('; ')}`,
    );
    process.exitCode = 1;
  } else {
    console.log(`without a mutation: ${before.passed} tests pass`);
    const waiting = [...chosen];
    const work = async (tree: Tree): Promise<void> => {
      for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
        const startedAt = performance.now();
        const by = await judge(tree, mutation);
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
        if (by !== null) caught += 1;
        console.log(
          `${by === null ? 'MISSED' : 'caught'}  ${mutation.rule}: ${mutation.name}  (${seconds} s)`,
        );
        console.log(by === null ? '        no test of this rule fails' : `        by “${by}”`);
      }
    };
    await Promise.all(trees.map(work));
    console.log(`${caught} of ${chosen.length} caught`);
    if (caught < chosen.length) process.exitCode = 1;
  }
} finally {
  for (const tree of trees) tree.remove();
}

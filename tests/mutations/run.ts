/**
 * `npm run mutations [-- --only WORDS]`: makes each mutation in a copy of the tree, runs the tests of its rule, and
 * expects one of them to fail by what it expects. Unmutated they must pass. Exit code 1 where one is not caught.
 */
import { parseArgs } from 'node:util';
import { startPostgres } from '../support/postgres.ts';
import { isNamedBy, type Mutation } from './mutation.ts';
import { mutations } from './mutations.ts';
import { runTests, type Seen } from './run-tests.ts';
import { copyTree, testsOf, type Tree } from './tree.ts';

const WORKERS = 2;

interface Verdict {
  readonly isCaught: boolean;
  /** The test that caught it, or why none did. */
  readonly by: string;
}

const filesFor = ({ tests, rule }: Mutation): readonly string[] => tests ?? testsOf(rule);

const seenOf = (seen: readonly Seen[], mutation: Mutation): readonly Seen[] => {
  const files = filesFor(mutation);
  return seen.filter(({ file, title }) => files.includes(file) && isNamedBy(mutation.rule, title));
};

/** Null where the tests of the rule pass as they should before anything is broken. */
function unfit(before: readonly Seen[], mutation: Mutation): Verdict | null {
  const tests = seenOf(before, mutation);
  const failed = tests.find(({ status }) => status === 'failed');
  if (failed) return { isCaught: false, by: `fails without it: “${failed.title}”: ${failed.because}` };
  if (tests.some(({ status }) => status === 'passed')) return null;
  return { isCaught: false, by: `no test of ${mutation.rule} runs` };
}

async function judge(tree: Tree, mutation: Mutation): Promise<Verdict> {
  const seen = await tree.with(mutation, () => runTests(tree.folder, filesFor(mutation), [mutation.rule]));
  const failed = seenOf(seen, mutation).filter(({ status }) => status === 'failed');
  const verdict = failed.find(({ isVerdict }) => isVerdict);
  if (verdict) return { isCaught: true, by: verdict.title };
  const [other] = failed;
  return { isCaught: false, by: other ? `breaks otherwise: ${other.because}` : 'no test of its rule fails' };
}

async function runAll(chosen: readonly Mutation[], trees: readonly Tree[]): Promise<number> {
  const [first] = trees;
  if (first === undefined) throw new Error('there is no such mutation');
  const files = [...new Set(chosen.flatMap(filesFor))];
  const before = await runTests(
    first.folder,
    files,
    chosen.map(({ rule }) => rule),
  );
  console.log(`without a mutation: ${before.filter(({ status }) => status === 'passed').length} tests pass`);
  const waiting = [...chosen];
  let caught = 0;
  const work = async (tree: Tree): Promise<void> => {
    for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
      const startedAt = performance.now();
      const { isCaught, by } = unfit(before, mutation) ?? (await judge(tree, mutation));
      const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`.padStart(7);
      if (isCaught) caught += 1;
      console.log(
        `${isCaught ? 'caught' : 'MISSED'} ${seconds}  ${mutation.rule.padEnd(8)}  ${mutation.name}  ←  ${by}`,
      );
    }
  };
  await Promise.all(trees.map(work));
  return caught;
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const chosen = mutations.filter(({ name, rule }) => `${rule}: ${name}`.includes(values.only));
const trees = chosen.slice(0, WORKERS).map(copyTree);
const postgres = await startPostgres();
// One server for all runs: each test file makes its own database in it.
process.env['TEST_DATABASE_URL'] = postgres.url;
try {
  const caught = await runAll(chosen, trees);
  console.log(`${caught} of ${chosen.length} caught`);
  if (caught < chosen.length) process.exitCode = 1;
} finally {
  for (const tree of trees) tree.remove();
  await postgres.stop();
}

/**
 * `npm run simulate:planted [-- --only WORDS]`: plants one protocol bug at a time in a copy of the tree and plays it, 20,000
 * steps at most over four seeds. Exit code 1 where a bug is not found: then the simulation has lost its eyes.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { copyTree, type Change, type Tree } from '../mutations/tree.ts';
import { planted } from './planted-bugs.ts';

const SEEDS = 4;
const STEPS = 5_000;
const Result = z.object({ steps: z.number(), violation: z.object({ message: z.string() }).nullable() });

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

async function play(tree: Tree, seed: number): Promise<z.output<typeof Result>> {
  const script = join(tree.folder, 'tests/simulation/simulate.ts');
  const of = ['--seed', String(seed), '--steps', String(STEPS), '--workers', '1', '--no-minimise', '--json'];
  const child = spawn(process.execPath, [script, ...of], {
    cwd: tree.folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  return Result.parse(JSON.parse(said));
}

/** Steps until it was found, and by which promise; null where it was not. */
async function find(tree: Tree, bug: Change): Promise<{ steps: number; by: string } | null> {
  return tree.with(bug, async () => {
    let steps = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const result = await play(tree, seed);
      steps += result.steps;
      if (result.violation) return { steps, by: result.violation.message.split(' {')[0] ?? '' };
    }
    return null;
  });
}

const waiting = planted.filter(({ name }) => name.includes(values.only));
const count = waiting.length;
const trees = [copyTree(), copyTree()];
let found = 0;
try {
  await Promise.all(
    trees.map(async (tree) => {
      for (let bug = waiting.shift(); bug; bug = waiting.shift()) {
        const at = await find(tree, bug);
        if (at) found += 1;
        console.log(at ? `found after ${at.steps} steps: ${bug.name} (${at.by})` : `NOT FOUND: ${bug.name}`);
      }
    }),
  );
} finally {
  for (const tree of trees) tree.remove();
}
console.log(`${found} of ${count} found`);
process.exit(found === count ? 0 : 1);

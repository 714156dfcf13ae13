/**
 * `npm run simulate -- --seed N --steps M --reviewers K [--seeds COUNT] [--workers W]`: plays runs, prints what they did,
 * and for one that breaks a promise the shortest list of steps that was found to break it. `--replay FILE` plays that.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { minimise } from './minimise.ts';
import { play, planOf, type Plan, type Result } from './run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '20000' },
    reviewers: { type: 'string', default: '3' },
    seeds: { type: 'string', default: '1' },
    replay: { type: 'string' },
    'no-minimise': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const number = (name: 'seed' | 'steps' | 'reviewers' | 'seeds'): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} takes a number above 0, not ${JSON.stringify(values[name])}.`);
  process.exit(2);
};

async function judge(plan: Plan): Promise<Result> {
  const result = await play(plan);
  if (values.json) console.log(JSON.stringify(result));
  else {
    const said = result.violation
      ? `BROKEN at step ${result.violation.step}: ${result.violation.message}`
      : 'held';
    const rate = Math.round((result.steps / result.seconds) * 60);
    console.log(`seed ${plan.seed}: ${result.steps} steps, ${rate} a minute: ${said}`);
  }
  return result;
}

const results: Result[] = [];
if (values.replay !== undefined) {
  results.push(await judge(JSON.parse(readFileSync(values.replay, 'utf8')) as Plan));
} else {
  for (let seed = number('seed'); seed < number('seed') + number('seeds'); seed += 1) {
    const plan = planOf(seed, number('steps'), number('reviewers'));
    const result = await judge(plan);
    results.push(result);
    if (result.violation === null || values['no-minimise']) continue;
    const shortest = await minimise(plan, result.violation);
    const file = `simulation-${seed}.json`;
    writeFileSync(file, JSON.stringify(shortest));
    console.log(
      `seed ${seed}: ${shortest.steps.length} steps are enough; play them again with --replay ${file}`,
    );
    console.log(shortest.steps.map(([at, name]) => `${at} ${name}`).join('\n'));
  }
}
if (!values.json) {
  const sum: Record<string, number> = {};
  for (const { counts } of results) {
    for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
  }
  for (const [name, count] of Object.entries(sum).sort()) console.log(`${name.padEnd(28)} ${count}`);
}
process.exit(results.every(({ violation }) => violation === null) ? 0 : 1);

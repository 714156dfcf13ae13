/**
 * `npm run simulate -- --seed N --steps M --reviewers K [--seeds COUNT] [--workers W]`: plays runs, prints what they did,
 * and for one that breaks a promise the shortest list of steps that was found to break it. `--replay FILE` plays that.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { minimise } from './minimise.ts';
import { play, planOf, type Plan, type Result } from './run.ts';
import { playInWorkers } from './workers.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '20000' },
    reviewers: { type: 'string', default: '3' },
    seeds: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    replay: { type: 'string' },
    'no-minimise': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const number = (name: 'seed' | 'steps' | 'reviewers' | 'seeds' | 'workers'): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} takes a number above 0, not ${JSON.stringify(values[name])}.`);
  process.exit(2);
};

function tell(result: Result): void {
  if (values.json) {
    console.log(JSON.stringify(result));
    return;
  }
  const { violation } = result;
  const said = violation ? `BROKEN at step ${violation.step}: ${violation.message}` : 'held';
  const rate = Math.round((result.steps / result.seconds) * 60);
  console.log(`seed ${result.seed}: ${result.steps} steps, ${rate} a minute: ${said}`);
}

async function shorten(plan: Plan, { violation }: Result): Promise<void> {
  if (violation === null || values['no-minimise']) return;
  const shortest = await minimise(plan, violation);
  const file = `simulation-${plan.seed}.json`;
  writeFileSync(file, JSON.stringify(shortest));
  console.log(
    `seed ${plan.seed}: ${shortest.steps.length} steps are enough; play them again with --replay ${file}`,
  );
  console.log(shortest.steps.map(([at, name]) => `${at} ${name}`).join('\n'));
}

function sumUp(results: readonly Result[], seconds: number): void {
  const sum: Record<string, number> = {};
  let steps = 0;
  for (const result of results) {
    steps += result.steps;
    for (const [name, count] of Object.entries(result.counts)) sum[name] = (sum[name] ?? 0) + count;
  }
  for (const [name, count] of Object.entries(sum).sort()) console.log(`${name.padEnd(28)} ${count}`);
  const held = results.filter(({ violation }) => violation === null).length;
  const rate = Math.round((steps / seconds) * 60);
  console.log(`${held} of ${results.length} seeds held; ${steps} steps, ${rate} a minute in all`);
}

const startedAt = performance.now();
const results: Result[] = [];
if (values.replay !== undefined) {
  const result = await play(JSON.parse(readFileSync(values.replay, 'utf8')) as Plan);
  tell(result);
  results.push(result);
} else {
  const plans = Array.from({ length: number('seeds') }, (_, index) =>
    planOf(number('seed') + index, number('steps'), number('reviewers')),
  );
  await playInWorkers(plans, number('workers'), async (plan, result) => {
    tell(result);
    results.push(result);
    await shorten(plan, result);
  });
}
if (!values.json) sumUp(results, (performance.now() - startedAt) / 1000);
process.exit(results.every(({ violation }) => violation === null) ? 0 : 1);

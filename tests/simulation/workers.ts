/** Plays runs in processes of their own: each has its own time, disk and database, and nothing that it leaves behind. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { play, type Plan, type Result } from './run.ts';

export async function playInWorkers(
  plans: readonly Plan[],
  atOnce: number,
  onResult: (plan: Plan, result: Result) => Promise<void>,
): Promise<void> {
  const waiting = [...plans];
  const one = async (): Promise<void> => {
    for (let plan = waiting.shift(); plan !== undefined; plan = waiting.shift()) {
      await onResult(plan, await playApart(plan));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, plans.length, availableParallelism()) }, one));
}

function playApart(plan: Plan): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    let result: Result | undefined;
    child.once('message', (message) => (result = message as Result));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (result) resolve(result);
      else reject(new Error(`the run of seed ${plan.seed} ended with ${signal ?? code} and no result`));
    });
    child.send(plan);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.once('message', async (plan) => {
    const result = await play(plan as Plan);
    process.send?.(result, () => process.exit(0));
  });
}

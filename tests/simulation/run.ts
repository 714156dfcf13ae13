/** A run: steps drawn from a seed, with everything checked after each, and a rest at its end. */
import { createChance } from './chance.ts';
import { Killed } from './disk.ts';
import { checkInvariants, checkLiveness } from './invariants.ts';
import { createModel } from './model.ts';
import { checkProgress } from './progress.ts';
import type { Run } from './run-state.ts';
import { takeStep, weights, type StepName } from './steps.ts';
import { Violation } from './violation.ts';
import { openWorld } from './world.ts';

/** A step keeps its number when others are left out, and with it everything that it draws. */
export type Planned = readonly [number: number, name: StepName];

export interface Plan {
  readonly seed: number;
  readonly reviewers: number;
  readonly steps: readonly Planned[];
}

export interface Result {
  readonly seed: number;
  readonly steps: number;
  readonly violation: { readonly step: number; readonly message: string } | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Everything is healed, and must come to rest, this often; and at the end. */
const REST_EVERY = 2000;

export function planOf(seed: number, steps: number, reviewers: number): Plan {
  const chance = createChance(seed);
  return {
    seed,
    reviewers,
    steps: Array.from({ length: steps }, (_, index) => [index + 1, chance.weighted(weights)] as const),
  };
}

export async function play(plan: Plan): Promise<Result> {
  const startedAt = performance.now();
  const world = await openWorld(plan);
  const run: Run = { world, model: createModel(), done: new Map(), number: 0, step: '' };
  const stray: unknown[] = [];
  const onStray = (error: unknown): void => {
    if (!(error instanceof Killed)) stray.push(error);
  };
  process.on('unhandledRejection', onStray);
  process.on('uncaughtException', onStray);
  let violation: Result['violation'] = null;
  let taken = 0;
  try {
    for (const [number, name] of plan.steps) {
      run.number = number;
      run.step = name;
      taken += 1;
      world.chance.reseed(plan.seed * 1_000_003 + number);
      await takeStep(run, name);
      await checkInvariants(run);
      await checkProgress(run);
      if (stray.length > 0) throw stray[0];
      if (number % REST_EVERY === 0) await checkLiveness(run);
    }
    run.number += 1;
    await checkLiveness(run);
    if (stray.length > 0) throw stray[0];
  } catch (error) {
    const text =
      error instanceof Violation ? error.message : `bug: ${String((error as Error).stack ?? error)}`;
    violation = { step: run.number, message: text };
  } finally {
    process.off('unhandledRejection', onStray);
    process.off('uncaughtException', onStray);
    await world.close().catch(() => {});
  }
  return {
    seed: plan.seed,
    steps: taken,
    violation,
    counts: Object.fromEntries([
      ...[...run.done].map(([name, count]) => [`step ${name}`, count] as const),
      ...[...world.network.met].map(([name, count]) => [`network ${name}`, count] as const),
      ...[...world.disk.met].map(([name, count]) => [`disk ${name}`, count] as const),
      ['disk commits', world.disk.commits()],
      ['decisions confirmed', run.model.told.size],
    ]),
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** What the steps of a run and its checks share. */
import type { Model } from './model.ts';
import type { Seat } from './seat.ts';
import type { World } from './world.ts';

export interface Run {
  readonly world: World;
  readonly model: Model;
  /** How often each step did something. */
  readonly done: Map<string, number>;
  number: number;
  /** What is being done. */
  step: string;
}

export function count(run: Run, what: string): void {
  run.done.set(what, (run.done.get(what) ?? 0) + 1);
}

/** What waits for the network ends only when time goes on. */
export async function whileTimeGoesOn<T>(world: World, work: Promise<T>): Promise<T> {
  const state = { done: false };
  const watched = work.finally(() => (state.done = true));
  await world.settle();
  while (!state.done) await world.pass(1000);
  return watched;
}

export async function restart(world: World, seat: Seat): Promise<void> {
  if (!seat.isRunning) await seat.start();
  await world.settle();
}

export async function needsSignIn(seat: Seat): Promise<boolean> {
  const state = await seat.invoke('app.state', {});
  return state.ok && state.value.session.is !== 'signed-in';
}

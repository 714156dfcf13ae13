import { expect, test } from 'vitest';
import { play, planOf, type Plan } from './run.ts';

test.each([22, 25])(
  'fault 36: whatever breaks in a run of seed %i, no promise does, and once healed nothing waits',
  async (seed) => {
    const result = await play(planOf(seed, 400, 3));
    expect(result.violation).toBeNull();
    expect(result.steps).toBe(400);
    const sum = (kind: string): number =>
      Object.entries(result.counts).reduce(
        (all, [name, count]) => all + (name.startsWith(kind) ? count : 0),
        0,
      );
    // A run in which nothing happened would hold every promise.
    expect(result.counts['decisions confirmed']).toBeGreaterThan(20);
    expect(sum('network ')).toBeGreaterThan(20);
    expect(sum('disk ')).toBeGreaterThan(200);
  },
  120_000,
);

test('a run is the same again from its seed, and a step keeps its number when others are left out', async () => {
  const plan = planOf(23, 120, 2);
  const again = planOf(23, 120, 2);
  expect(again).toEqual(plan);
  const fewer: Plan = { ...plan, steps: plan.steps.filter(([number]) => number % 2 === 0) };
  const [one, other] = [await play(plan), await play(plan)];
  expect(other.counts).toEqual(one.counts);
  expect((await play(fewer)).violation).toBeNull();
}, 120_000);

import { play, type Plan, type Planned, type Result } from './run.ts';

/** Runs that a search may cost. */
const MOST_RUNS = 60;

/** Leaves out steps, in halves and then in smaller parts, as long as the same rule is broken. */
export async function minimise(plan: Plan, violation: NonNullable<Result['violation']>): Promise<Plan> {
  const rule = ruleOf(violation.message);
  let steps: readonly Planned[] = plan.steps.filter(([at]) => at <= violation.step);
  const budget = { runs: MOST_RUNS };
  const breaks = async (some: readonly Planned[]): Promise<boolean> => {
    budget.runs -= 1;
    const result = await play({ ...plan, steps: some });
    return result.violation !== null && ruleOf(result.violation.message) === rule;
  };
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < steps.length;) {
      if (budget.runs === 0) return { ...plan, steps };
      const without = [...steps.slice(0, from), ...steps.slice(from + size)];
      if (without.length > 0 && (await breaks(without))) steps = without;
      else from += size;
    }
  }
  return { ...plan, steps };
}

const ruleOf = (message: string): string => message.slice(0, message.indexOf('{')).slice(0, 80);

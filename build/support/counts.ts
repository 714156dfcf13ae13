import { z } from 'zod';

export type Counts = Readonly<{ passed: number; failed: number; skipped: number }>;

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, counts) => ({
      passed: total.passed + counts.passed,
      failed: total.failed + counts.failed,
      skipped: total.skipped + counts.skipped,
    }),
    NOTHING,
  );
}

export function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

/** Counts of Vitest's JSON report. */
export function vitestCounts(report: unknown): Counts {
  const counts = VitestReport.parse(report);
  return {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests + counts.numTodoTests,
  };
}

const PlaywrightTest = z.object({
  projectName: z.string(),
  status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
});
type Suite = {
  specs?: { tests: z.infer<typeof PlaywrightTest>[] }[] | undefined;
  suites?: Suite[] | undefined;
};
const PlaywrightSuite: z.ZodType<Suite> = z.object({
  specs: z.array(z.object({ tests: z.array(PlaywrightTest) })).optional(),
  suites: z.array(z.lazy(() => PlaywrightSuite)).optional(),
});
const PlaywrightReport = z.object({ suites: z.array(PlaywrightSuite) });

/** Counts of Playwright's JSON report, per project. What passed at a second run counts as passed: see its settings. */
export function playwrightCounts(report: unknown): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const test of PlaywrightReport.parse(report).suites.flatMap(testsOf)) {
    counts.set(test.projectName, sum([counts.get(test.projectName) ?? NOTHING, ofStatus(test.status)]));
  }
  return counts;
}

/** On CI a skipped test is one that nobody runs anywhere: it fails. */
export function skippedAsFailed({ passed, failed, skipped }: Counts): Counts {
  return { passed, failed: failed + skipped, skipped: 0 };
}

function testsOf(suite: Suite): z.infer<typeof PlaywrightTest>[] {
  return [
    ...(suite.specs ?? []).flatMap((spec) => spec.tests),
    ...(suite.suites ?? []).flatMap((inner) => testsOf(inner)),
  ];
}

function ofStatus(status: z.infer<typeof PlaywrightTest>['status']): Counts {
  switch (status) {
    case 'expected':
    case 'flaky':
      return { ...NOTHING, passed: 1 };
    case 'skipped':
      return { ...NOTHING, skipped: 1 };
    case 'unexpected':
      return { ...NOTHING, failed: 1 };
  }
}

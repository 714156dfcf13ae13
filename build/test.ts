import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { check } from './check.ts';
import { compile } from './compile.ts';
import { provideChromium } from './support/chromium.ts';
import {
  formatCounts,
  NOTHING,
  playwrightCounts,
  skippedAsFailed,
  sum,
  vitestCounts,
  type Counts,
} from './support/counts.ts';
import { providePostgresBinaries } from './support/postgres-binaries.ts';
import { fromRoot } from './support/root.ts';
import { runNode } from './support/run.ts';

/** Everything, with its own set-up. The last line printed is the sum over all runners, alone. */

const FAILED_RUN: Counts = { ...NOTHING, failed: 1 };
const RUNNERS = { check, unit, e2e } as const;
type RunnerName = keyof typeof RUNNERS;

const onCi = Boolean(process.env['CI']);

async function unit(): Promise<Counts> {
  await providePostgresBinaries();
  // The renderer of the tests that start a whole workstation.
  await compile(['renderer']);
  const report = freshReport('vitest.json');
  const { code } = await runNode(
    fromRoot('node_modules/vitest/vitest.mjs'),
    [
      'run',
      '--config',
      'build/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { output: 'inherit' },
  );
  const counts = vitestCounts(readReport(report));
  return judge('vitest', code, onCi ? skippedAsFailed(counts) : counts);
}

async function e2e(): Promise<Counts> {
  const chromium = await provideChromium();
  await compile();
  const together = await playwright(chromium, 'playwright.json', [
    '--project=chromium',
    '--project=electron',
    '--workers=2',
  ]);
  const alone = await playwright(chromium, 'playwright-timed.json', ['--project', 'timed']);
  return sum([together, alone]);
}

async function playwright(chromium: string, file: string, which: readonly string[]): Promise<Counts> {
  const report = freshReport(file);
  const { code } = await runNode(
    fromRoot('node_modules/@playwright/test/cli.js'),
    [
      'test',
      '--config=build/playwright.config.ts',
      `--output=${fromRoot('test-results', file.replace('.json', ''))}`,
      ...which,
    ],
    { output: 'inherit', env: { DOCKET_CHROMIUM: chromium, DOCKET_E2E_REPORT: file } },
  );
  const projects = playwrightCounts(readReport(report));
  const counts = [...projects].map(([project, ofProject]) =>
    // Electron's binary cannot be had everywhere that CI runs.
    onCi && project !== 'electron' ? skippedAsFailed(ofProject) : ofProject,
  );
  return judge('playwright', code, sum(counts));
}

/** A runner that ran nothing, or that ended badly with no failed test to show for it, has failed. */
function judge(name: string, code: number, counts: Counts): Counts {
  if (counts.passed + counts.failed === 0) {
    console.error(`${name} ran no test (exit code ${code})`);
    return sum([counts, FAILED_RUN]);
  }
  if (code !== 0 && counts.failed === 0) {
    console.error(`${name} ended with exit code ${code} though no test failed`);
    return sum([counts, FAILED_RUN]);
  }
  return counts;
}

function freshReport(name: string): string {
  const path = fromRoot('test-results', name);
  mkdirSync(fromRoot('test-results'), { recursive: true });
  rmSync(path, { force: true });
  return path;
}

function readReport(path: string): unknown {
  if (!existsSync(path)) throw new Error('the runner ended without a report');
  return JSON.parse(readFileSync(path, 'utf8'));
}

async function runOne(name: RunnerName): Promise<Counts> {
  const startedAt = performance.now();
  console.log(`\n== ${name}`);
  try {
    const counts = await RUNNERS[name]();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`== ${name}: ${formatCounts(counts)} in ${seconds} s`);
    return counts;
  } catch (error) {
    console.error(`== ${name} could not run: ${error instanceof Error ? error.message : String(error)}`);
    return FAILED_RUN;
  }
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const names = (['check', 'unit', 'e2e'] as const).filter((name) => values.only?.includes(name) ?? true);
const unknown = values.only?.filter((name) => !Object.hasOwn(RUNNERS, name)) ?? [];
if (unknown.length > 0) {
  console.error(`--only ${unknown.join(', ')}: there is check, unit (with the integration tests) and e2e.`);
  process.exit(2);
}

const results: Counts[] = [];
for (const name of names) results.push(await runOne(name));
const total = sum(results);
console.log(`\n${formatCounts(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;

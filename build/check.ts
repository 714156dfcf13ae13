import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { checkBoundaries } from './check/boundaries.ts';
import { checkPlanted } from './check/planted.ts';
import { checkSelfContained } from './check/self-contained.ts';
import type { Counts } from './support/counts.ts';
import { fromRoot } from './support/root.ts';
import { runNode } from './support/run.ts';

type Outcome = Readonly<{ ok: boolean; output: string }>;
type Step = Readonly<{ name: string; check: () => Promise<Outcome> }>;

/** The slow ones come first, so that two cores end together. */
const STEPS: readonly Step[] = [
  { name: 'types', check: () => tool('node_modules/typescript/bin/tsc', '-b') },
  { name: 'dead code', check: () => tool('node_modules/knip/bin/knip.js', '--config', 'build/knip.json') },
  { name: 'lint', check: () => tool('node_modules/oxlint/bin/oxlint', '--deny-warnings') },
  { name: 'format', check: () => tool('node_modules/oxfmt/bin/oxfmt', '--check') },
  { name: 'boundaries', check: checkBoundaries },
  { name: 'planted boundary violations', check: checkPlanted },
  { name: 'self-contained sources', check: checkSelfContained },
  ...(existsSync(fromRoot('build/openapi.ts'))
    ? [{ name: 'OpenAPI document', check: () => tool('build/openapi.ts', '--check') }]
    : []),
];

/** Runs every step, also after one has failed, as many at a time as there are cores; each counts as one test. */
export async function check(): Promise<Counts> {
  const waiting = [...STEPS];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      if (!(await take(step))) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker));
  return { passed: STEPS.length - failed, failed, skipped: 0 };
}

async function take({ name, check: run }: Step): Promise<boolean> {
  const startedAt = performance.now();
  const { ok, output } = await run().catch((error: unknown) => ({ ok: false, output: String(error) }));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`check ${ok ? 'passed' : 'FAILED'}  ${seconds.padStart(5)} s  ${name}`);
  if (!ok) console.log(output.trimEnd().replaceAll(/^/gm, '    '));
  return ok;
}

async function tool(script: string, ...args: readonly string[]): Promise<Outcome> {
  const { code, output } = await runNode(fromRoot(script), args);
  return { ok: code === 0, output };
}

if (import.meta.main) {
  const startedAt = performance.now();
  const { passed, failed } = await check();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passed} steps passed, ${failed} failed in ${seconds} s`);
  process.exitCode = failed === 0 ? 0 : 1;
}

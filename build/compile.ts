import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { fromRoot, root } from './support/root.ts';

type Part = Readonly<{
  name: string;
  config: string;
  /** A part whose entry does not exist yet is skipped. */
  entry: string;
  inputs: readonly string[];
  result: string;
}>;

const EVERY_PART = ['contract/**', 'build/support/root.ts', 'package-lock.json'];

const PARTS = [
  {
    name: 'renderer',
    config: 'build/vite.renderer.config.ts',
    entry: 'renderer/index.html',
    inputs: ['renderer/**', ...EVERY_PART],
    result: 'out/renderer/index.html',
  },
  {
    name: 'main',
    config: 'build/vite.main.config.ts',
    entry: 'electron/desktop/main.ts',
    inputs: ['electron/core/**', 'electron/desktop/**', ...EVERY_PART],
    result: 'out/main/main.js',
  },
  {
    name: 'preload',
    config: 'build/vite.preload.config.ts',
    entry: 'electron/desktop/preload.ts',
    inputs: ['electron/desktop/**', ...EVERY_PART],
    result: 'out/preload/preload.cjs',
  },
] as const satisfies readonly Part[];

export type PartName = (typeof PARTS)[number]['name'];

/** Builds what has changed since it was last built; the comparison is by content, so switching branches back and forth costs nothing. */
export async function compile(names: readonly PartName[] = PARTS.map((part) => part.name)): Promise<void> {
  for (const part of PARTS) {
    if (names.includes(part.name)) await compilePart(part);
  }
}

async function compilePart(part: Part): Promise<void> {
  if (!existsSync(fromRoot(part.entry))) {
    console.log(`build ${part.name}: skipped, there is no ${part.entry}`);
    return;
  }
  const stamp = fromRoot('.cache/build', `${part.name}.sha256`);
  const wanted = digest([part.config, ...part.inputs]);
  if (existsSync(fromRoot(part.result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    console.log(`build ${part.name}: unchanged`);
    return;
  }
  const startedAt = performance.now();
  rmSync(stamp, { force: true });
  // Loaded only when something is to be built: an unchanged tree starts without it.
  const { build } = await import('vite');
  await build({ configFile: fromRoot(part.config), logLevel: 'warn' });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  console.log(`build ${part.name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

function digest(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const files = globSync(patterns, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .toSorted();
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const names = PARTS.map((part) => part.name);
  const unknown = positionals.filter((name) => !names.some((known) => known === name));
  if (unknown.length > 0) {
    console.error(`build: there is no part named ${unknown.join(', ')}; the parts are ${names.join(', ')}.`);
    process.exit(2);
  }
  await compile(positionals.length > 0 ? names.filter((name) => positionals.includes(name)) : names);
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromRoot } from '../support/root.ts';
import { surveyImports } from './boundaries.ts';
import { ruleNames, type RuleName } from './boundary-rules.ts';

type Planted = Readonly<{
  file: string;
  imports: string;
  rule: RuleName;
  kind?: 'type' | 'dynamic' | 're-export';
}>;

/** One wrong import for each rule, in every form that an import takes. The check must find each, by its rule. */
const PLANTED: readonly Planted[] = [
  { file: 'contract/a.ts', imports: 'axios', rule: 'contract-imports-only-zod' },
  { file: 'contract/b.ts', imports: 'node:fs', rule: 'contract-imports-only-zod' },
  { file: 'contract/c.ts', imports: '../central/fine.ts', rule: 'contract-imports-only-zod', kind: 'type' },
  { file: 'central/a.ts', imports: '../electron/core/workstation.ts', rule: 'central-imports-only-contract' },
  { file: 'central/b.ts', imports: 'better-sqlite3', rule: 'central-has-no-desktop-packages' },
  { file: 'electron/core/a.ts', imports: '../../central/fine.ts', rule: 'core-imports-only-contract' },
  { file: 'electron/core/b.ts', imports: 'electron', rule: 'core-packages-are-few', kind: 'type' },
  { file: 'electron/core/c.ts', imports: 'fastify', rule: 'core-packages-are-few' },
  { file: 'electron/core/sync/a.ts', imports: '../workstation.ts', rule: 'core-front-door-is-for-shells' },
  {
    file: 'electron/core/bridge/a.ts',
    imports: '../store/fine.ts',
    rule: 'core-bridge-skips-no-layer',
    kind: 'type',
  },
  {
    file: 'electron/core/cases/a.ts',
    imports: '../bridge/fine.ts',
    rule: 'core-middle-never-imports-bridge',
  },
  {
    file: 'electron/core/store/a.ts',
    imports: '../sync/fine.ts',
    rule: 'core-store-is-the-bottom',
    kind: 're-export',
  },
  { file: 'electron/core/store/migrations/a.ts', imports: '../fine.ts', rule: 'migrations-stand-alone' },
  { file: 'electron/core/store/migrations/b.ts', imports: 'zod', rule: 'migrations-stand-alone' },
  { file: 'electron/loopback/a.ts', imports: '../core/store/fine.ts', rule: 'shells-use-the-front-door' },
  { file: 'electron/loopback/b.ts', imports: '../desktop/fine.ts', rule: 'loopback-never-imports-desktop' },
  { file: 'electron/loopback/c.ts', imports: 'electron', rule: 'loopback-has-no-electron', kind: 'dynamic' },
  { file: 'electron/desktop/a.ts', imports: '../loopback/fine.ts', rule: 'desktop-never-imports-loopback' },
  { file: 'electron/doctor/a.ts', imports: '../core/workstation.ts', rule: 'doctor-stands-on-the-store' },
  {
    file: 'electron/desktop/b.ts',
    imports: '../../renderer/ui/fine.ts',
    rule: 'shells-import-only-core-and-contract',
  },
  {
    file: 'renderer/a.ts',
    imports: '../electron/core/workstation.ts',
    rule: 'renderer-imports-only-contract',
    kind: 'type',
  },
  { file: 'renderer/b.ts', imports: 'node:path', rule: 'renderer-has-no-node' },
  { file: 'renderer/c.ts', imports: 'fs', rule: 'renderer-has-no-node', kind: 'dynamic' },
  { file: 'renderer/d.ts', imports: 'axios', rule: 'renderer-has-no-server-packages' },
  { file: 'renderer/queue/a.tsx', imports: '../evidence/fine.ts', rule: 'panes-import-no-other-pane' },
  { file: 'renderer/decision/a.tsx', imports: '../bridge/fine.ts', rule: 'panes-skip-no-layer' },
  {
    file: 'renderer/ui/a.tsx',
    imports: '../evidence/fine.ts',
    rule: 'renderer-middle-never-imports-panes',
  },
  { file: 'renderer/bridge/a.ts', imports: '../stores/fine.ts', rule: 'renderer-bridge-is-the-bottom' },
  { file: 'renderer/e.ts', imports: '../build/fine.ts', rule: 'product-never-imports-tooling' },
  { file: 'central/c.ts', imports: './nowhere.ts', rule: 'every-import-resolves' },
];

/** Right imports, between the same places: rules that forbid these would forbid too much. */
const ALLOWED: readonly Readonly<{ file: string; imports: readonly string[] }>[] = [
  { file: 'contract/fine.ts', imports: ['zod'] },
  { file: 'central/fine.ts', imports: ['../contract/fine.ts', 'fastify', 'node:fs'] },
  { file: 'electron/core/workstation.ts', imports: ['./bridge/fine.ts', './store/fine.ts'] },
  { file: 'electron/core/bridge/fine.ts', imports: ['../sync/fine.ts', '../../../contract/fine.ts'] },
  { file: 'electron/core/sync/fine.ts', imports: ['../store/fine.ts', 'axios', 'node:crypto'] },
  { file: 'electron/core/store/fine.ts', imports: ['./migrations/fine.ts', 'better-sqlite3'] },
  { file: 'electron/core/store/migrations/fine.ts', imports: ['./other.ts'] },
  { file: 'electron/core/store/migrations/other.ts', imports: [] },
  {
    file: 'electron/desktop/fine.ts',
    imports: ['../core/workstation.ts', '../../contract/fine.ts', 'electron'],
  },
  {
    file: 'electron/loopback/fine.ts',
    imports: ['../core/workstation.ts', '../../contract/fine.ts', 'node:http'],
  },
  { file: 'renderer/bridge/fine.ts', imports: ['../../contract/fine.ts'] },
  { file: 'renderer/stores/fine.ts', imports: ['../bridge/fine.ts', 'zustand'] },
  { file: 'renderer/ui/fine.ts', imports: ['react'] },
  {
    file: 'renderer/evidence/fine.ts',
    imports: ['../stores/fine.ts', '../ui/fine.ts', './part.ts'],
  },
  { file: 'renderer/evidence/part.ts', imports: [] },
  { file: 'build/fine.ts', imports: ['../central/fine.ts'] },
];

/**
 * Proves that the boundary check still looks: a tool that sees no module, or resolves no import, reports no
 * violation either. Returns what is wrong, in sentences; nothing when all is well.
 */
export async function findPlantedProblems(): Promise<readonly string[]> {
  mkdirSync(fromRoot('.cache'), { recursive: true });
  // Inside the project, so that packages resolve as they do for the real files.
  const folder = mkdtempSync(fromRoot('.cache', 'planted-'));
  try {
    for (const { file, imports } of ALLOWED) {
      plant(folder, file, imports.map((name) => statement(name)).join(''));
    }
    for (const { file, imports, kind } of PLANTED) plant(folder, file, statement(imports, kind));
    return problems(await surveyImports(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function checkPlanted(): Promise<{ ok: boolean; output: string }> {
  const found = await findPlantedProblems();
  return { ok: found.length === 0, output: found.join('\n') || `${PLANTED.length} planted violations found` };
}

function problems({ breaches }: Awaited<ReturnType<typeof surveyImports>>): readonly string[] {
  const untested = ruleNames.filter((name) => !PLANTED.some(({ rule }) => rule === name));
  const missed = PLANTED.filter(
    ({ file, rule }) => !breaches.some((breach) => breach.from === file && breach.rule === rule),
  );
  const innocent = breaches.filter((breach) => ALLOWED.some(({ file }) => file === breach.from));
  return [
    ...untested.map((name) => `rule ${name} has no planted violation`),
    ...missed.map(({ file, imports, rule }) => `not found: ${file} imports ${imports}, against ${rule}`),
    ...innocent.map(
      ({ from, to, rule }) => `wrongly found: ${from} may import ${to}, but ${rule} forbids it`,
    ),
  ];
}

function plant(folder: string, file: string, content: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${content}export {};\n`);
}

function statement(imports: string, kind?: Planted['kind']): string {
  switch (kind) {
    case 'type':
      return `import type * as types from '${imports}';\nexport type Taken = typeof types;\n`;
    case 'dynamic':
      return `export const later = () => import('${imports}');\n`;
    case 're-export':
      return `export * from '${imports}';\n`;
    case undefined:
      return `import '${imports}';\n`;
  }
}

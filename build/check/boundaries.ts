import { existsSync, globSync } from 'node:fs';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { fromRoot, root } from '../support/root.ts';
import { forbidden } from './boundary-rules.ts';

export type Breach = Readonly<{ rule: string; from: string; to: string; because: string }>;
export type Survey = Readonly<{ breaches: readonly Breach[]; modules: number }>;

export const FOLDERS = ['contract', 'central', 'electron', 'renderer', 'build', 'bench', 'tests'] as const;

/** Reads every import below `baseDir`, type-only ones too, and holds it against the rules. */
export async function surveyImports(baseDir: string): Promise<Survey> {
  const folders = FOLDERS.filter((folder) => existsSync(`${baseDir}/${folder}`));
  const { output } = await cruise([...folders], {
    baseDir,
    ruleSet: { forbidden: [...forbidden] },
    validate: true,
    // TypeScript 7 has no parser that the tool knows: with its default it sees no module and reports no violation.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)(?:out|[.]cache)/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css', '.d.ts'],
      // Without these, packages that name their entry only here are not found.
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: false,
  });
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text: ${output}`);
  return { breaches: breaches(output), modules: ownModules(output) };
}

/** What a whole look at the project must at least have seen: every TypeScript file of these folders. */
export function expectedModules(): number {
  return globSync(`{${FOLDERS.join(',')}}/**/*.{ts,tsx}`, { cwd: root }).length;
}

export async function checkBoundaries(): Promise<{ ok: boolean; output: string }> {
  const { breaches: found, modules } = await surveyImports(fromRoot());
  const wanted = expectedModules();
  const lines = found.map((breach) => `${breach.rule}: ${breach.from} → ${breach.to} (${breach.because})`);
  if (modules < wanted)
    lines.push(`only ${modules} modules were looked at, but there are ${wanted} source files`);
  return { ok: lines.length === 0, output: lines.length === 0 ? `${modules} modules` : lines.join('\n') };
}

function breaches(result: ICruiseResult): readonly Breach[] {
  const because = new Map(forbidden.map((rule) => [rule.name, rule.comment ?? '']));
  return result.summary.violations.map((violation) => ({
    rule: violation.rule.name,
    from: violation.from,
    to: violation.to,
    because: because.get(violation.rule.name) ?? '',
  }));
}

function ownModules(result: ICruiseResult): number {
  return result.modules.filter(
    (module) => /[.]tsx?$/.test(module.source) && !module.source.includes('node_modules/'),
  ).length;
}

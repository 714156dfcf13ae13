/** Which code and which tests cite a rule of docs/sync.md, or a fault: found in the sources, so that the page cannot age. */
import { readFileSync, readdirSync } from 'node:fs';
import { fromRoot } from './root.ts';

export interface Cited {
  /** `D6`, `fault 12`. */
  readonly rule: string;
  readonly says: string;
  readonly code: readonly string[];
  readonly tests: readonly { readonly file: string; readonly count: number }[];
}

const codeFolders = ['contract', 'central', 'electron', 'renderer'];

function sourcesIn(folder: string): { file: string; text: string }[] {
  return (readdirSync(fromRoot(folder), { recursive: true }) as string[])
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => /\.(ts|tsx|sql)$/.test(file) && !/\.d\.ts$|node_modules/.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(fromRoot(file), 'utf8') }));
}

/** Rules as docs/sync.md states them, in its order. */
export function readRules(): { rule: string; says: string }[] {
  const page = readFileSync(fromRoot('docs/sync.md'), 'utf8');
  return [...page.matchAll(/^- \*\*([A-Z]\d+)\*\* (.*)$/gm)].map(([, rule = '', says = '']) => ({
    rule,
    says: says.replace(/^(.*?[.:;]).*$/, '$1').replace(/[:;]$/, '.'),
  }));
}

/** Faults as docs/faults.md states them. */
export function readFaults(): { rule: string; says: string }[] {
  const page = readFileSync(fromRoot('docs/faults.md'), 'utf8');
  return [...page.matchAll(/^\| (\d+) \| (.*?) \|/gm)].map(([, number = '', says = '']) => ({
    rule: `fault ${number}`,
    says,
  }));
}

/** The name of a test begins with the rule; several may stand before the colon. */
export const namesRule = (rule: string): RegExp =>
  new RegExp(`['"\`](?:(?:[A-Z]\\d+|fault \\d+), )*${rule}(?:, (?:[A-Z]\\d+|fault \\d+))*: `, 'g');

export function cite(rules: readonly { rule: string; says: string }[]): Cited[] {
  const code = codeFolders.flatMap(sourcesIn);
  const tests = sourcesIn('tests').filter(
    ({ file }) => /\.test\.tsx?$/.test(file) && file !== 'tests/build/rules.test.ts',
  );
  return rules.map(({ rule, says }) => {
    const word = new RegExp(`\\b${rule}\\b`);
    return {
      rule,
      says,
      code: code.filter(({ text }) => word.test(text)).map(({ file }) => file),
      tests: tests
        .map(({ file, text }) => ({ file, count: [...text.matchAll(namesRule(rule))].length }))
        .filter(({ count }) => count > 0),
    };
  });
}

const listed = (names: readonly string[], most: number): string =>
  names.length > most
    ? `${names.slice(0, most).join(', ')} and ${names.length - most} more`
    : names.join(', ') || '–';

const row = ({ rule, says, code, tests }: Cited): string => {
  const files = code.map((file) => `\`${file}\``);
  const seen = tests.map(({ file, count }) => `\`${file.replace('tests/', '')}\` (${count})`);
  return `| ${rule} | ${says.replaceAll('|', '\\|')} | ${listed(files, 4)} | ${listed(seen, 6)} |`;
};

/** The page docs/rules.md. */
export function rulesPage(): string {
  return [
    '# Rules and faults, their code and their tests',
    '',
    'Written by `npm run rules` from the sources: code that cites a rule, and tests whose names begin with it (how many',
    'of them in each file). What the rules say in full is in [sync.md](sync.md), what must be true after a fault in',
    '[faults.md](faults.md). To run the tests of one: `npm run test:unit -- -t "D6:"`.',
    '',
    '| rule | | code | tests |',
    '|---|---|---|---|',
    ...cite(readRules()).map(row),
    '',
    '| fault | what happens | code | tests |',
    '|---|---|---|---|',
    ...cite(readFaults()).map(row),
    '',
  ].join('\n');
}

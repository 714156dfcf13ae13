import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fromRoot } from '../support/root.ts';
import { run } from '../support/run.ts';

const TEXT = new Set([
  '',
  '.css',
  '.html',
  '.json',
  '.jsonc',
  '.md',
  '.mjs',
  '.sh',
  '.sql',
  '.svg',
  '.ts',
  '.tsx',
  '.yml',
]);

type Foreign = Readonly<{ what: string; pattern: RegExp }>;

const FOREIGN: readonly Foreign[] = [
  // Not after a letter, a dot or a brace: `store/work/…`, `../work/…` and `${dir}/work/…` are the project's own.
  { what: 'an absolute path of a machine', pattern: /(?<![\w.\-$})\]])\/(?:work|root|mnt)\/\w/ },
  { what: 'a path into a home folder', pattern: /(?<![\w.\-$})\]])\/(?:home|Users)\/[a-z]\w*\//i },
  { what: 'a path into a home folder', pattern: /[a-z]:\\+users\\+\w/i },
  {
    what: 'the host of a package registry',
    pattern: /"resolved": *"https?:|\bregistry[.](?:npmjs|yarnpkg|npmmirror)\b/i,
  },
];

/** What a file says about where it was written, line by line. */
export function foreignWords(text: string, registryHost?: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const found = FOREIGN.find(({ pattern }) => pattern.test(line));
    if (found) return [`${index + 1}: ${found.what}`];
    return registryHost && line.includes(registryHost)
      ? [`${index + 1}: the host of a package registry`]
      : [];
  });
}

/** The tree speaks of itself alone: nothing in it tells on which machine, or from which registry, it was made. */
export async function checkSelfContained(): Promise<{ ok: boolean; output: string }> {
  const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (listed.code !== 0) return { ok: false, output: listed.output };
  const files = [...new Set(listed.output.split('\0'))].filter((file) => file && TEXT.has(extname(file)));
  const host = hostOfRegistry();
  const found = files.flatMap((file) => foreignWords(read(file), host).map((place) => `${file}:${place}`));
  return { ok: found.length === 0, output: found.join('\n') || `${files.length} files` };
}

/** The registry that this run's npm talks to, so that a private mirror is noticed too. */
function hostOfRegistry(): string | undefined {
  const registry = process.env['npm_config_registry'];
  return registry && URL.canParse(registry) ? new URL(registry).host : undefined;
}

function read(file: string): string {
  try {
    return readFileSync(fromRoot(file), 'utf8');
  } catch {
    // Deleted, and the deletion not yet committed.
    return '';
  }
}

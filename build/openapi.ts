import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describeApi } from '../central/http/openapi.ts';
import { fromRoot } from './support/root.ts';

/** Writes `docs/openapi.json` from the table of routes; with `--check`, only says whether it is stale. */
const file = fromRoot('docs/openapi.json');
const fresh = `${JSON.stringify(sorted(await describeApi()), null, 1)}\n`;

if (process.argv.includes('--check')) {
  const stored = await readFile(file, 'utf8').catch(() => '');
  if (stored !== fresh) {
    process.stderr.write('docs/openapi.json is stale: run `npm run openapi` and commit it.\n');
    process.exitCode = 1;
  }
} else {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, fresh);
}

/** Keys in one order, so that the file changes only when the API does. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

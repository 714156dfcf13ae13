import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aptInstall, canUseApt } from './apt.ts';
import { findProgram, isExecutable } from './find-program.ts';

const PARENTS = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'];

/** The folder that holds `initdb` and `postgres`: the newest installed, else what PATH has. */
export function findPostgresBinaries(): string | undefined {
  const folders = PARENTS.flatMap((parent) =>
    children(parent)
      .filter((name) => /^(?:postgresql@?)?\d*$/.test(name))
      .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((name) => join(parent, name, 'bin')),
  );
  const inPath = findProgram(['initdb']);
  return [...folders, ...(inPath ? [dirname(inPath)] : [])].find(
    (folder) => isExecutable(join(folder, 'initdb')) && isExecutable(join(folder, 'postgres')),
  );
}

/** Finds PostgreSQL's server programs or installs them; throws with what to install when neither works. */
export async function providePostgresBinaries(): Promise<string> {
  const found = findPostgresBinaries();
  if (found) return found;
  if (canUseApt()) {
    console.log('No PostgreSQL server found: installing one.');
    await aptInstall(['postgresql']);
    const installed = findPostgresBinaries();
    if (installed) return installed;
  }
  throw new Error(
    'The integration tests need the PostgreSQL server programs (initdb, postgres), version 14 or newer. Install ' +
      'them (Debian and Ubuntu: `apt-get install postgresql`; macOS: `brew install postgresql`) or put them on PATH.',
  );
}

function children(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

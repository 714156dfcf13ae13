/** A private copy of the working tree, so that nothing is ever changed in the tree itself. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRoot, root } from '../../build/support/root.ts';

export interface Change {
  readonly file: string;
  /** Found exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Where one guard stands in two places. */
  readonly also?: readonly Change[];
}

export const changesOf = (change: Change): readonly Change[] => [change, ...(change.also ?? [])];

/** The file's text with the change made. Throws where the place is not there exactly once. */
export function changed(text: string, { file, find, replace }: Change): string {
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`${file}: the place to change is there ${places} times, not once`);
  return text.replace(find, () => replace);
}

export interface Tree {
  readonly folder: string;
  /** Runs `during` with the change in the copy, and takes it back. */
  with<Result>(change: Change, during: () => Promise<Result>): Promise<Result>;
  remove(): void;
}

export function copyTree(): Tree {
  const folder = mkdtempSync(join(tmpdir(), 'docket-mutations-'));
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  // What git knows may have been deleted since.
  for (const file of files.split('\0').filter((name) => name !== '' && existsSync(fromRoot(name)))) {
    cpSync(fromRoot(file), join(folder, file), { recursive: true });
  }
  // Linked one by one: what the runner caches beside the packages is of this copy alone.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(fromRoot('node_modules')).filter((one) => !one.startsWith('.'))) {
    symlinkSync(fromRoot('node_modules', name), join(folder, 'node_modules', name));
  }
  return {
    folder,
    async with(whole, during) {
      const changes = changesOf(whole);
      const before = new Map(changes.map(({ file }) => [file, readFileSync(join(folder, file), 'utf8')]));
      const after = new Map(before);
      for (const change of changes) after.set(change.file, changed(after.get(change.file) ?? '', change));
      const write = (texts: ReadonlyMap<string, string>): void => {
        for (const [file, text] of texts) writeFileSync(join(folder, file), text);
      };
      write(after);
      try {
        return await during();
      } finally {
        write(before);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Test files below `tests` that say a rule at the beginning of a test's name; browsers and simulations are left out. */
export function testsOf(rule: string): string[] {
  const named = new RegExp(`['"\`](?:(?:[A-Z]\\d+|fault \\d+), )*${rule}[,:]`);
  const left = /^tests\/(e2e|simulation|mutations|build)\//;
  return (readdirSync(fromRoot('tests'), { recursive: true }) as string[])
    .map((name) => `tests/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.test\.tsx?$/.test(name) && !left.test(name))
    .filter((name) => named.test(readFileSync(fromRoot(name), 'utf8')));
}

/** A private copy of the working tree, so that nothing is ever changed in the tree itself. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRoot, root } from '../../build/support/root.ts';

export interface Change {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

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
  for (const file of files.split('\0').filter((name) => name !== '')) {
    cpSync(fromRoot(file), join(folder, file), { recursive: true });
  }
  symlinkSync(fromRoot('node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    async with(change, during) {
      const path = join(folder, change.file);
      const before = readFileSync(path, 'utf8');
      writeFileSync(path, changed(before, change));
      try {
        return await during();
      } finally {
        writeFileSync(path, before);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Test files below `tests` that say a rule at the beginning of a test's name; browsers and simulations are left out. */
export function testsOf(rule: string): string[] {
  const named = new RegExp(`['"\`](?:(?:[A-Z]\\d+|fault \\d+), )*${rule}[,:]`);
  const left = /^tests\/(e2e|simulation|mutations)\//;
  return (readdirSync(fromRoot('tests'), { recursive: true }) as string[])
    .map((name) => `tests/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.test\.tsx?$/.test(name) && !left.test(name))
    .filter((name) => named.test(readFileSync(fromRoot(name), 'utf8')));
}

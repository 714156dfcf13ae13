import {
  chmodSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromRoot } from '../../build/support/root.ts';
import { runNode } from '../../build/support/run.ts';
import electronManifest from '../../node_modules/electron/package.json' with { type: 'json' };

/**
 * Packs a small project with the real configuration and a stand-in for Electron's binary, and looks at what went
 * in: a wrong `files` list ships the sources, or leaves out the database.
 */

/** What @electron/fuses looks for in the binary: its sentinel, version 1, sixteen fuses. */
const FUSE_WIRE = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x10${'0'.repeat(16)}`;

let folder: string;
let packed: readonly string[];
let beside: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docket-package-'));
  for (const name of ['package.json', 'package-lock.json', 'electron-builder.yml', 'build/icons']) {
    cpSync(fromRoot(name), join(folder, name), { recursive: true });
  }
  symlinkSync(fromRoot('node_modules'), join(folder, 'node_modules'), 'junction');
  for (const name of [
    'out/main/main.js',
    'out/main/main.js.map',
    'out/preload/preload.cjs',
    'central/main.ts',
  ]) {
    write(name, '// compiled\n');
  }
  write('electron-dist/version', electronManifest.version);
  write('electron-dist/electron', FUSE_WIRE);
  chmodSync(join(folder, 'electron-dist/electron'), 0o755);

  const { code, output } = await runNode(
    fromRoot('node_modules/electron-builder/cli.js'),
    ['--dir', '--linux', '--publish', 'never', '-c.electronDist=electron-dist'],
    { cwd: folder },
  );
  if (code !== 0) throw new Error(output);
  const resources = join(folder, 'release/linux-unpacked/resources');
  const listing = await runNode(fromRoot('node_modules/@electron/asar/bin/asar.js'), [
    'list',
    join(resources, 'app.asar'),
  ]);
  packed = listing.output.split('\n').filter(Boolean);
  beside = globSync('app.asar.unpacked/**/*.node', { cwd: resources });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

test('the package holds the compiled application and the database, and no sources', () => {
  const top = new Set(packed.map((path) => path.split('/')[1]));
  expect([...top].toSorted()).toEqual(['node_modules', 'out', 'package.json']);
  expect(packed).toContain('/out/main/main.js');
  expect(packed).toContain('/out/preload/preload.cjs');
  expect(packed.filter((path) => path.endsWith('.map') || path.endsWith('.cpp'))).toEqual([]);
  const modules = packed.filter((path) => /^\/node_modules\/[^/@]+$/.test(path));
  expect(modules).toEqual(['/node_modules/better-sqlite3']);
});

test('binaries lie beside the archive, this platform’s alone', () => {
  expect(beside).not.toEqual([]);
  expect(beside.filter((path) => !path.includes('/linux-'))).toEqual([]);
});

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { runNode } from './run.ts';

const PackageVersion = z.object({ version: z.string() });

/**
 * The Electron binary if it has been downloaded, found by reading files alone: merely importing `electron`
 * starts a download.
 */
export function findElectron(): string | undefined {
  const manifest = electronManifest();
  if (!manifest) return undefined;
  const folder = dirname(manifest);
  try {
    const wanted = PackageVersion.parse(JSON.parse(readFileSync(manifest, 'utf8'))).version;
    const present = readFileSync(join(folder, 'dist/version'), 'utf8').trim().replace(/^v/, '');
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return present === wanted && existsSync(binary) ? binary : undefined;
  } catch {
    // A missing file is the ordinary state before the first download.
    return undefined;
  }
}

/** Tries to download the binary; gives up after `timeoutMs`. */
export async function downloadElectron(timeoutMs: number): Promise<string | undefined> {
  const manifest = electronManifest();
  if (!manifest) return undefined;
  await runNode(join(dirname(manifest), 'install.js'), [], { timeoutMs });
  return findElectron();
}

function electronManifest(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('electron/package.json');
  } catch {
    return undefined;
  }
}

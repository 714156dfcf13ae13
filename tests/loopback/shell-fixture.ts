import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startShell } from '../../electron/loopback/shell.ts';
import { createFakeWorkstation } from './fake-workstation.ts';

export const SECRET_OUTSIDE = 'a secret beside the renderer';

/** A real shell over a fake workstation and a small renderer, with a file just outside to reach for. */
export async function startFixture() {
  const dir = mkdtempSync(join(tmpdir(), 'docket-shell-'));
  const renderer = join(dir, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>Docket</title>');
  writeFileSync(join(renderer, 'assets/main-a1B2c3D4.js'), 'export {};');
  writeFileSync(join(renderer, '.hidden.js'), SECRET_OUTSIDE);
  writeFileSync(join(dir, 'secret.js'), SECRET_OUTSIDE);
  symlinkSync(join(dir, 'secret.js'), join(renderer, 'assets/link.js'));

  const fake = createFakeWorkstation();
  const failures: string[] = [];
  const evidenceUrls: Array<(digest: string) => string> = [];
  const ignore = (): void => undefined;
  const shell = await startShell({
    rendererDir: renderer,
    port: 0,
    log: { debug: ignore, info: ignore, warn: ignore, error: (event) => failures.push(event) },
    open: async (url) => {
      evidenceUrls.push(url);
      return fake.workstation;
    },
  });
  const url = new URL(shell.url);
  const port = Number(url.port);
  const token = new URLSearchParams(url.hash.slice(1)).get('token') ?? '';
  return {
    ...fake,
    shell,
    failures,
    port,
    token,
    origin: `http://127.0.0.1:${port}`,
    evidenceUrl: (digest: string) => new URL(evidenceUrls[0]!(digest)),
    async stop() {
      await shell.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type Fixture = Awaited<ReturnType<typeof startFixture>>;

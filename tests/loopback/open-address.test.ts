import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openAddress } from '../../electron/loopback/open-address.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'docket-browser-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const silent = { debug() {}, info() {}, warn: vi.fn(), error() {} };

test('the browser is given the address as one argument, whatever is in it', async () => {
  const browser = join(folder, 'browser');
  const seen = join(folder, 'seen');
  writeFileSync(
    browser,
    `#!/bin/sh\nprintf '%s\\n' "$#" "$@" > '${seen}.new' && mv '${seen}.new' '${seen}'\n`,
  );
  chmodSync(browser, 0o700);
  vi.stubEnv('BROWSER', browser);
  const address = 'https://evil.example/;touch%20x?$(id)&a=`b`';
  openAddress(address, silent);
  await vi.waitFor(() => expect(existsSync(seen)).toBe(true), 5000);
  expect(readFileSync(seen, 'utf8')).toBe(`1\n${address}\n`);
});

test('a browser that cannot be started is a line in the log, without the address', async () => {
  silent.warn.mockClear();
  vi.stubEnv('BROWSER', join(folder, 'none'));
  openAddress('https://evil.example/', silent);
  await vi.waitFor(() => expect(silent.warn).toHaveBeenCalledOnce(), 5000);
  expect(JSON.stringify(silent.warn.mock.calls)).not.toContain('evil');
});

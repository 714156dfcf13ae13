import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callBridge } from '../support/bridge-call.ts';
import { createProcesses, type Processes } from '../support/processes.ts';

/** The real shell over the real core, in its own process; no central API listens at this address. */
const central = 'http://127.0.0.1:9';

let processes: Processes;
let renderer: string;
beforeEach(() => {
  processes = createProcesses();
  renderer = processes.folder('renderer');
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>Docket</title>');
});
afterEach(() => processes.end());

const start = (plan: { dataDir?: string; port?: number; central?: string } = {}) =>
  processes.startLoopback({ central, renderer, ...plan });

test('it is ready without a central API, and says what signing in needs', async () => {
  const shell = await start();
  const state = await callBridge(shell.url, 'app.state', {});
  expect(state).toMatchObject({ shell: 'loopback', session: { is: 'signed-out' } });
  expect(state.demoAccounts.length).toBeGreaterThan(0);
  await expect(
    callBridge(shell.url, 'session.signIn', { username: 'reviewer-07', password: 'x' }),
  ).rejects.toThrow(/no-contact/);
});

test('security 11: neither the token nor a password is in the log or in what the process says', async () => {
  const shell = await start();
  await callBridge(shell.url, 'session.signIn', { username: 'reviewer-07', password: 'sesame-1' }).catch(
    () => null,
  );
  shell.process.signal('SIGTERM');
  expect(await shell.process.ended).toBe(0);
  const log = readFileSync(join(shell.dataDir, 'logs/shell.log'), 'utf8');
  const said = shell.process.output().replace(/^shell ready .*$/m, '');
  const token = shell.url.split('token=')[1] ?? '?';
  for (const text of [log, said]) {
    expect(text).not.toContain(token);
    expect(text).not.toContain('sesame-1');
  }
  expect(statSync(shell.dataDir).mode & 0o077).toBe(0);
});

test('fault 9: a second start gives the address of the first and ends', async () => {
  const first = await start();
  const second = await start({ dataDir: first.dataDir });
  expect(second.process.ready).toEqual({ url: first.url, alreadyRunning: true });
  expect(await second.process.ended).toBe(0);
});

test('fault 1: after a kill -9 the next start takes the folder, with another token', async () => {
  const first = await start();
  await first.process.kill();
  expect(existsSync(join(first.dataDir, 'shell.lock'))).toBe(true);
  const second = await start({ dataDir: first.dataDir, port: Number(new URL(first.url).port) });
  expect(new URL(second.url).origin).toBe(new URL(first.url).origin);
  expect(second.url).not.toBe(first.url);
  await expect(callBridge(first.url, 'app.state', {})).rejects.toThrow();
});

test('it ends in order when whoever started it is gone', async () => {
  const shell = await start();
  shell.process.leave();
  expect(await shell.process.ended).toBe(0);
  expect(existsSync(join(shell.dataDir, 'shell.lock'))).toBe(false);
});

test('a taken port and a wrong option are said in a sentence that names them', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await expect(start({ port })).rejects.toThrow(`--port ${port} is in use`);
  other.close();
  await expect(start({ central: 'ftp://x' })).rejects.toThrow('--central must be an http or https address');
});

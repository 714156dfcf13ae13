import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeFolder, waitForAddress } from '../../electron/loopback/folder-lock.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'docket-lock-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const lockFile = () => join(dir, 'shell.lock');
const address = 'http://127.0.0.1:4000/#token=abc';

/** Takes the folder in a process of its own, says so, and holds it until it is killed. */
async function holdElsewhere() {
  const code = `
    const { takeFolder } = await import(${JSON.stringify(new URL('../../electron/loopback/folder-lock.ts', import.meta.url).href)});
    const lock = takeFolder(${JSON.stringify(dir)}, Date.now);
    if (lock.is === 'held') lock.announce(${JSON.stringify(address)});
    console.log(lock.is);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  return {
    said: String(said).trim(),
    pid: child.pid,
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

test('fault 9: a second start is given the address of the first', async () => {
  const first = await holdElsewhere();
  expect(first.said).toBe('held');
  expect(takeFolder(dir, Date.now)).toEqual({ is: 'taken', pid: first.pid, url: address });
  expect(await waitForAddress(dir, 1000)).toBe(address);
  await first.kill();
});

test('fault 9: what a kill -9 left is taken over', async () => {
  const first = await holdElsewhere();
  await first.kill();
  const lock = takeFolder(dir, Date.now);
  expect(lock.is).toBe('held');
  if (lock.is === 'held') lock.release();
  expect(readdirSync(dir)).toEqual([]);
});

test('of two that start at once exactly one has the folder', async () => {
  const both = await Promise.all([holdElsewhere(), holdElsewhere()]);
  expect(both.map((holder) => holder.said).toSorted()).toEqual(['held', 'taken']);
  await Promise.all(both.map((holder) => holder.kill()));
});

const dead = { pid: process.ppid, began: null, takenAt: 0, url: null };

test.runIf(process.platform === 'linux')('a number that another process has by now holds nothing', () => {
  writeFileSync(lockFile(), JSON.stringify({ ...dead, began: '1', takenAt: Date.now() }));
  expect(takeFolder(dir, Date.now).is).toBe('held');
});

test('a lock from before the machine was started holds nothing', () => {
  writeFileSync(lockFile(), JSON.stringify(dead));
  expect(takeFolder(dir, Date.now).is).toBe('held');
});

test('a damaged lock holds nothing', () => {
  writeFileSync(lockFile(), '{"pid":');
  expect(takeFolder(dir, Date.now).is).toBe('held');
});

test('security 21: the lock, which holds the token, is this user’s alone', () => {
  const lock = takeFolder(dir, Date.now);
  if (lock.is !== 'held') throw new Error('the folder was not free');
  lock.announce(address);
  expect((statSync(lockFile()).mode & 0o777).toString(8)).toBe('600');
  expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid, url: address });
});

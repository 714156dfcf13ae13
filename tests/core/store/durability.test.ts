import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { openProfile } from '../../../electron/core/store/profile.ts';
import * as decisions from '../../../electron/core/store/work/decisions.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { callsBetweenMarks } from '../../support/traced-calls.ts';

const child = join(import.meta.dirname, 'durability-child.ts');
const identity = { instanceId: v7(), personId: v7() };
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'docket-durability-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const args = (mode: string): string[] => [child, mode, dir, identity.instanceId, identity.personId];

/** Resolves with what it confirmed until it was killed, after `lines` confirmations and a little more. */
function decideUntilKilled(lines: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, args('decide-forever'), {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    running.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.split('\n').length > lines) running.kill('SIGKILL');
    });
    running.on('error', reject);
    running.on('close', () =>
      resolve([...output.matchAll(/^decided (.+)$/gm)].map((match) => match[1] ?? '')),
    );
  });
}

test('fault 1: every decision that was confirmed before a kill -9 is there, and each is whole', async () => {
  const confirmed: string[] = [];
  for (const lines of [1, 7, 40]) confirmed.push(...(await decideUntilKilled(lines)));
  expect(confirmed.length).toBeGreaterThanOrEqual(48);
  const opened = openProfile({ dir, key: new Uint8Array(32).fill(5), identity, now: () => Date.now() });
  if (!opened.ok) throw new Error(opened.problem.code);
  const { work } = opened.profile;
  for (const id of confirmed) {
    expect(decisions.find(work, id)).toBeDefined();
    expect(outbox.find(work, id)?.state).toBe('held');
  }
  const halves = work.value(
    `select count(*) from decision d full join outbox o on o.id = d.id where d.id is null or o.id is null`,
  );
  expect(halves).toBe(0);
  expect(work.value('select count(*) from draft join decision using (case_id)')).toBe(0);
  opened.profile.close();
}, 30_000);

const linux = process.platform === 'linux';

test.runIf(linux)(
  'fault 2: a decision is one fsync, and it comes before the confirmation',
  async () => {
    const calls = await callsBetweenMarks(args('decide-once'));
    expect(calls.filter((name) => name === 'fsync' || name === 'fdatasync').length).toBe(1);
    expect(calls.at(-1)).toMatch(/^(fsync|fdatasync)$/);
    expect(calls.filter((name) => name === 'pwrite64').length).toBeGreaterThan(0);
  },
  120_000,
);

test.runIf(linux)(
  'an idle poll writes no byte and makes no fsync',
  async () => {
    expect(await callsBetweenMarks(args('poll'))).toEqual([]);
  },
  120_000,
);

test.runIf(linux)(
  'fault 8: a folder that cannot be written is a plain problem, and nothing is made in it',
  () => {
    const root = process.getuid?.() === 0;
    // Root may write anywhere, so somebody else tries.
    const nobody = 65_534;
    const as = root ? { uid: nobody, gid: nobody } : {};
    const attempt = (): string =>
      spawnSync(process.execPath, args('open'), { encoding: 'utf8', cwd: '/', ...as }).stdout.trim();
    if (root) chownSync(dir, nobody, nobody);
    expect(attempt()).toBe('opened');
    const before = readdirSync(dir).sort();
    chmodSync(dir, 0o500);
    for (const name of before) chmodSync(join(dir, name), name.endsWith('.db') ? 0o400 : 0o500);
    expect(attempt()).toBe('problem store-readonly');
    chmodSync(dir, 0o700);
    expect(readdirSync(dir).sort()).toEqual(before);
  },
  30_000,
);

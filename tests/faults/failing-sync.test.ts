import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { aptInstall, canUseApt } from '../../build/support/apt.ts';
import { findProgram } from '../../build/support/find-program.ts';
import { openFile } from '../../electron/core/store/database.ts';
import * as decisions from '../../electron/core/store/work/decisions.ts';
import * as outbox from '../../electron/core/store/work/outbox.ts';
import { startCentral, testPassword, type TestCentral } from '../support/central.ts';
import { incomingCase } from '../support/central-factories.ts';

const child = join(import.meta.dirname, 'failing-sync-child.ts');
const dir = mkdtempSync(join(tmpdir(), 'docket-failing-sync-'));
let server: TestCentral;

beforeAll(async () => {
  server = await startCentral({ kind: 'PGlite' });
});
afterAll(async () => {
  await server?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What the program printed until it ended. The central API is in this process, so nothing here may block. */
function read(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const running = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    running.stdout.on('data', (data: Buffer) => (output += data.toString()));
    running.on('error', reject);
    running.on('close', () => resolve(output));
  });
}

async function findStrace(): Promise<string> {
  if (findProgram(['strace']) === undefined && canUseApt()) await aptInstall(['strace']);
  const strace = findProgram(['strace']);
  if (strace === undefined)
    throw new Error('this test fails system calls: install strace (Debian package strace)');
  return strace;
}

test.runIf(process.platform === 'linux')(
  'fault 5: after a sync that failed nobody is told before the decision was looked up, and what was told is so',
  async () => {
    const username = `r-${v7().slice(-12)}`;
    await server.addPerson({ username, capacity: 12 });
    await server.addCases(Array.from({ length: 12 }, () => incomingCase({})));
    const ready = await read(process.execPath, [child, server.url, dir, username, testPassword]);
    expect(ready).toContain('ready');
    const [profile = ''] = readdirSync(join(dir, 'profiles'));
    const wal = join(dir, 'profiles', profile, 'work.db-wal');
    const log = join(dir, 'strace.log');

    // Two commits are synced to disk, the third reports an error, the rest are well.
    const said = await read(await findStrace(), [
      '-f',
      '-o',
      log,
      '-P',
      wal,
      '-e',
      'trace=fsync,fdatasync',
      '-e',
      'inject=fsync,fdatasync:error=EIO:when=3',
      process.execPath,
      child,
      server.url,
      dir,
    ]);
    expect(readFileSync(log, 'utf8')).toContain('(INJECTED)');
    const lines = said.trim().split('\n');
    expect(lines).toHaveLength(12);
    const told = lines.filter((line) => line.startsWith('decided ')).map((line) => line.split(' ')[2]!);
    expect(told.length).toBeGreaterThanOrEqual(11);

    const key = readFileSync(
      join(
        dir,
        'keys',
        readdirSync(join(dir, 'keys')).find((name) => name.includes(profile))!,
      ),
    );
    const work = openFile('work', join(dir, 'profiles', profile, 'work.db'), key, { readonly: true });
    try {
      const kept = outbox.recentDecisions(work, 100).map(({ id }) => id);
      // Whatever was told is there; whatever is there was told: an error was no answer.
      expect(kept.toSorted()).toEqual(told.toSorted());
      for (const id of told)
        expect(decisions.find(work, id)?.draft.rationale).toBe('typed before the disk failed');
    } finally {
      work.close();
    }
  },
  120_000,
);

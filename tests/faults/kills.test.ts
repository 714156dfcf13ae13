import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { openProfile } from '../../electron/core/store/profile.ts';
import * as outbox from '../../electron/core/store/work/outbox.ts';

/** `DOCKET_KILLS=2000` by hand. */
const KILLS = Number(process.env['DOCKET_KILLS'] ?? 24);
/** A draft is three writes of its own and a decision five: kills fall evenly over some rounds of both. */
const WRITES = 24;
const child = join(import.meta.dirname, 'kills-child.ts');
const identity = { instanceId: v7(), personId: v7() };
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function workUntilKilled(dir: string, nth: number, when: 'before' | 'after'): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const args = [child, dir, identity.instanceId, identity.personId, String(nth), when];
    const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    running.stdout.on('data', (data: Buffer) => (output += data.toString()));
    running.on('error', reject);
    running.on('close', (_code, signal) =>
      signal === 'SIGKILL' ? resolve(output.trim().split('\n')) : reject(new Error(`it ended: ${output}`)),
    );
  });
}

test(`fault 1: ${KILLS} kills spread over every write lose no confirmed decision and leave nothing by half`, async () => {
  const deaths = new Map<string, number>();
  let confirmed = 0;
  /** Two at once, each over files of its own that live through all of its kills. */
  const one = async (first: number): Promise<void> => {
    // The disk of a test machine may be slow to sync: what a kill leaves is the same in memory.
    const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'docket-kills-'));
    folders.push(dir);
    const told = new Set<string>();
    for (let kill = first; kill < KILLS; kill += 2) {
      const lines = await workUntilKilled(
        dir,
        1 + (kill % WRITES),
        kill % (2 * WRITES) < WRITES ? 'before' : 'after',
      );
      const death = lines.at(-1)!.split(' ')[1]!;
      deaths.set(death, (deaths.get(death) ?? 0) + 1);
      for (const line of lines) if (line.startsWith('decided ')) told.add(line.slice('decided '.length));
      const opened = openProfile({ dir, key: new Uint8Array(32).fill(5), identity, now: () => Date.now() });
      if (!opened.ok) throw new Error(opened.problem.code);
      const { work } = opened.profile;
      const missing = [...told].filter((id) => outbox.find(work, id) === undefined);
      const halves = work.value<number>(
        'select count(*) from decision d full join outbox o on o.id = d.id where d.id is null or o.id is null',
      );
      const both = work.value<number>('select count(*) from draft join decision using (case_id)');
      // At most one was committed whose confirmation was never said.
      const unsaid = (work.value<number>('select count(*) from decision') ?? 0) - told.size;
      opened.profile.close();
      expect({ kill, missing, halves, both }).toEqual({ kill, missing: [], halves: 0, both: 0 });
      expect(unsaid).toBeLessThanOrEqual(kill + 1);
    }
    confirmed += told.size;
  };
  await Promise.all([one(0), one(1)]);
  const inside = deaths.get('inside') ?? 0;
  console.log(`${KILLS} kills, ${inside} inside a transaction; ${confirmed} confirmed decisions, all there`);
  expect(inside / KILLS).toBeGreaterThanOrEqual(0.3);
  expect(confirmed).toBeGreaterThan(KILLS / 4);
}, 3_600_000);

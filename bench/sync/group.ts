/** The sync rows: what a desktop does with what it pulls, keeps, shows and sends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Group, Plan, Sample } from '../rows.ts';
import {
  deskEncryptionSpecs,
  deskSpecs,
  measureDecisions,
  measureOpening,
  measureQueue,
} from './measure-desk.ts';
import {
  countSyncs,
  measureChanged,
  measureIdle,
  measurePull,
  pullEncryptionSpecs,
  pullSpecs,
} from './measure-pull.ts';
import { measurePush, pushSpecs } from './measure-push.ts';
import { measureStart, startSpecs } from './measure-start.ts';
import { startPreparedCentral } from './prepared-central.ts';
import { foldersIn, openRound, type Folders } from './round.ts';

const changedCases = 1_000;

export function createSyncGroup(): Group {
  return {
    specs: [
      ...pullSpecs,
      ...deskSpecs,
      ...pushSpecs,
      ...startSpecs,
      ...pullEncryptionSpecs,
      ...deskEncryptionSpecs,
    ],
    measure,
  };
}

async function measure({ rounds, cases, say }: Plan): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const add = (row: string, docket: number, baseline: number | null): void => {
    samples.push({ row, docket, baseline });
    say(`  ${row}: ${docket.toFixed(2)}${baseline === null ? '' : ` against ${baseline.toFixed(2)}`}`);
  };
  const folder = mkdtempSync(join(tmpdir(), 'docket-bench-'));
  const central = await startPreparedCentral(cases, changedCases);
  try {
    let last: { folders: Folders; key: Uint8Array } | undefined;
    for (let number = 0; number < rounds; number += 1) {
      say(`round ${number + 1} of ${rounds}`);
      const folders = foldersIn(join(folder, String(number)));
      const round = await openRound(central, folders, add);
      await measurePull(round, number);
      await measureChanged(round, number);
      await measureIdle(round);
      await measureDecisions(round);
      await measureOpening(round);
      await measureQueue(round);
      await measurePush(round, number);
      last = { folders, key: round.docket.key };
      await round.close();
      if (number < rounds - 1) rmSync(join(folder, String(number)), { recursive: true });
    }
    if (last !== undefined)
      for (let number = 0; number < rounds; number += 1)
        await measureStart({ central, ...last, add }, number);
    await countSyncs(add);
    return samples;
  } finally {
    await central.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

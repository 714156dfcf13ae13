/** One round: three clients of the same prepared central API, each with files of its own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PreparedCentral } from './prepared-central.ts';
import { openRaw, type Raw } from './raw.ts';
import { openSeat, type Seat } from './seat.ts';

export interface Round {
  readonly central: PreparedCentral;
  readonly raw: Raw;
  readonly docket: Seat;
  /** Docket without encryption. */
  readonly plain: Seat;
  /** Adds what this round has measured of a row. */
  add(row: string, docket: number, baseline: number | null): void;
}

export interface Folders {
  readonly raw: string;
  readonly docket: string;
  readonly plain: string;
}

export function foldersIn(folder: string): Folders {
  mkdirSync(folder, { recursive: true });
  return { raw: join(folder, 'raw.db'), docket: join(folder, 'docket'), plain: join(folder, 'plain') };
}

export async function openRound(
  central: PreparedCentral,
  folders: Folders,
  add: Round['add'],
): Promise<Round & { close(): Promise<void> }> {
  for (const folder of [folders.docket, folders.plain]) mkdirSync(folder, { recursive: true });
  const seat = (dataDir: string, encrypted: boolean): Promise<Seat> =>
    openSeat({ ...central.plan, dataDir, encrypted, centralUrl: central.url });
  const raw = openRaw(folders.raw);
  const docket = await seat(folders.docket, true);
  const plain = await seat(folders.plain, false);
  return {
    central,
    raw,
    docket,
    plain,
    add,
    async close() {
      raw.close();
      await docket.close();
      await plain.close();
    },
  };
}

export async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Looks every few milliseconds until it is so. */
export async function until(isSo: () => boolean, everyMs: number, withinMs = 600_000): Promise<void> {
  const endsAt = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > endsAt) throw new Error('it never became so');
    await sleep(everyMs);
  }
}

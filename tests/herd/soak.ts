/** A shift of eight hours: whoever works through it finds nothing that has grown. */
import { setTimeout as sleep } from 'node:timers/promises';
import { largestLogMiB, readVitals, type Vitals } from './vitals.ts';
import { openWorld } from './world.ts';

export interface SoakPlan {
  readonly databaseUrl: string;
  readonly desktops: number;
  readonly seed: number;
  readonly shiftMs: number;
  readonly timesFaster: number;
  readonly everyMs: number;
  readonly samples: number;
  readonly say: (line: string) => void;
}

export interface SoakSample {
  readonly hour: number;
  readonly desktops: Vitals;
  readonly central: Vitals;
  readonly largestLogMiB: number;
  readonly decisions: number;
}

export type Soak = Awaited<ReturnType<typeof playSoak>>;

export async function playSoak(plan: SoakPlan) {
  const { say, timesFaster, shiftMs } = plan;
  const capacity = 12;
  const world = await openWorld({ ...plan, capacity });
  const { desktops, store, pace, folder } = world;
  const samples: SoakSample[] = [];
  const errors: string[] = [];
  const decided = (): number => desktops.reduce((sum, desktop) => sum + desktop.decided.length, 0);
  try {
    const startedAt = pace.clock.monotonic();
    for (const desktop of desktops) desktop.begin();
    let given = decided();
    for (let count = 0; count <= plan.samples; count += 1) {
      // New cases come in as old ones go out.
      const until = startedAt + (shiftMs * count) / plan.samples;
      while (pace.clock.monotonic() < until) {
        const gone = decided();
        await world.addCases(gone - given);
        given = gone;
        await sleep(Math.min(500, Math.max(1, (until - pace.clock.monotonic()) / timesFaster)));
      }
      const told = await world.central().vitals();
      errors.push(...told.errors);
      const sample = {
        hour: (pace.clock.monotonic() - startedAt) / 3_600_000,
        desktops: readVitals(),
        central: told.vitals,
        largestLogMiB: largestLogMiB(folder),
        decisions: decided(),
      };
      samples.push(sample);
      say(describe(sample));
    }
    await world.finish(60_000);
    const { rows } = await store.query<{ count: number }>(
      'select count(*) as count from decision where standing',
    );
    return {
      samples,
      errors,
      shown: desktops.flatMap((desktop) => desktop.shown),
      confirmed: decided(),
      stored: rows[0]?.count ?? 0,
    };
  } finally {
    await world.close();
  }
}

function describe({ hour, desktops, central, decisions, largestLogMiB: log }: SoakSample): string {
  const of = (name: string, { heapMiB, rssMiB, handles }: Vitals): string =>
    `${name} ${heapMiB.toFixed(0)} MiB heap, ${rssMiB.toFixed(0)} MiB in all, ${handles} handles`;
  return `hour ${hour.toFixed(1)}: ${of('desktops', desktops)}; ${of('central', central)}; largest log ${log.toFixed(1)} MiB; ${decisions} decisions`;
}

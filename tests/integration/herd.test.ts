/** The herd and the shift in small; `npm run herd` plays them at full size. */
import { expect, inject, test } from 'vitest';
import { createDatabase } from '../support/postgres.ts';
import { playOutage } from '../herd/outage.ts';
import { playSoak, type SoakSample } from '../herd/soak.ts';

const minuteMs = 60_000;
const silent = (): void => undefined;

test('fault 25: twenty desktops come back at once, with everything, and without a second overload', async () => {
  const found = await playOutage({
    databaseUrl: await createDatabase(inject('postgresUrl'), 'herd'),
    desktops: 20,
    seed: 7,
    outageMs: 10 * minuteMs,
    outageTimesFaster: 120,
    timesFaster: 10,
    everyMs: 2 * minuteMs,
    impatient: true,
    say: silent,
  });
  expect(found.waitingAtReturn).toBeGreaterThan(20);
  expect(found).toMatchObject({ shown: [], errors: [], attention: 0, refused: {} });
  expect(found).toMatchObject({ stored: found.confirmed, missing: 0, notStanding: 0, decidedTwice: 0 });
  expect(found.lostAgain).toBe(0);
  expect(found.after.refused).toBe(0);
}, 180_000);

test('a shift leaves no handle, no log and no memory behind', async () => {
  const found = await playSoak({
    databaseUrl: await createDatabase(inject('postgresUrl'), 'shift'),
    desktops: 4,
    seed: 7,
    shiftMs: 30 * minuteMs,
    timesFaster: 360,
    everyMs: 3 * minuteMs,
    samples: 6,
    say: silent,
  });
  expect(found).toMatchObject({ shown: [], errors: [], stored: found.confirmed });
  expect(found.confirmed).toBeGreaterThan(20);
  const [begun, ended] = [found.samples[2]!, found.samples.at(-1)!];
  for (const of of [(sample: SoakSample) => sample.desktops, (sample: SoakSample) => sample.central]) {
    expect(of(ended).handles).toBeLessThanOrEqual(of(begun).handles + 8);
    expect(of(ended).heapMiB).toBeLessThan(of(begun).heapMiB + 16);
  }
  expect(ended.largestLogMiB).toBeLessThan(8);
}, 180_000);

/** `npm run herd -- [--only outage|soak] [--desktops N] [--impatient] [--shift N] [--faster N] [--seed N] [--json FILE]`: the herd and the shift, at full size. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPostgres } from '../support/postgres.ts';
import { playOutage, type Outage } from './outage.ts';
import { playSoak, type Soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    desktops: { type: 'string', default: '300' },
    shift: { type: 'string', default: '20' },
    faster: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    impatient: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const number = (name: 'desktops' | 'shift' | 'faster' | 'seed'): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} takes a whole number above 0, not ${JSON.stringify(values[name])}.`);
  process.exit(2);
};
const say = (line: string): void => console.error(line);
const seed = number('seed');
const minuteMs = 60_000;

const postgres = await startPostgres({ fsync: true });
try {
  const found: { outage?: Outage; soak?: Soak } = {};
  if (values.only !== 'soak') {
    found.outage = await playOutage({
      databaseUrl: await postgres.createDatabase('herd'),
      desktops: number('desktops'),
      seed,
      outageMs: 10 * minuteMs,
      outageTimesFaster: 10,
      timesFaster: 1,
      everyMs: 75_000,
      impatient: values.impatient,
      say,
    });
    console.log(JSON.stringify(found.outage, null, 2));
  }
  if (values.only !== 'outage') {
    found.soak = await playSoak({
      databaseUrl: await postgres.createDatabase('shift'),
      desktops: number('shift'),
      seed,
      shiftMs: 8 * 60 * minuteMs,
      timesFaster: number('faster'),
      everyMs: 2 * minuteMs,
      samples: 16,
      say,
    });
    const { samples: _samples, ...rest } = found.soak;
    console.log(JSON.stringify(rest, null, 2));
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(found, null, 2)}\n`);
} finally {
  await postgres.stop();
}
process.exit(0);

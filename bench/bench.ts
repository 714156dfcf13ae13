/**
 * `npm run bench -- [--only NAME] [--rounds N] [--cases N] [--json FILE]`: prints the table of bars. What is measured is
 * what ships (validation, encryption, search, audit on), beside the least that does the work, in turns with it.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import { toRow, type Group, type Row } from './rows.ts';
import { tableOf } from './table.ts';

const groups: Readonly<Record<string, () => Promise<Group>>> = {
  sync: async () => (await import('./sync/group.ts')).createSyncGroup(),
  feed: async () => (await import('./feed/group.ts')).createFeedGroup(),
  window: async () => (await import('./window/group.ts')).createWindowGroup(),
};

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    cases: { type: 'string', default: '50000' },
    json: { type: 'string' },
  },
});

function wrong(message: string): never {
  console.error(message);
  process.exit(2);
}

function numberOf(name: 'rounds' | 'cases', least: number): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= least) return value;
  return wrong(`--${name} takes a whole number from ${least} on, not ${JSON.stringify(values[name])}.`);
}

const { only } = values;
if (only !== undefined && !Object.hasOwn(groups, only))
  wrong(`--only takes one of ${Object.keys(groups).join(', ')}, not ${JSON.stringify(only)}.`);

const plan = {
  rounds: numberOf('rounds', 1),
  cases: numberOf('cases', 2_000),
  say: (line: string) => console.error(line),
};
const machine = describeMachine();
const rows: Row[] = [];
for (const [name, open] of Object.entries(groups)) {
  if (only !== undefined && only !== name) continue;
  const group = await open();
  const samples = await group.measure(plan);
  rows.push(...group.specs.map((spec) => toRow(spec, samples)));
}
console.log(tableOf(machine, rows, plan));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { v7 } from 'uuid';
import { callsBetweenMarks } from '../../tests/support/traced-calls.ts';
import type { RowSpec } from '../rows.ts';
import { timed, until, type Round } from './round.ts';
import type { Seat } from './seat.ts';

const searchable = 'pull all cases until searchable';
const stored = 'pull all cases until stored';
const block = 'longest block of the main thread meanwhile';
const changed = '1,000 changed of all cases';
const idleBytes = 'bytes written by 50 idle polls';
const idleSyncs = 'fsyncs of 5 idle polls';
const decisionSyncs = 'fsyncs of a decision';
const pullEncrypted = 'encryption: pull until searchable, on against off';
const idlePolls = 50;

export const pullSpecs: readonly RowSpec[] = [
  { name: searchable, unit: 'ms', bar: { ratio: 1.5 } },
  { name: stored, unit: 'ms', bar: null },
  { name: block, unit: 'ms', bar: { atMost: 16 } },
  { name: changed, unit: 'ms', bar: { ratio: 1.3 } },
  { name: idleBytes, unit: 'bytes', bar: { atMost: 0 } },
  { name: idleSyncs, unit: 'fsyncs', bar: { atMost: 0 } },
  { name: decisionSyncs, unit: 'fsyncs', bar: { atMost: 1 } },
];
export const pullEncryptionSpecs: readonly RowSpec[] = [
  { name: pullEncrypted, unit: 'ms', bar: { ratio: 1.25 } },
];

/** From the sign-in until every case is in the queue, and until every case is found. */
async function pullWhole(seat: Seat, position: number) {
  const startedAt = performance.now();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await seat.signIn();
  const cache = await seat.beside('cache');
  try {
    await until(() => (cache.value<number>('select position from feed') ?? 0) >= position, 20);
    const storedMs = performance.now() - startedAt;
    await until(() => cache.value('select 1 from case_row where indexed = 0 limit 1') === undefined, 20);
    return { storedMs, searchableMs: performance.now() - startedAt, blockMs: delay.max / 1e6 };
  } finally {
    delay.disable();
    cache.close();
  }
}

/** In turns: which of the three begins changes from round to round. */
export async function measurePull(round: Round, number: number): Promise<void> {
  const { central, raw, docket, plain } = round;
  const { cases } = central.plan;
  await central.show(cases);
  const found = new Map<string, Awaited<ReturnType<typeof pullWhole>>>();
  let rawMs = 0;
  const turns = [
    async () => (rawMs = await timed(() => raw.pull(central.url))),
    async () => found.set('docket', await pullWhole(docket, cases)),
    async () => found.set('plain', await pullWhole(plain, cases)),
  ];
  for (let turn = 0; turn < turns.length; turn += 1) await turns[(number + turn) % turns.length]?.();
  // From here on it is only looked at, and takes no time from the others.
  await plain.ask('sync.byChoice', { offline: true });
  const [encrypted, open] = [found.get('docket'), found.get('plain')];
  if (encrypted === undefined || open === undefined) throw new Error('a turn was left out');
  round.add(searchable, encrypted.searchableMs, rawMs);
  round.add(stored, encrypted.storedMs, rawMs);
  round.add(block, encrypted.blockMs, null);
  round.add(pullEncrypted, encrypted.searchableMs, open.searchableMs);
}

export async function measureChanged(round: Round, number: number): Promise<void> {
  const { central, raw, docket } = round;
  const position = central.plan.cases + central.plan.changed;
  const cache = await docket.beside('cache');
  let docketMs = 0;
  let rawMs = 0;
  const turns = [
    async () => (rawMs = await timed(() => raw.pull(central.url))),
    async () => {
      docketMs = await timed(async () => {
        await central.show(position, true);
        await until(() => (cache.value<number>('select position from feed') ?? 0) >= position, 1);
      });
    },
  ];
  await central.show(position);
  for (let turn = 0; turn < 2; turn += 1) await turns[(number + turn) % 2]?.();
  await until(() => cache.value('select 1 from case_row where indexed = 0 limit 1') === undefined, 20);
  cache.close();
  round.add(changed, docketMs, rawMs);
}

/** What the kernel says this process has caused to be written to storage; sockets are not counted. Linux only. */
function bytesWritten(): number {
  const said = /^write_bytes: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1];
  if (said === undefined) throw new Error('the kernel does not say what was written');
  return Number(said);
}

/** The stream says that there is something, and there is nothing. */
export async function measureIdle({ central, add }: Round): Promise<void> {
  const before = bytesWritten();
  for (let poll = 0; poll < idlePolls; poll += 1) {
    await central.show(central.plan.cases + central.plan.changed, true);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  add(idleBytes, bytesWritten() - before, 0);
}

/** Counted by a trace of a process of its own, once: a count needs no rounds. */
export async function countSyncs(add: Round['add']): Promise<void> {
  const child = join(import.meta.dirname, '../../tests/core/store/durability-child.ts');
  for (const [row, mode] of [
    [idleSyncs, 'poll'],
    [decisionSyncs, 'decide-once'],
  ] as const) {
    const folder = mkdtempSync(join(tmpdir(), 'docket-bench-'));
    const calls = await callsBetweenMarks([child, mode, folder, v7(), v7()]);
    rmSync(folder, { recursive: true, force: true });
    add(row, calls.filter((name) => name === 'fsync' || name === 'fdatasync').length, null);
  }
}

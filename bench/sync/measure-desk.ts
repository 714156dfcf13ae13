/** What a reviewer waits for: a decision, the next case, the queue. One of each in turns. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { BridgeInput } from '../../contract/bridge.ts';
import { createBridge, type BridgeServices } from '../../electron/core/bridge/dispatch.ts';
import { silentLog } from '../../electron/core/ports.ts';
import { percentile, type RowSpec } from '../rows.ts';
import { contentOn, idOf, queueIds } from './prepared-cases.ts';
import { timed, type Round } from './round.ts';
import type { Seat } from './seat.ts';

const decisionP50 = 'a decision, p50, against a one-row commit';
const decisionP99 = 'a decision, p99, against a one-row commit';
const openP50 = 'open a case through the bridge, p50';
const openP99 = 'open a case through the bridge, p99';
const firstP50 = 'first 50 of the queue by priority, p50';
const filtersP99 = 'first 50, any filter or sort, p99';
const searchP95 = 'search as you type, p95';
const decisionEncrypted = 'encryption: a decision, p50, on against off';
const openEncrypted = 'encryption: open a case, p50, on against off';
const firstEncrypted = 'encryption: first 50 by priority, p50, on against off';
const decisions = 200;
const opened = 400;
const lists = 60;

export const deskSpecs: readonly RowSpec[] = [
  { name: decisionP50, unit: 'ms', bar: { ratio: 1.3 } },
  { name: decisionP99, unit: 'ms', bar: { ratio: 2 } },
  { name: openP50, unit: 'ms', bar: null },
  { name: openP99, unit: 'ms', bar: { ratio: 2 } },
  { name: firstP50, unit: 'ms', bar: null },
  { name: filtersP99, unit: 'ms', bar: { atMost: 2 } },
  { name: searchP95, unit: 'ms', bar: { atMost: 10 } },
];
export const deskEncryptionSpecs: readonly RowSpec[] = [
  { name: decisionEncrypted, unit: 'ms', bar: { ratio: 1.25 } },
  { name: openEncrypted, unit: 'ms', bar: { ratio: 1.25 } },
  { name: firstEncrypted, unit: 'ms', bar: { ratio: 1.25 } },
];

/** Sent later: what is measured is the desk, not the push behind it. */
export async function measureDecisions({ raw, docket, plain, central, add }: Round): Promise<void> {
  await docket.ask('sync.byChoice', { offline: true });
  const body = JSON.stringify(contentOn(1)).padEnd(1_200, ' ');
  const times = { raw: [] as number[], docket: [] as number[], plain: [] as number[] };
  const decide = (seat: Seat, number: number) => async (): Promise<void> => {
    // Not of those that changed: they are on screen at version 1.
    const caseId = idOf(number) as never;
    await seat.ask('decision.submit', {
      caseId,
      caseVersion: 1,
      content: contentOn(number),
      openMs: 9,
      activeMs: 9,
    });
  };
  const step = Math.floor(central.plan.cases / central.plan.changed);
  for (let count = 0; count < decisions; count += 1) {
    const number = count * step + 1;
    times.raw.push(await timed(() => raw.commitOne(body)));
    await breathe();
    times.docket.push(await timed(decide(docket, number)));
    await breathe();
    times.plain.push(await timed(decide(plain, number)));
    await breathe();
  }
  add(decisionP50, percentile(times.docket, 50), percentile(times.raw, 50));
  add(decisionP99, percentile(times.docket, 99), percentile(times.raw, 99));
  add(decisionEncrypted, percentile(times.docket, 50), percentile(times.plain, 50));
}

export async function measureOpening({ raw, docket, plain, central, add }: Round): Promise<void> {
  const services = {
    'case.open': ({ caseId }: { caseId: string }) => ({ ok: true, value: raw.get(caseId) }),
  } as unknown as BridgeServices;
  const rawBridge = createBridge(services, { log: silentLog });
  const times = { raw: [] as number[], docket: [] as number[], plain: [] as number[] };
  for (let count = 0; count < opened; count += 1) {
    const params = { caseId: idOf((count * 7919) % central.plan.cases) as never, view: false };
    times.raw.push(await timed(() => rawBridge.invoke('case.open', params)));
    times.docket.push(await timed(() => docket.ask('case.open', params)));
    times.plain.push(await timed(() => plain.ask('case.open', params)));
    await breathe();
  }
  add(openP50, percentile(times.docket, 50), percentile(times.raw, 50));
  add(openP99, percentile(times.docket, 99), percentile(times.raw, 99));
  add(openEncrypted, percentile(times.docket, 50), percentile(times.plain, 50));
}

type Asked = BridgeInput<'queue.open'>;
const filters: readonly Asked['filter'][] = [
  {},
  ...queueIds.map((queue) => ({ queue: queue as never })),
  { source: 'report' as const },
  { queue: queueIds[0] as never, source: 'detection' as const },
  { dueWithinMinutes: 60 },
];
const typed = [
  'de',
  'dep',
  'depo',
  'deposit',
  'deposit w',
  'deposit wa',
  'deposit wallet',
  'JP-12',
  'JP-1234',
];

export async function measureQueue({ raw, docket, plain, add }: Round): Promise<void> {
  const open = (seat: Seat, asked: Omit<Asked, 'count'>) => () =>
    seat.ask('queue.open', { ...asked, count: 50 });
  const first = { filter: {}, order: 'priority' } as const;
  const times = { raw: [] as number[], docket: [] as number[], plain: [] as number[] };
  for (let count = 0; count < lists; count += 1) {
    times.raw.push(await timed(() => raw.first(50)));
    times.docket.push(await timed(open(docket, first)));
    times.plain.push(await timed(open(plain, first)));
    await breathe();
  }
  add(firstP50, percentile(times.docket, 50), percentile(times.raw, 50));
  add(firstEncrypted, percentile(times.docket, 50), percentile(times.plain, 50));

  const every: number[] = [];
  for (let count = 0; count < 6; count += 1)
    for (const filter of filters)
      for (const order of ['priority', 'due', 'newest'] as const) {
        every.push(await timed(open(docket, { filter, order })));
        await breathe();
      }
  add(filtersP99, percentile(every, 99), percentile(times.raw, 99));

  const searches: number[] = [];
  for (let count = 0; count < 6; count += 1)
    for (const search of typed) {
      searches.push(await timed(open(docket, { filter: { search }, order: 'priority' })));
      await breathe();
    }
  add(searchP95, percentile(searches, 95), null);
}

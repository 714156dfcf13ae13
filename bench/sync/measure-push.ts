import * as decisions from '../../electron/core/store/work/decisions.ts';
import * as outbox from '../../electron/core/store/work/outbox.ts';
import { v7 } from 'uuid';
import type { RowSpec } from '../rows.ts';
import { contentOn, idOf } from './prepared-cases.ts';
import { timed, until, type Round } from './round.ts';

const pushed = 'push 10,000 decisions';
const count = 10_000;

export const pushSpecs: readonly RowSpec[] = [{ name: pushed, unit: 'ms', bar: { ratio: 1.5 } }];

function commandOn(number: number, id: string): string {
  const at = new Date().toISOString();
  return JSON.stringify({
    type: 'decision',
    id,
    caseId: idOf(number),
    epoch: 1,
    deviceId: id,
    madeAt: at,
    caseVersion: 1,
    evidenceDigest: '0'.repeat(64),
    catalogueVersion: 1,
    ...contentOn(number),
    timings: { waitMs: 0, openMs: 0, activeMs: 0 },
    decidedAt: at,
    replaces: null,
    adopts: null,
    batchId: null,
  });
}

/** From the moment that contact may be had again until the last answer is on disk. */
export async function measurePush(round: Round, number: number): Promise<void> {
  const { central, raw, docket } = round;
  await docket.ask('sync.byChoice', { offline: true });
  const made = Array.from({ length: count }, (_, index) => {
    const id = v7();
    // Cases that nothing was done with yet, as far as there are enough of them.
    return { id, caseNumber: (index * 3 + 2) % central.plan.cases, body: '' };
  }).map((one) => ({ ...one, body: commandOn(one.caseNumber, one.id) }));
  // What is in the window while it is sent: arrivals are counted for it at every change.
  await docket.ask('queue.open', { filter: {}, order: 'priority', count: 50 });
  const work = await docket.beside('work');
  work.transact((tx) => {
    for (const { id, caseNumber, body } of made) {
      const at = new Date().toISOString();
      const [caseId, title, reference] = [idOf(caseNumber), 'A case', `JP-${caseNumber + 1000}`];
      const content = contentOn(caseNumber);
      const named = { id, caseId, title, reference, batchId: null };
      const durations = { waitMs: 0, openMs: 0, activeMs: 0 };
      decisions.insert(tx, {
        ...named,
        ...durations,
        caseVersion: 1,
        outcome: 'violation',
        draft: content,
        decidedAt: at,
      });
      outbox.enqueue(tx, {
        ...named,
        type: 'decision',
        epoch: 1,
        state: 'pending',
        body,
        madeAt: at,
        madeOffline: false,
      });
    }
  });
  raw.enqueueAll(made);

  let docketMs = 0;
  let rawMs = 0;
  const turns = [
    async () => (rawMs = await timed(() => raw.push(central.url))),
    async () => {
      docketMs = await timed(async () => {
        await docket.ask('sync.byChoice', { offline: false });
        await until(
          () =>
            work.value(`select 1 from outbox where state in ('pending', 'sending') limit 1`) === undefined,
          5,
        );
      });
    },
  ];
  for (let turn = 0; turn < 2; turn += 1) await turns[(number + turn) % 2]?.();
  work.close();
  round.add(pushed, docketMs, rawMs);
}

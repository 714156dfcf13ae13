/** Many decisions over networks that fail at random: nothing is lost, nothing happens twice, nothing is stuck. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../central/demo/seeded-random.ts';
import { until } from '../core/support/workstation.ts';
import {
  decide,
  oneEffectEach,
  SEED,
  startNetworked,
  type Networked,
  type Reviewer,
} from '../support/networked.ts';
import { page, type Fate, type Met } from '../support/tcp-proxy.ts';

const DESKTOPS = 3;
const EACH = Math.ceil(Number(process.env['DOCKET_DECISIONS'] ?? 300) / DESKTOPS);

let world: Networked;
beforeAll(async () => void (world = await startNetworked()));
afterEach(() => world.clear());
afterAll(() => world.close());

const chances: readonly (readonly [Fate, number])[] = [
  ['lost-request', 0.06],
  ['reset', 0.04],
  ['lost-answer', 0.1],
  ['cut-answer', 0.08],
  ['slow', 0.06],
  ['trickle', 0.02],
  ['held-body', 0.02],
  ['black-hole', 0.02],
  [page('407 Proxy Authentication Required'), 0.02],
  [page('200 OK'), 0.02],
];

function draw(random: () => number): Fate {
  let rest = random();
  for (const [fate, chance] of chances) {
    if (rest < chance) return fate;
    rest -= chance;
  }
  return 'pass';
}

test(`faults 12, 25 to 28, 36, 41: ${EACH * DESKTOPS} decisions from three desktops over networks that fail at random have exactly that many effects`, async () => {
  const desks: Reviewer[] = [];
  for (let n = 0; n < DESKTOPS; n += 1) desks.push(await world.reviewer(EACH, { byteMs: 10 }));
  const before = desks.map(({ network }) => network.count('request'));
  const told = await Promise.all(
    desks.map(async ({ at, network, caseIds }, n) => {
      const random = seededRandom(SEED * 31 + n);
      network.does(() => draw(random));
      const ids: string[] = [];
      for (const [index, caseId] of caseIds.entries()) {
        ids.push(await decide(at, caseId));
        await sleep(5);
        if (index % 20 === 19) network.breakAll();
        if (index % 50 === 49) {
          await network.refuse();
          await sleep(100);
          await network.accept();
        }
      }
      // While it is still as bad as it was.
      await until(at.status, ({ waiting }) => waiting === 0, 120_000);
      return ids;
    }),
  );
  for (const { network } of desks) network.does('pass');
  for (const [n, { at, personId, queue }] of desks.entries()) {
    expect(await world.decisionsOf(personId)).toEqual(oneEffectEach(told[n]!));
    // The queue follows: nothing is offered again, nothing is stuck, and both sides say the same.
    await until(at.status, (now) => now.queue === 0 && now.contact === 'online' && now.waiting === 0);
    expect(await at.status()).toMatchObject({ attention: 0, unreadable: 0, drafts: 0 });
    const { outbox } = await at.ask('sync.report', {});
    expect(outbox.filter(({ state }) => state !== 'acknowledged')).toEqual([]);
    const { rows } = await world.central.store.query<{ state: string; cases: number }>(
      'select state, count(*)::int as cases from case_file where queue = $1 group by state',
      [queue],
    );
    expect(rows).toEqual([{ state: 'decided', cases: EACH }]);
  }
  const sum = (of: (one: (typeof desks)[number], n: number) => number): number =>
    desks.reduce((total, one, n) => total + of(one, n), 0);
  const met = (what: Met): number => sum(({ network }) => network.count(what));
  const requests = sum(({ network }, n) => network.count('request') - before[n]!);
  const names = chances.map(([fate]) => fate).filter((fate) => typeof fate === 'string');
  console.log(
    `${EACH * DESKTOPS} decisions, seed ${SEED}, ${requests} requests: ` +
      [...names, 'said' as const].map((name) => `${name} ${met(name)}`).join(', '),
  );
  for (const name of ['lost-request', 'lost-answer', 'cut-answer', 'said'] as const)
    expect(met(name)).toBeGreaterThan(0);
  // Trying again is no storm: polls, probes and pushes together stay in proportion.
  expect(requests).toBeLessThan(EACH * DESKTOPS * 5);
}, 600_000);

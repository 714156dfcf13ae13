import { expect, test } from 'vitest';
import { seededRandom } from '../../central/demo/seeded-random.ts';
import { createContact, type Contact } from '../../electron/core/sync/contact.ts';
import { createSchedule } from '../simulation/schedule.ts';

const SECOND = 1000;

interface Crowd {
  readonly refusedIn: (fromMs: number, toMs: number) => number;
  readonly busiest: (fromMs: number) => number;
  readonly lastBackAt: number;
}

/**
 * Desktops with the real rules of contact against a central API that is away until `backAt` and then serves so many
 * requests a second and no more; to the others it says 503, with `Retry-After` where that is given.
 */
async function crowd(plan: {
  readonly desktops: number;
  readonly backAt: number;
  readonly perSecond: number;
  readonly retryAfterMs: number | null;
}): Promise<Crowd> {
  const schedule = createSchedule(0);
  const asked = new Map<number, number>();
  const refused = new Map<number, number>();
  const count = (in_: Map<number, number>, second: number): number => {
    in_.set(second, (in_.get(second) ?? 0) + 1);
    return in_.get(second) ?? 0;
  };
  let lastBackAt = 0;

  function ask(contact: Contact): void {
    const now = schedule.running();
    if (now < plan.backAt) {
      contact.lost({ kind: 'no-contact', reason: 'unreachable', detail: '', retryAfterMs: null });
    } else if (count(asked, Math.floor(now / SECOND)) > plan.perSecond) {
      count(refused, Math.floor(now / SECOND));
      contact.lost({ kind: 'no-contact', reason: 'throttled', detail: '', retryAfterMs: plan.retryAfterMs });
    } else {
      contact.reached(0);
      contact.settled();
      lastBackAt = Math.max(lastBackAt, now);
      return;
    }
    schedule.at('crowd', contact.waitMs(), () => ask(contact));
  }

  for (let n = 0; n < plan.desktops; n += 1) {
    const contact = createContact({
      clock: schedule.clockOf(() => 0),
      timers: schedule.timersOf(`desktop ${n}`),
      random: seededRandom(n + 1),
      onChange: () => undefined,
      lastContactAt: null,
      clockOffsetMs: 0,
    });
    // All notice at the same moment: the connection breaks for everybody.
    schedule.at('crowd', 0, () => ask(contact));
  }
  await schedule.pass(plan.backAt + 600 * SECOND, async () => undefined);
  const sum = (of: Map<number, number>, from: number, to: number) =>
    [...of].reduce(
      (all, [second, n]) => (second >= from / SECOND && second < to / SECOND ? all + n : all),
      0,
    );
  return {
    refusedIn: (from, to) => sum(refused, from, to),
    busiest: (from) => Math.max(...[...asked].filter(([at]) => at >= from / SECOND).map(([, n]) => n)),
    lastBackAt,
  };
}

test('fault 25: 300 desktops that lost contact at one moment come back spread over a minute, and nobody twice', async () => {
  const backAt = 600 * SECOND;
  const seen = await crowd({ desktops: 300, backAt, perSecond: 50, retryAfterMs: null });
  expect(seen.lastBackAt - backAt).toBeLessThanOrEqual(61 * SECOND);
  // Together they would be 300 in the first second.
  expect(seen.busiest(backAt)).toBeLessThan(25);
  expect(seen.refusedIn(backAt, Infinity)).toBe(0);
});

test('fault 25: refused with Retry-After amid a short outage, they do not come back as one wave', async () => {
  const backAt = 3 * SECOND;
  const seen = await crowd({ desktops: 300, backAt, perSecond: 30, retryAfterMs: 5 * SECOND });
  const firstWave = seen.refusedIn(backAt, backAt + 5 * SECOND);
  expect(firstWave).toBeGreaterThan(20);
  // Each next five seconds refuse fewer, until nobody is refused.
  const later = seen.refusedIn(backAt + 10 * SECOND, backAt + 20 * SECOND);
  expect(later).toBeLessThan(firstWave / 2);
  expect(seen.refusedIn(backAt + 60 * SECOND, Infinity)).toBe(0);
  expect(seen.lastBackAt - backAt).toBeLessThan(60 * SECOND);
});

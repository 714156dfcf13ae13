/** Evidence too long to be written by hand: a story says which, how much and for whom. */
import { z } from 'zod';
import type { EvidenceDocument, Payments } from '../../contract/evidence.ts';
import { Instant } from '../../contract/primitives.ts';
import { longThread } from './long-thread.ts';
import { seededRandom } from './seeded-random.ts';

const account = z.object({ id: z.string(), label: z.string() });
const paymentRun = { account, count: z.int().min(1), minutes: z.number().min(1), from: Instant };

export const Generated = z.discriminatedUnion('by', [
  z.object({ by: z.literal('card-testing'), ...paymentRun }),
  z.object({ by: z.literal('pay-day'), ...paymentRun }),
  z.object({
    by: z.literal('long-thread'),
    client: account,
    freelancer: account,
    count: z.int().min(20),
    from: Instant,
  }),
]);
type Generated = z.infer<typeof Generated>;
type Run = Extract<Generated, { account: unknown }>;

/** The same plan and seed give the same document. */
export function generateDocument(plan: Generated, seed: number): EvidenceDocument {
  const random = seededRandom(seed);
  switch (plan.by) {
    case 'card-testing':
      return cardTesting(plan, random);
    case 'pay-day':
      return payDay(plan, random);
    case 'long-thread':
      return longThread(plan, random);
  }
}

type Random = () => number;
type Payment = Payments['payments'][number];

/** Moments of a run, with the uneven steps that people and scripts both make. */
function moments({ count, minutes, from }: Run, random: Random): Date[] {
  const steps = Array.from({ length: count }, () => 0.3 + random());
  const whole = steps.reduce((sum, step) => sum + step, 0);
  let at = Date.parse(from);
  return steps.map((step) => new Date((at += (step / whole) * minutes * 60_000)));
}

/** Small sums until one goes through, then large ones; each card once. Newest first, as a platform lists them. */
function cardTesting(plan: Run, random: Random): Payments {
  const payments = moments(plan, random).map((at, index): Payment => {
    const late = index > plan.count * 0.7;
    const refused = random() < (late ? 0.35 : 0.68);
    const minor = late ? 18_000 + Math.floor(random() * 30_000) : 100 + Math.floor(random() * 400);
    return {
      id: `test-${index + 1}`,
      at: at.toISOString(),
      direction: 'out',
      counterparty: { id: `freelancer-new-${index % 7}`, label: `Freelancer ${9310 + (index % 7)}` },
      amount: { amountMinor: minor, currency: 'USD' },
      method: `card ending ${String(Math.floor(random() * 10_000)).padStart(4, '0')}`,
      status: refused ? 'failed' : late && random() < 0.4 ? 'reversed' : late ? 'pending' : 'settled',
      flags: late && !refused ? ['new-instrument', 'new-payee'] : ['new-instrument'],
    };
  });
  return { kind: 'payments', account: plan.account, payments: payments.toReversed() };
}

/** One card that pays the same people as every week, each what their contract says. */
function payDay(plan: Run, random: Random): Payments {
  const payments = moments(plan, random).map((at, index): Payment => {
    const person = 4100 + index * 13;
    return {
      id: `pay-${index + 1}`,
      at: at.toISOString(),
      direction: 'out',
      counterparty: { id: `freelancer-${person}`, label: `Freelancer ${person}` },
      amount: { amountMinor: (6 + Math.floor(random() * 26)) * 2500, currency: 'EUR' },
      method: 'card ending 2204',
      status: 'settled',
      flags: [],
    };
  });
  return { kind: 'payments', account: plan.account, payments: payments.toReversed() };
}

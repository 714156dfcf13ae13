import { expect, test } from 'vitest';
import { Payments } from '../../../contract/evidence.ts';
import { busyWindows } from '../../../renderer/evidence/model/busy-windows.ts';
import { currencyDigits, decimalOf } from '../../../renderer/evidence/model/money.ts';
import { isRound, paymentMarks } from '../../../renderer/evidence/model/payment-marks.ts';
import {
  notMoved,
  sumsByCounterparty,
  sumsByCurrency,
  type PaymentRecord,
} from '../../../renderer/evidence/model/payment-sums.ts';

const MINUTE = 60_000;
const noon = Date.parse('2026-11-20T12:00:00.000Z');

type Given = Readonly<{
  minute: number;
  minor?: number;
  currency?: string;
  direction?: 'in' | 'out';
  with?: string;
  status?: 'pending' | 'settled' | 'failed' | 'reversed' | 'held';
}>;

function records(all: readonly Given[]): readonly PaymentRecord[] {
  const { payments } = Payments.parse({
    kind: 'payments',
    account: { id: 'account', label: 'Account' },
    payments: all.map((one, index) => ({
      id: `p${index}`,
      at: new Date(noon + one.minute * MINUTE).toISOString(),
      direction: one.direction ?? 'in',
      counterparty: { id: one.with ?? 'client', label: one.with ?? 'client' },
      amount: { amountMinor: one.minor ?? 1234, currency: one.currency ?? 'USD' },
      method: 'card',
      status: one.status ?? 'settled',
    })),
  });
  return payments.map((payment, index) => ({ payment, index, atMs: Date.parse(payment.at) }));
}

const every = (count: number, minutes: number, from = 0): Given[] =>
  Array.from({ length: count }, (_, index) => ({ minute: from + index * minutes }));
const marksOf = (all: readonly Given[], is: string) =>
  [...paymentMarks(records(all)).of].flatMap(([index, marks]) =>
    marks.filter((mark) => mark.is === is).map((mark) => [index, mark] as const),
  );

test('minor units become major ones by the currency, exactly', () => {
  expect(['USD', 'JPY', 'KWD', 'XQZ'].map(currencyDigits)).toEqual([2, 0, 3, 2]);
  expect(decimalOf(-5n, 2)).toBe('-0.05');
  expect(decimalOf(1234n, 0)).toBe('1234');
  expect(decimalOf(2n ** 60n, 3)).toBe('1152921504606846.976');
});

test('sums never add two currencies, and leave out what has not moved', () => {
  const all = records([
    { minute: 0, minor: 1000 },
    { minute: 1, minor: 250, direction: 'out' },
    { minute: 2, minor: 9000, currency: 'JPY' },
    { minute: 3, minor: 777, status: 'failed' },
    { minute: 4, minor: 50, with: 'other' },
    { minute: 5, minor: 1, status: 'held' },
  ]);
  expect(sumsByCurrency(all)).toEqual([
    { currency: 'USD', inMinor: 1050n, outMinor: 250n, payments: 3 },
    { currency: 'JPY', inMinor: 9000n, outMinor: 0n, payments: 1 },
  ]);
  expect(sumsByCounterparty(all).map(({ id, currency, payments }) => [id, currency, payments])).toEqual([
    ['client', 'USD', 2],
    ['client', 'JPY', 1],
    ['other', 'USD', 1],
  ]);
  expect(notMoved(all)).toEqual([
    { status: 'failed', payments: 1 },
    { status: 'held', payments: 1 },
  ]);
});

test('a sum larger than a number can hold is exact', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const [sum] = sumsByCurrency(records([...every(3, 1)].map((one) => ({ ...one, minor: most }))));
  expect(sum?.inMinor).toBe(3n * BigInt(most));
});

test('five payments within an hour are a burst for an account that is quiet otherwise', () => {
  expect(marksOf(every(5, 10), 'burst')).toHaveLength(5);
  expect(marksOf(every(5, 10), 'burst')[0]?.[1]).toEqual({ is: 'burst', count: 5, usual: 1 });
  expect(marksOf(every(4, 10), 'burst')).toEqual([]);
  expect(marksOf(every(5, 20), 'burst')).toEqual([]);
});

test('an account that is always as busy has no burst, and one three times as busy as usual has', () => {
  const busyDays = Array.from({ length: 10 }, (_, day) => every(6, 10, day * 1440)).flat();
  expect(marksOf(busyDays, 'burst')).toEqual([]);
  const more = [...busyDays, ...every(20, 2, 20 * 1440)];
  const marks = marksOf(more, 'burst');
  expect(marks).toHaveLength(20);
  expect(marks[0]?.[1]).toMatchObject({ count: 20, usual: 6 });
});

test('one counterparty often is no spread; five within an hour are', () => {
  expect(marksOf(every(6, 5), 'many-counterparties')).toEqual([]);
  const spread = every(5, 5).map((one, index) => ({ ...one, with: `client-${index}` }));
  expect(marksOf(spread, 'many-counterparties')).toHaveLength(5);
});

test('most of what goes out came in minutes before: passed on, of one currency and of money that moved', () => {
  const passed: Given[] = [
    { minute: 0, minor: 40_000 },
    { minute: 8, minor: 45_000 },
    { minute: 20, minor: 84_000, direction: 'out' },
  ];
  expect(marksOf(passed, 'passed-on')).toEqual([[2, { is: 'passed-on', afterMs: 20 * MINUTE }]]);
  const change = (over: Partial<Given>) => [...passed.slice(0, 2), { ...passed[2]!, ...over }];
  expect(marksOf(change({ currency: 'EUR' }), 'passed-on')).toEqual([]);
  expect(marksOf(change({ minute: 90 }), 'passed-on')).toEqual([]);
  expect(marksOf(change({ status: 'failed' }), 'passed-on')).toEqual([]);
  expect(marksOf(change({ minor: 400 }), 'passed-on')).toEqual([]);
  expect(marksOf(change({ minor: 400_000 }), 'passed-on')).toEqual([]);
});

test('three round amounts within a day are marked, by the digits of their currency', () => {
  const of = (minor: number, currency: string) => records([{ minute: 0, minor, currency }])[0]!.payment;
  expect([isRound(of(30_000, 'USD')), isRound(of(30_050, 'USD')), isRound(of(0, 'USD'))]).toEqual([
    true,
    false,
    false,
  ]);
  expect([isRound(of(20_000, 'JPY')), isRound(of(300, 'JPY')), isRound(of(10_000, 'KWD'))]).toEqual([
    true,
    false,
    false,
  ]);
  const round = every(3, 200).map((one) => ({ ...one, minor: 50_000 }));
  expect(marksOf(round, 'round')).toHaveLength(3);
  expect(marksOf(round.slice(0, 2), 'round')).toEqual([]);
});

test('windows that overlap are one, and what is far away is another', () => {
  const at = (ms: number, key: number) => ({ atMs: ms, key });
  const events = [0, 1, 2, 3, 4, 100, 101, 102].map((ms, key) => at(ms, key));
  const found = busyWindows(events, { windowMs: 3, least: 3, times: 1 });
  expect(found.map(({ first, last, most }) => [first, last, most])).toEqual([
    [0, 4, 4],
    [5, 7, 3],
  ]);
});

test('100,000 payments are marked in time that nobody notices', () => {
  const many = records(every(100_000, 0.5));
  const start = performance.now();
  paymentMarks(many);
  expect(performance.now() - start).toBeLessThan(3000);
});

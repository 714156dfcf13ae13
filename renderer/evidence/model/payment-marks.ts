/**
 * What is unusual about payments, in rules plain enough to be told to the customer. Each says how it was measured, so
 * that its reason stands on the row. None of them is a judgement: a marketplace has busy days.
 */
import { busyWindows, type BusyWindow } from './busy-windows.ts';
import { currencyDigits } from './money.ts';
import type { Payment, PaymentRecord } from './payment-sums.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** At least five payments within an hour, three times as many as in the account's other busy hours. */
const burst = { windowMs: HOUR, least: 5, times: 3 };
/** The same of different counterparties. */
const spread = { windowMs: HOUR, least: 5, times: 3 };
/** At least three round amounts within a day, three times as many as on its other days with any. */
const rounds = { windowMs: 24 * HOUR, least: 3, times: 3 };

export type PaymentMark =
  /** `count` payments within an hour; `usual` is the account's own median. */
  | Readonly<{ is: 'burst'; count: number; usual: number }>
  /** `count` different counterparties within an hour. */
  | Readonly<{ is: 'many-counterparties'; count: number; usual: number }>
  /** Most of it had come in `afterMs` before. */
  | Readonly<{ is: 'passed-on'; afterMs: number }>
  /** One of `count` round amounts within a day. */
  | Readonly<{ is: 'round'; count: number }>;

export type MarkedWindow = Readonly<{ mark: PaymentMark; startMs: number; endMs: number }>;

export type PaymentMarks = Readonly<{
  /** Index of the payment in its document → why it is marked. */
  of: ReadonlyMap<number, readonly PaymentMark[]>;
  /** Stretches of time with unusually many payments or counterparties, in order. */
  windows: readonly MarkedWindow[];
}>;

/** `records` in any order. */
export function paymentMarks(records: readonly PaymentRecord[]): PaymentMarks {
  const sorted = [...records].sort((a, b) => a.atMs - b.atMs || a.index - b.index);
  const of = new Map<number, PaymentMark[]>();
  const windows: MarkedWindow[] = [];
  const mark = (record: PaymentRecord | undefined, why: PaymentMark) => {
    if (record !== undefined) of.set(record.index, [...(of.get(record.index) ?? []), why]);
  };
  const markAll = (all: readonly PaymentRecord[], window: BusyWindow, why: PaymentMark) => {
    for (let place = window.first; place <= window.last; place += 1) mark(all[place], why);
  };

  for (const window of busyWindows(
    sorted.map(({ atMs, index }) => ({ atMs, key: index })),
    burst,
  )) {
    const why = { is: 'burst', count: window.most, usual: window.usual } as const;
    markAll(sorted, window, why);
    windows.push({ mark: why, startMs: window.startMs, endMs: window.endMs });
  }
  for (const window of busyWindows(
    sorted.map(({ atMs, payment }) => ({ atMs, key: payment.counterparty.id })),
    spread,
  )) {
    const why = { is: 'many-counterparties', count: window.most, usual: window.usual } as const;
    markAll(sorted, window, why);
    windows.push({ mark: why, startMs: window.startMs, endMs: window.endMs });
  }
  for (const { record, afterMs } of passedOn(sorted)) mark(record, { is: 'passed-on', afterMs });
  const round = sorted.filter(({ payment }) => isRound(payment));
  for (const window of busyWindows(
    round.map(({ atMs, index }) => ({ atMs, key: index })),
    rounds,
  )) {
    markAll(round, window, { is: 'round', count: window.most });
  }
  return { of, windows: windows.sort((a, b) => a.startMs - b.startMs) };
}

/** A multiple of a hundred major units, and of ten thousand minor ones where the currency has few: $300, ¥20,000. */
export function isRound({ amount }: Payment): boolean {
  const minor = Math.abs(amount.amountMinor);
  return minor > 0 && minor % 10 ** Math.max(4, currencyDigits(amount.currency) + 2) === 0;
}

/** Money that goes out again within this time was passed on. */
const soonMs = HOUR;
/** So much of a payment out came in just before, and so much of that goes out with it. */
const covered = 0.8;
const passed = 0.5;
/** Payments looked at before one: a bound for an hour with tens of thousands. */
const mostSteps = 500;

const moves = ({ status }: Payment): boolean => status !== 'failed' && status !== 'reversed';

function* passedOn(
  sorted: readonly PaymentRecord[],
): Generator<Readonly<{ record: PaymentRecord; afterMs: number }>> {
  for (const [place, record] of sorted.entries()) {
    const { payment, atMs } = record;
    if (payment.direction !== 'out' || !moves(payment) || payment.amount.amountMinor <= 0) continue;
    const out = payment.amount.amountMinor;
    let cameIn = 0;
    for (let step = 1; step <= Math.min(place, mostSteps); step += 1) {
      const before = sorted[place - step];
      if (before === undefined || before.atMs < atMs - soonMs) break;
      if (before.payment.direction !== 'in' || !moves(before.payment)) continue;
      if (before.payment.amount.currency !== payment.amount.currency) continue;
      cameIn += before.payment.amount.amountMinor;
      if (cameIn < out * covered) continue;
      if (out >= cameIn * passed) yield { record, afterMs: atMs - before.atMs };
      break;
    }
  }
}

import type { Payments } from '../../../contract/evidence.ts';

export type Payment = Payments['payments'][number];

/** A payment with its place in the document, by which its fields are masked and revealed. */
export type PaymentRecord = Readonly<{ payment: Payment; index: number; atMs: number }>;

/** Sums of one currency; amounts of different currencies are never added. In minor units. */
export type CurrencySum = Readonly<{
  currency: string;
  inMinor: bigint;
  outMinor: bigint;
  payments: number;
}>;
export type CounterpartySum = CurrencySum & Readonly<{ id: string; label: string; index: number }>;

/** Money moved: what failed or was reversed did not stay moved, what is pending or held has not moved yet. */
export const hasMoved = ({ status }: Payment): boolean => status === 'settled';

type Sum = { currency: string; inMinor: bigint; outMinor: bigint; payments: number };

function add<S extends Sum>(sums: Map<string, S>, key: string, payment: Payment, begin: () => S): void {
  const sum = sums.get(key) ?? begin();
  sums.set(key, sum);
  const minor = BigInt(payment.amount.amountMinor);
  if (payment.direction === 'in') sum.inMinor += minor;
  else sum.outMinor += minor;
  sum.payments += 1;
}

const empty = (currency: string): Sum => ({ currency, inMinor: 0n, outMinor: 0n, payments: 0 });

/** Of settled payments, the currency with the most payments first. */
export function sumsByCurrency(records: readonly PaymentRecord[]): readonly CurrencySum[] {
  const sums = new Map<string, Sum>();
  for (const { payment } of records) {
    const { currency } = payment.amount;
    if (hasMoved(payment)) add(sums, currency, payment, () => empty(currency));
  }
  return [...sums.values()].sort((a, b) => b.payments - a.payments || (a.currency < b.currency ? -1 : 1));
}

/** Of settled payments with each counterparty, apart for each currency; the most payments first. */
export function sumsByCounterparty(records: readonly PaymentRecord[]): readonly CounterpartySum[] {
  const sums = new Map<string, Sum & { id: string; label: string; index: number }>();
  for (const { payment, index } of records) {
    if (!hasMoved(payment)) continue;
    const { currency } = payment.amount;
    const { id, label } = payment.counterparty;
    add(sums, `${currency} ${id}`, payment, () => ({ ...empty(currency), id, label, index }));
  }
  return [...sums.values()].sort((a, b) => b.payments - a.payments || a.index - b.index);
}

export type NotMoved = Readonly<{ status: Payment['status']; payments: number }>;

/** What the sums leave out, by status. */
export function notMoved(records: readonly PaymentRecord[]): readonly NotMoved[] {
  const counts = new Map<Payment['status'], number>();
  for (const { payment } of records) {
    if (!hasMoved(payment)) counts.set(payment.status, (counts.get(payment.status) ?? 0) + 1);
  }
  return [...counts].map(([status, payments]) => ({ status, payments }));
}

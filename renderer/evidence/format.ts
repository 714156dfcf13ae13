import type { Money } from '../../contract/primitives.ts';
import { currencyDigits, decimalOf } from './model/money.ts';

const moneyFormats = new Map<string, Intl.NumberFormat | null>();

function moneyFormat(locale: string, currency: string): Intl.NumberFormat | null {
  const key = `${locale} ${currency}`;
  const kept = moneyFormats.get(key);
  if (kept !== undefined) return kept;
  let made: Intl.NumberFormat | null = null;
  try {
    made = new Intl.NumberFormat(locale, { style: 'currency', currency });
  } catch {
    // A code of three letters that is no currency.
  }
  moneyFormats.set(key, made);
  return made;
}

/** An amount in words of the reader's locale; the currency says how many minor units make a major one. */
export function money(
  { amountMinor, currency }: Readonly<{ amountMinor: number | bigint; currency: Money['currency'] }>,
  locale: string,
): string {
  const digits = currencyDigits(currency);
  return (
    moneyFormat(locale, currency)?.format(decimalOf(BigInt(amountMinor), digits)) ??
    `${amountMinor} ${currency}`
  );
}

const units = ['B', 'kB', 'MB', 'GB'] as const;

export function byteSize(bytes: number, locale: string): string {
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const digits = power === 0 ? 0 : 1;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(
    bytes / 1000 ** power,
  );
  return `${number} ${units[power]}`;
}

export const score = (value: number): string => value.toFixed(2);

const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Kept: making one takes longer than using it a hundred times. Null for a zone that does not exist. */
function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat | null {
  const key = `${locale} ${JSON.stringify(options)}`;
  const kept = formats.get(key);
  if (kept !== undefined) return kept;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat(locale, options);
  } catch {
    // An unknown zone: the time of it cannot be said.
  }
  formats.set(key, made);
  return made;
}

const inZone = (timeZone: string | undefined) => (timeZone === undefined ? {} : { timeZone });

/** The reader's zone, by its IANA name. */
export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `08:12`, in the reader's zone unless another is named; null when that zone is unknown. */
export const clockTime = (instant: string, locale: string, timeZone?: string): string | null =>
  dateFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...inZone(timeZone) })?.format(
    new Date(instant),
  ) ?? null;

export const dayName = (instant: string, locale: string): string =>
  dateFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })?.format(
    new Date(instant),
  ) ?? instant;

/** `23 Nov`. */
export const dayAndMonth = (instant: string, locale: string): string =>
  dateFormat(locale, { day: 'numeric', month: 'short' })?.format(new Date(instant)) ?? instant;

/** `23 Nov, 08:15`; the year only when it is another one. */
export function dateAndTime(instant: string, locale: string, now: number = Date.now()): string {
  const date = new Date(instant);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  const format = dateFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return format?.format(date) ?? instant;
}

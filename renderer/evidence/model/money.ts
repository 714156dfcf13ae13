/** Minor units of a currency in one major unit, as a power of ten: 2 for USD, 0 for JPY, 3 for KWD. */
export function currencyDigits(currency: string): number {
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  const digits = askDigits(currency);
  digitsOf.set(currency, digits);
  return digits;
}

const digitsOf = new Map<string, number>();

function askDigits(currency: string): number {
  try {
    const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
    return options.maximumFractionDigits ?? 2;
  } catch {
    // A code of three letters that is no currency.
    return 0;
  }
}

/** Minor units as a decimal of major ones, exactly: a sum may be larger than a number can hold. */
export function decimalOf(minor: bigint, digits: number): `${number}` {
  const sign = minor < 0n ? '-' : '';
  const all = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = all.slice(0, all.length - digits);
  const fraction = digits === 0 ? '' : `.${all.slice(-digits)}`;
  return `${sign}${whole}${fraction}` as `${number}`;
}

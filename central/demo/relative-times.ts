/**
 * Stories say when things happened as seen from now: `@-35m`, `@+2h`, `@-3d`. Here they become instants, so that a
 * demo is as fresh at every start.
 */
const relative = /^@([+-])(\d{1,5})([mhd])$/;
const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export function withTimes(value: unknown, now: number): unknown {
  if (typeof value === 'string') {
    const match = relative.exec(value);
    if (!match) return value;
    const [, sign, amount, unit] = match;
    const away = Number(amount) * unitMs[unit as keyof typeof unitMs];
    return new Date(sign === '-' ? now - away : now + away).toISOString();
  }
  if (Array.isArray(value)) return value.map((part) => withTimes(part, now));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withTimes(part, now)]));
  }
  return value;
}

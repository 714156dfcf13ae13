/** `docket-signature: t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<body>`, in both directions. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** A signature older or newer than this is refused: what was recorded cannot be played back for long. */
const WINDOW_SECONDS = 300;

const macOf = (secret: string, seconds: string, body: string | Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();

/** Signed with every secret, so that one can be changed for the next without a pause. */
export function sign(secrets: readonly string[], atMs: number, body: string): string {
  const seconds = String(Math.floor(atMs / 1000));
  return [
    `t=${seconds}`,
    ...secrets.map((secret) => `v1=${macOf(secret, seconds, body).toString('hex')}`),
  ].join(',');
}

export function isSigned(
  secrets: readonly string[],
  header: unknown,
  body: Uint8Array,
  nowMs: number,
): boolean {
  if (typeof header !== 'string' || header.length > 1000) return false;
  const parts = header.split(',').map((part) => part.trim().split('='));
  const seconds = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(seconds)) return false;
  if (Math.abs(nowMs / 1000 - Number(seconds)) > WINDOW_SECONDS) return false;
  const given = parts.filter(([name]) => name === 'v1').map(([, mac]) => Buffer.from(mac ?? '', 'hex'));
  return secrets.some((secret) => {
    const expected = macOf(secret, seconds, body);
    return given.some((mac) => mac.length === expected.length && timingSafeEqual(mac, expected));
  });
}

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Refusal = Readonly<{ status: 401 | 403 | 421; why: string }>;

/**
 * Whether a request may be looked at at all. The Host check stops a name that was rebound to 127.0.0.1; the
 * Origin and Sec-Fetch-Site checks stop pages of other origins, other ports of this machine included. A program
 * that is no browser sends neither header: it is stopped by the token.
 */
export function checkRequest(request: IncomingMessage, port: number): Refusal | null {
  const { host, origin } = request.headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return { status: 421, why: 'host' };
  // `Host` twice, or a proxy's absolute form, would let what is checked differ from what is meant.
  if (!request.url?.startsWith('/') || countOf(request, 'host') !== 1) return { status: 421, why: 'target' };
  if (origin !== undefined && origin !== `http://${host}`) return { status: 403, why: 'origin' };
  const site = request.headers['sec-fetch-site'];
  // `none` is a person who opened the address themselves.
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  return isOwn || opensTheWindow(request) ? null : { status: 403, why: 'site' };
}

/**
 * A whole tab led here from elsewhere, as the start script's private page does. It shows the page without a token,
 * cut off from who led it here (COOP) and never inside another page (frame-ancestors).
 */
function opensTheWindow({ method, url, headers }: IncomingMessage): boolean {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
  return method === 'GET' && url === '/' && mode === 'navigate' && destination === 'document';
}

/** What only a page of this very origin may send, beyond `checkRequest`: never a navigation, and with the token. */
export function checkCall(request: IncomingMessage, token: string): Refusal | null {
  if (request.headers['sec-fetch-site'] === 'none') return { status: 403, why: 'site' };
  const mode = request.headers['sec-fetch-mode'];
  if (mode === 'navigate' || mode === 'no-cors') return { status: 403, why: 'mode' };
  const given = /^Bearer ([A-Za-z0-9_-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
  return given !== undefined && sameSecret(given, token) ? null : { status: 401, why: 'token' };
}

/** Takes the same time however much of the secret is right; digests make the lengths equal. */
export function sameSecret(given: string, secret: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

function countOf(request: IncomingMessage, name: string): number {
  let count = 0;
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]?.toLowerCase() === name) count += 1;
  }
  return count;
}

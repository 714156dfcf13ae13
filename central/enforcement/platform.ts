/** The platform's webhook: one request, and what its answer means. */
import { EnforcementAnswer, signatureHeader, type EnforcementRequest } from '../../contract/enforcement.ts';
import type { Clock } from '../ports.ts';
import { sign } from './signature.ts';

export interface PlatformPlace {
  readonly url: string;
  /** Signs with all of them; the newest first. */
  readonly secrets: readonly string[];
}

export type Delivery =
  | { readonly is: 'accepted' | 'confirmed' | 'failed'; readonly httpStatus: number; readonly detail: string }
  | {
      readonly is: 'again';
      /** Null where nothing answered. */
      readonly httpStatus: number | null;
      readonly detail: string;
      readonly retryAfterMs: number | null;
    };

export type Deliver = (request: EnforcementRequest) => Promise<Delivery>;

export const TIMEOUT_MS = 10_000;
const LONGEST_ANSWER = 64 * 1024;
const LONGEST_WAIT_MS = 5 * 60_000;
/** Refusals of the moment, though they look final. */
const worthRepeating = new Set([408, 409, 425, 429]);

/** Follows no redirect: what is signed for one address is given to no other. */
export function createPlatform(place: PlatformPlace, clock: Clock): Deliver {
  return async (request) => {
    const body = JSON.stringify(request);
    let response: Response;
    let text: string;
    try {
      response = await fetch(place.url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': request.id,
          [signatureHeader]: sign(place.secrets, clock.now(), body),
        },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      text = await readBounded(response);
    } catch (error) {
      return { is: 'again', httpStatus: null, detail: whyUnreachable(error), retryAfterMs: null };
    }
    return meaningOf(response, text, clock.now());
  };
}

export function meaningOf(response: Response, text: string, now: number): Delivery {
  const { status } = response;
  if (response.ok) {
    const answer = EnforcementAnswer.safeParse(parseJson(text));
    return answer.success
      ? { is: answer.data.status, httpStatus: status, detail: answer.data.detail }
      : {
          is: 'again',
          httpStatus: status,
          detail: 'its answer does not say whether it was done',
          retryAfterMs: null,
        };
  }
  const answer = EnforcementAnswer.safeParse(parseJson(text));
  const detail = answer.success && answer.data.detail !== '' ? answer.data.detail : `it answered ${status}`;
  if (status >= 400 && status < 500 && !worthRepeating.has(status)) {
    return { is: 'failed', httpStatus: status, detail };
  }
  return { is: 'again', httpStatus: status, detail, retryAfterMs: retryAfterOf(response, now) };
}

function retryAfterOf(response: Response, now: number): number | null {
  const header = response.headers.get('retry-after');
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_WAIT_MS) : null;
}

async function readBounded(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > LONGEST_ANSWER) throw new TypeError('its answer is too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function whyUnreachable(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'it did not answer in time';
  const { cause } = error as { cause?: { code?: string } };
  if (cause?.code !== undefined) return `it cannot be reached: ${cause.code}`;
  return error instanceof TypeError && error.message.startsWith('its answer')
    ? error.message
    : 'it cannot be reached';
}

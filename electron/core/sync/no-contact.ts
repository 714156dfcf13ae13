import type { AxiosResponse } from 'axios';
import type { Status } from '../../../contract/bridge.ts';
import type { Problem } from '../../../contract/problem.ts';

/** The request showed no central API that serves us. Nothing is parked, nobody signed out, no feed started anew (D7). */
export type NoContact = Readonly<{
  kind: 'no-contact';
  reason: Exclude<Status['reason'], 'none' | 'starting' | 'session-ended' | 'by-choice'>;
  detail: string;
  retryAfterMs: number | null;
}>;

const longestWaitMs = 15 * 60_000;

/** Refusals of the moment, stated in our words or not; null when the problem is a statement about the request. */
export function noContactOf(
  status: number,
  problem: Problem | null,
  retryAfterMs: number | null,
): NoContact | null {
  const because = (reason: NoContact['reason']): NoContact => ({
    kind: 'no-contact',
    reason,
    detail: problem === null ? `status ${status}` : problem.code,
    retryAfterMs,
  });
  switch (problem?.code) {
    case 'too-many-requests':
      return because('throttled');
    case 'not-serving':
      return because('not-serving');
    case 'internal':
      return because('server-error');
    case 'protocol-unsupported':
      return because('upgrade-needed');
    case undefined:
      if (status === 429) return because('throttled');
      return status >= 500 ? because('server-error') : because('not-central');
    default:
      return null;
  }
}

/** Milliseconds to wait, from the problem or from the header (seconds or a date); bounded. */
export function retryAfterOf(
  response: AxiosResponse<unknown>,
  problem: Problem | null,
  now: number,
): number | null {
  if (problem?.retryAfterMs !== undefined) return Math.min(problem.retryAfterMs, longestWaitMs);
  const header: unknown = response.headers['retry-after'];
  if (typeof header !== 'string') return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestWaitMs) : null;
}

/** Whether the central API can be reached: what the last request showed, not what the system says (L1). */
import type { ContactState, Status } from '../../../contract/bridge.ts';
import type { Clock, Random, TimerHandle, Timers } from '../ports.ts';
import type { NoContact } from './no-contact.ts';

export type ContactView = Readonly<{
  state: ContactState;
  /** Wall time, milliseconds. */
  since: number;
  reason: Status['reason'];
  lastContactAt: number | null;
  nextAttemptAt: number | null;
  /** Added to the device's clock gives the central API's. */
  clockOffsetMs: number;
}>;

export interface Contact {
  view(): ContactView;
  /** The central API's time when it last showed it in this process; null before. */
  shownTimeMs(): number | null;
  reached(clockOffsetMs: number | null): void;
  lost(why: NoContact): void;
  /** A whole round has gone well: only then does the wait start small again. */
  settled(): void;
  signedOut(): void;
  signedIn(): void;
  byChoice(offline: boolean): void;
  /** Milliseconds until the next attempt; 0 when it may be made now. */
  waitMs(): number;
  /** Forgets the wait, when a person asks. */
  tryNow(): void;
  close(): void;
}

export interface ContactDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly onChange: (view: ContactView) => void;
  readonly lastContactAt: number | null;
  readonly clockOffsetMs: number;
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
/** In the first minutes of an outage somebody is waiting for its end. */
const earlyLongestWaitMs = 8_000;
const earlyMs = 5 * 60_000;
const shortestWaitMs = 200;
/** One failed request may be chance; after this it is an outage whatever the second one shows. */
const doubtMs = 2_000;

export function createContact(deps: ContactDeps): Contact {
  const { clock, timers, random } = deps;
  let state: ContactState = 'retrying';
  let since = clock.now();
  let reason: Status['reason'] = 'starting';
  let lastContactAt = deps.lastContactAt;
  let clockOffsetMs = deps.clockOffsetMs;
  let shownTimeMs: number | null = null;
  let failures = 0;
  let lostSince: number | null = null;
  let nextAttempt: number | null = null;
  let doubt: TimerHandle | null = null;

  const view = (): ContactView => ({
    state,
    since,
    reason,
    lastContactAt,
    nextAttemptAt: nextAttempt === null ? null : clock.now() + Math.max(0, nextAttempt - clock.monotonic()),
    clockOffsetMs,
  });

  const become = (next: ContactState, why: Status['reason']): void => {
    const changed = next !== state || why !== reason;
    if (next !== state) since = clock.now();
    state = next;
    reason = why;
    if (changed) deps.onChange(view());
  };

  const endDoubt = (): void => {
    if (doubt !== null) timers.clear(doubt);
    doubt = null;
  };

  const startOver = (): void => {
    failures = 0;
    lostSince = null;
    nextAttempt = null;
    endDoubt();
  };

  return {
    view,
    shownTimeMs: () => shownTimeMs,
    reached(offset) {
      lastContactAt = clock.now();
      const moved = offset !== null && Math.abs(offset - clockOffsetMs) > 2_000;
      if (offset !== null) {
        clockOffsetMs = offset;
        shownTimeMs = lastContactAt + offset;
      }
      if (state === 'offline-by-choice' || state === 'signed-out') return;
      nextAttempt = null;
      endDoubt();
      if (state === 'online' && moved) deps.onChange(view());
      become('online', 'none');
    },
    lost(why) {
      if (state === 'offline-by-choice' || state === 'signed-out') return;
      failures += 1;
      lostSince ??= clock.monotonic();
      const early = clock.monotonic() - lostSince < earlyMs;
      const ceiling = Math.min(
        firstWaitMs * 2 ** Math.min(failures - 1, 16),
        early ? earlyLongestWaitMs : longestWaitMs,
      );
      const jittered = Math.max(shortestWaitMs, random() * ceiling);
      nextAttempt = clock.monotonic() + (why.retryAfterMs ?? 0) + jittered;
      if (failures === 1 && state === 'online') {
        endDoubt();
        doubt = timers.set(() => {
          doubt = null;
          if (state === 'retrying') become('offline', reason);
        }, doubtMs);
        become('retrying', why.reason);
        return;
      }
      endDoubt();
      become('offline', why.reason);
    },
    settled() {
      if (state === 'online') startOver();
    },
    signedOut() {
      startOver();
      become('signed-out', 'session-ended');
    },
    signedIn() {
      startOver();
      if (state === 'signed-out') become('retrying', 'starting');
    },
    byChoice(offline) {
      startOver();
      if (offline) become('offline-by-choice', 'by-choice');
      else if (state === 'offline-by-choice') become('retrying', 'starting');
    },
    waitMs: () => (nextAttempt === null ? 0 : Math.max(0, nextAttempt - clock.monotonic())),
    tryNow() {
      nextAttempt = null;
    },
    close: endDoubt,
  };
}

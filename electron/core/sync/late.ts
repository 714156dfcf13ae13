/**
 * Reads which late decisions are offered to the person, and what became of their own (D8). It goes its own way beside
 * push and pull: nothing waits for it, and a failure of it is asked for again.
 */
import type { Clock, Timers } from '../ports.ts';
import * as late from '../store/cache/late.ts';
import type { Profile } from '../store/profile.ts';
import type { CentralClient } from './central-client.ts';
import { createWaker } from './waker.ts';

export interface LatePull {
  /** There may be something new. */
  ask(): void;
  stop(): void;
}

export interface LatePullDeps {
  readonly profile: Profile;
  readonly client: CentralClient;
  readonly clock: Clock;
  readonly timers: Timers;
  /** How far back the own decisions are kept. */
  readonly resendDays: number;
  readonly clockOffsetMs: () => number;
  readonly allowed: () => boolean;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

const everyMs = 5 * 60_000;
const pageSize = 500;
const mostPages = 20;
/** A notice may become visible later than its time says: its transaction took that long. */
const overlapMs = 60_000;
const dayMs = 24 * 3_600_000;

export function createLatePull(deps: LatePullDeps): LatePull {
  const { profile, client, clock, timers } = deps;
  const { cache } = profile;
  let stopped = false;
  let dueAt = Number.NEGATIVE_INFINITY;

  const waker = createWaker({
    timers,
    work: read,
    nextInMs: () => (deps.allowed() ? Math.max(0, dueAt - clock.monotonic()) : null),
    onError(error) {
      dueAt = clock.monotonic() + everyMs;
      deps.onError(error);
    },
  });

  async function read(): Promise<void> {
    if (!deps.allowed()) return;
    dueAt = clock.monotonic() + everyMs;
    const offered = await readOffers();
    const told = await readNotices();
    if (offered || told) deps.onChange();
  }

  const ended = (): boolean => stopped || !cache.open;

  async function readOffers(): Promise<boolean> {
    const answer = await client.call('late.offers');
    if (ended() || answer.kind !== 'ok') return false;
    return cache.transact((tx) => late.replaceOffers(tx, answer.value.offers));
  }

  async function readNotices(): Promise<boolean> {
    let changed = false;
    const oldest = clock.now() + deps.clockOffsetMs() - deps.resendDays * dayMs;
    const newest = late.newestNotice(cache);
    let since = Math.max(oldest, newest === null ? 0 : Date.parse(newest) - overlapMs);
    for (let page = 0; page < mostPages; page += 1) {
      const query = { since: new Date(since).toISOString(), limit: pageSize };
      const answer = await client.call('decision.notices', { query });
      if (ended() || answer.kind !== 'ok') return changed;
      const { notices, more } = answer.value;
      cache.transact((tx) => {
        late.pruneNotices(tx, new Date(oldest).toISOString());
        for (const notice of notices) if (late.putNotice(tx, notice)) changed = true;
      });
      if (!more) break;
      // A page of one instant alone must not be asked for again and again.
      since = Math.max(since + 1, ...notices.map(({ at }) => Date.parse(at)));
    }
    return changed;
  }

  return {
    ask() {
      dueAt = Number.NEGATIVE_INFINITY;
      waker.wake();
    },
    stop() {
      stopped = true;
      waker.stop();
    },
  };
}

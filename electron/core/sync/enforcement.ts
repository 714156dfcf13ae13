/**
 * Reads what the platform answered for the person's own decisions (S4). It goes its own way beside push and pull:
 * nothing waits for it, and a failure of it is asked for again.
 */
import type { Clock, Timers } from '../ports.ts';
import { wait } from '../ports.ts';
import * as enforcement from '../store/cache/enforcement.ts';
import * as feed from '../store/cache/feed.ts';
import type { Profile } from '../store/profile.ts';
import type { CentralClient } from './central-client.ts';
import { createWaker } from './waker.ts';

export interface EnforcementPull {
  /** There may be something new. */
  ask(): void;
  stop(): void;
}

export interface EnforcementPullDeps {
  readonly profile: Profile;
  readonly client: CentralClient;
  readonly clock: Clock;
  readonly timers: Timers;
  /** How far back the own decisions are kept. */
  readonly resendDays: number;
  readonly clockOffsetMs: () => number;
  /** Whether a request makes sense now. */
  readonly allowed: () => boolean;
  readonly onChange: (caseIds: readonly string[]) => void;
  readonly onError: (error: unknown) => void;
}

const everyMs = 5 * 60_000;
const pageSize = 500;
/** What is left after so many pages comes with the next round. */
const mostPages = 40;
const nextRoundMs = 1_000;
/** A change may become visible later than its time says: its transaction took that long. */
const overlapMs = 60_000;
const dayMs = 24 * 3_600_000;

export function createEnforcementPull(deps: EnforcementPullDeps): EnforcementPull {
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
    // Before the first page of the feed nobody knows in which era the answers stand.
    const { era } = feed.read(cache);
    if (!deps.allowed() || era === 0) return;
    dueAt = clock.monotonic() + everyMs;
    if (enforcement.readMark(cache).era !== era) cache.transact((tx) => enforcement.startAnew(tx, era));

    const changed = new Set<string>();
    let since = beginning();
    for (let page = 1; page <= mostPages; page += 1) {
      const answer = await client.call('enforcement.mine', { query: { since, limit: pageSize } });
      if (stopped || !cache.open) return;
      if (answer.kind !== 'ok') break;
      const { enforcement: rows, more } = answer.value;
      const through = rows.reduce(
        (newest, { updatedAt }) => (updatedAt > newest ? updatedAt : newest),
        since,
      );
      cache.transact((tx) => {
        const before = enforcement.readMark(tx);
        for (const one of rows) if (enforcement.put(tx, one)) changed.add(one.caseId);
        enforcement.writeMark(tx, {
          era,
          through: rows.length === 0 || (before.through ?? '') > through ? before.through : through,
          readAt: more ? before.readAt : instantOf(clock.now()),
        });
      });
      if (!more) break;
      // A page of one instant alone must not be asked for again and again.
      since = through > since ? through : instantOf(Date.parse(since) + 1);
      if (page === mostPages) dueAt = clock.monotonic() + nextRoundMs;
      await wait(timers, 0);
      if (stopped || !cache.open) return;
    }
    if (changed.size > 0) deps.onChange([...changed]);
  }

  function beginning(): string {
    const { through } = enforcement.readMark(cache);
    if (through !== null) return instantOf(Date.parse(through) - overlapMs);
    return instantOf(clock.now() + deps.clockOffsetMs() - deps.resendDays * dayMs);
  }

  return {
    ask: () => waker.wake(),
    stop() {
      stopped = true;
      waker.stop();
    },
  };
}

const instantOf = (ms: number): string => new Date(ms).toISOString();

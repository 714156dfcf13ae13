/** Work for idle moments: the search index, rotating copies of `work`, and letting old answered work go. */
import { statSync } from 'node:fs';
import type { Clock, Log, TimerHandle, Timers } from '../ports.ts';
import * as enforcement from '../store/cache/enforcement.ts';
import * as evidence from '../store/cache/evidence.ts';
import * as search from '../store/cache/search.ts';
import { storeProblemOf } from '../store/problem.ts';
import type { Profile } from '../store/profile.ts';
import * as decisions from '../store/work/decisions.ts';
import * as failuresSeen from '../store/work/failures-seen.ts';
import * as outbox from '../store/work/outbox.ts';
import { removeAnswered } from './kept.ts';

export interface Upkeep {
  start(): void;
  /** There is something new to index. */
  kick(): void;
  stop(): void;
}

export interface UpkeepDeps {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly resendDays: number;
  readonly retentionHours: number;
  /** The time that the central API last showed, milliseconds; null without contact since the start. */
  readonly shownTimeMs: () => number | null;
  readonly onChange: (caseIds: readonly string[]) => void;
}

/** Long threads at first; short posts by the hundred once it is seen that they take no time. */
const indexAtFirst = 20;
const indexAtMost = 320;
/** A slice longer than this is felt by whoever types meanwhile; one far below pays a commit for little. */
const sliceMs = 12;
const firstCopyMs = 20_000;
const copyEveryMs = 5 * 60_000;
const hourMs = 3_600_000;

export function createUpkeep(deps: UpkeepDeps): Upkeep {
  const { profile, clock, timers, log } = deps;
  let indexing: TimerHandle | null = null;
  let copying: TimerHandle | null = null;
  let copiedAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let indexAtOnce = indexAtFirst;

  /** What is only done in passing must not end the process; it is tried again at its next occasion. */
  const attempt = (run: () => void): boolean => {
    try {
      run();
      return true;
    } catch (error) {
      log.warn('upkeep.failed', { code: storeProblemOf(error)?.code ?? 'bug', message: String(error) });
      return false;
    }
  };

  const index = (): void => {
    indexing = null;
    if (stopped || search.countUnindexed(profile.cache) === 0) return;
    const startedAt = clock.monotonic();
    if (attempt(() => profile.cache.transact((tx) => search.indexSome(tx, indexAtOnce)))) {
      const tookMs = clock.monotonic() - startedAt;
      if (tookMs > sliceMs) indexAtOnce = Math.max(1, Math.floor(indexAtOnce / 2));
      else if (tookMs < sliceMs / 2) indexAtOnce = Math.min(indexAtMost, indexAtOnce * 2);
      indexing = timers.set(index, 5);
    }
  };

  /** When `work` was last written, in milliseconds of wall time. */
  const changedAt = (): number => {
    try {
      return statSync(`${profile.work.path}-wal`).mtimeMs;
    } catch {
      return 0;
    }
  };

  const tend = (): void => {
    if (stopped) return;
    copying = timers.set(tend, copyEveryMs);
    attempt(() => {
      removeOld();
      const changed = changedAt();
      if (changed <= copiedAt) return;
      profile.copies.take(profile.work, clock.now());
      copiedAt = changed;
      profile.headroom.takeBack();
    });
  };

  const removeOld = (): void => {
    removeResendable();
    const keepSince = new Date(clock.now() - deps.retentionHours * hourMs).toISOString();
    const removed = removeAnswered(profile, keepSince);
    if (removed.length > 0) deps.onChange(removed);
  };

  /** By the central API's time alone: a clock that runs ahead must not end what may have to be sent again (L5). */
  const removeResendable = (): void => {
    const now = deps.shownTimeMs();
    if (now === null) return;
    const resendSince = new Date(now - deps.resendDays * 24 * hourMs).toISOString();
    const old = profile.work.value<number>(
      'select (select count(*) from outbox where made_at < ?) + (select count(*) from decision where decided_at < ?)',
      resendSince,
      resendSince,
    );
    if (old !== undefined && old > 0) {
      profile.commitWork((tx) => {
        outbox.prune(tx, resendSince);
        decisions.prune(tx, resendSince);
        failuresSeen.prune(tx, resendSince);
      });
      profile.cache.transact((tx) => enforcement.prune(tx, resendSince));
    }
  };

  return {
    start() {
      // E3: what a crash or a dropped case has left behind.
      profile.cache.transact((tx) => evidence.sweep(tx));
      copying = timers.set(tend, firstCopyMs);
      this.kick();
    },
    kick() {
      if (!stopped) indexing ??= timers.set(index, 5);
    },
    stop() {
      stopped = true;
      if (indexing !== null) timers.clear(indexing);
      if (copying !== null) timers.clear(copying);
    },
  };
}

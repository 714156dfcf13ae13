/**
 * Fetches evidence ahead of the reviewer: the next three cases first, then the queue in order, three at a time
 * (E2). Nothing is marked ready before its digest has been checked (E1).
 */
import type { Case } from '../../../contract/case.ts';
import type { Readiness } from '../../../contract/bridge.ts';
import type { EvidenceItem } from '../../../contract/evidence.ts';
import type { Clock, Log, Random, Timers } from '../ports.ts';
import * as cases from '../store/cache/cases.ts';
import * as evidence from '../store/cache/evidence.ts';
import type { StoredEvidence } from '../store/cache/evidence.ts';
import * as pins from '../store/cache/pins.ts';
import { storeProblemOf } from '../store/problem.ts';
import type { Profile } from '../store/profile.ts';
import type { CentralClient } from './central-client.ts';
import { createDownload } from './download.ts';
import type { DownloadResult } from './download.ts';
import type { NoContact } from './no-contact.ts';

export interface EvidenceFetcher {
  /** Looks for work, unless it is at work already. */
  kick(): void;
  /** These are looked at now or next. */
  prioritise(caseIds: readonly string[]): void;
  /** One item that a person waits for, also when prefetching is over its budget or the item was given up. */
  want(caseId: string, digest: string): void;
  /** The central API has said that it does not give this content. */
  isRefused(digest: string): boolean;
  /** Content that may not touch the disk (E4). */
  isInMemory(digest: string): boolean;
  /** What may be seen only once is let go with this. */
  takeFromMemory(digest: string): Uint8Array | null;
  /** Of a case that is not held: checked against its digest, and kept by nobody here. Null when it could not be had. */
  fetchOnce(item: EvidenceItem): Promise<Uint8Array | null>;
  readonly fetching: () => number;
  readiness(): Readiness;
  /** Everything of the queue, what was given up or refused included; or nothing but what is looked at. */
  makeReady(stop: boolean): void;
  stop(): void;
}

export interface EvidenceDeps {
  readonly profile: Profile;
  readonly client: CentralClient;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly budgetBytes: number;
  /** Whether requests make sense now. */
  readonly allowed: () => boolean;
  readonly onArrived: (caseIds: readonly string[]) => void;
  readonly onMismatch: (digest: string) => void;
  /** Some evidence could not be had: perhaps nothing can, perhaps only this (a filter between). */
  readonly onNoContact: (why: NoContact) => void;
}

const atOnce = 3;
const lookAhead = 60;
const mismatchLimit = 3;
const memoryBudgetBytes = 128 * 1024 * 1024;
/** What the central API would not give is asked for again after this. */
const refusedForMs = 5 * 60_000;
/** Between tries while evidence cannot be had, with full jitter as for all contact (D7). */
const shortestWaitMs = 200;
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
/** After a download that was cut short, and twice as long each time it gained nothing. */
const cutWaitMs = 2_000;

export function createEvidenceFetcher(deps: EvidenceDeps): EvidenceFetcher {
  const { profile, clock, timers, log } = deps;
  const { cache } = profile;
  const download = createDownload(deps);
  const active = new Set<string>();
  const urgent = new Set<string>();
  const memory = new Map<string, { bytes: Uint8Array; policy: Case['cachePolicy'] }>();
  const refusedUntil = new Map<string, number>();
  const refused = new Set<string>();
  const cuts = new Map<string, number>();
  let failures = 0;
  let notBefore = 0;
  let first: readonly string[] = [];
  let ahead: Readiness['fetching'] = 'by-itself';
  let stopped = false;

  const mayStart = (item: StoredEvidence): boolean =>
    !active.has(item.digest) && (refusedUntil.get(item.digest) ?? 0) <= clock.monotonic();

  function next(): StoredEvidence | null {
    for (const digest of urgent) {
      const item = evidence.find(cache, digest);
      if (item === undefined || item.state === 'ready' || item.state === 'mismatch') urgent.delete(digest);
      else if (mayStart(item)) return item;
    }
    const stored = evidence.storedBytes(cache);
    const fits = (item: StoredEvidence): boolean =>
      stored + item.bytes - item.fetchedBytes <= deps.budgetBytes && profile.headroom.roomToCache(item.bytes);
    for (const caseId of first) {
      const item = evidence.listMissing(cache, caseId).find((entry) => mayStart(entry) && fits(entry));
      if (item !== undefined) return item;
    }
    if (ahead === 'stopped') return null;
    const queued = evidence.listMissingInQueueOrder(cache, lookAhead);
    return queued.find((entry) => mayStart(entry) && fits(entry)) ?? null;
  }

  function kick(): void {
    if (stopped || clock.monotonic() < notBefore) return;
    while (active.size < atOnce && deps.allowed()) {
      const item = next();
      if (item === null) return;
      active.add(item.digest);
      void fetchOne(item);
    }
  }

  async function fetchOne(item: StoredEvidence): Promise<void> {
    try {
      const result = await download.toCache(item);
      if (!stopped && cache.open) finish(item, result);
    } catch (error) {
      if (storeProblemOf(error) === null) throw error;
      notStored(item);
    } finally {
      active.delete(item.digest);
    }
    if (!stopped && cache.open) kick();
  }

  /** A full disk: the partial item goes, and decisions keep their headroom (fault 4). */
  function notStored(item: StoredEvidence): void {
    log.warn('evidence.not-stored', { digest: item.digest });
    urgent.delete(item.digest);
    refusedUntil.set(item.digest, clock.monotonic() + refusedForMs);
    if (!cache.open) return;
    try {
      cache.transact((tx) => evidence.startAgain(tx, item.digest));
    } catch (error) {
      // Not even that could be written. Its chunks stay, and the download goes on from them.
      if (storeProblemOf(error) === null) throw error;
    }
  }

  /**
   * Contact is judged by a round, which this asks for, not by evidence: where a filter refuses evidence alone, each
   * round would go well, forget all waiting and ask for it again at once.
   */
  function noContact(why: NoContact): void {
    deps.onNoContact(why);
    // Several that were under way together are one failure.
    if (clock.monotonic() < notBefore) return;
    const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures, 16));
    const waitMs = Math.max(shortestWaitMs, deps.random() * ceiling);
    failures += 1;
    notBefore = clock.monotonic() + (why.retryAfterMs ?? 0) + waitMs;
    timers.set(kick, notBefore - clock.monotonic() + 1);
  }

  function cutShort(item: StoredEvidence): void {
    const gained = (evidence.find(cache, item.digest)?.fetchedBytes ?? 0) > item.fetchedBytes;
    const times = gained ? 0 : (cuts.get(item.digest) ?? 0);
    cuts.set(item.digest, times + 1);
    const waitMs = Math.min(longestWaitMs, cutWaitMs * 2 ** Math.min(times, 16));
    refusedUntil.set(item.digest, clock.monotonic() + waitMs);
    timers.set(kick, waitMs + 100);
  }

  function finish(item: StoredEvidence, result: DownloadResult): void {
    if (result.is !== 'no-contact') failures = 0;
    if (result.is !== 'again') cuts.delete(item.digest);
    switch (result.is) {
      case 'ready': {
        urgent.delete(item.digest);
        refused.delete(item.digest);
        const completed = cache.transact((tx) => evidence.markReady(tx, item.digest));
        deps.onArrived([...new Set([...completed, ...evidence.casesOf(cache, item.digest)])]);
        return;
      }
      case 'mismatch': {
        const attempts = cache.transact((tx) => evidence.markMismatch(tx, item.digest, mismatchLimit));
        log.warn('evidence.mismatch', { digest: item.digest, attempts });
        deps.onMismatch(item.digest);
        deps.onArrived(evidence.casesOf(cache, item.digest));
        return;
      }
      case 'refused':
        if (result.code !== 'dropped') refused.add(item.digest);
        deps.onArrived(evidence.casesOf(cache, item.digest));
        urgent.delete(item.digest);
        refusedUntil.set(item.digest, clock.monotonic() + refusedForMs);
        return;
      case 'again':
        // Not at once: what was cut short will most likely be cut short again.
        cutShort(item);
        return;
      case 'no-contact':
        noContact(result.why);
    }
  }

  async function fetchToMemory(value: Case, item: EvidenceItem): Promise<void> {
    active.add(item.digest);
    const bytes = await download.toMemory(item);
    active.delete(item.digest);
    if (stopped || bytes === null) return;
    memory.set(item.digest, { bytes, policy: value.cachePolicy });
    let total = 0;
    for (const entry of memory.values()) total += entry.bytes.length;
    for (const [digest, entry] of memory) {
      if (total <= memoryBudgetBytes) break;
      total -= entry.bytes.length;
      memory.delete(digest);
    }
    deps.onArrived([value.id]);
  }

  return {
    kick,
    prioritise(caseIds) {
      first = caseIds.slice(0, 3);
      kick();
    },
    want(caseId, digest) {
      const shown = pins.findBody(cache, caseId) ?? cases.find(cache, caseId);
      const item = shown?.evidence.find((entry) => entry.digest === digest);
      if (shown === undefined || item === undefined) return;
      if (shown.cachePolicy === 'offline') {
        refusedUntil.delete(digest);
        refused.delete(digest);
        notBefore = 0;
        if (evidence.find(cache, digest)?.state === 'mismatch') {
          cache.transact((tx) => evidence.forgive(tx, digest));
        }
        urgent.add(digest);
        kick();
      } else if (!memory.has(digest) && !active.has(digest) && deps.allowed()) {
        void fetchToMemory(shown, item);
      }
    },
    isRefused: (digest) => refused.has(digest),
    isInMemory: (digest) => memory.has(digest),
    takeFromMemory(digest) {
      const entry = memory.get(digest);
      if (entry === undefined) return null;
      if (entry.policy === 'never') memory.delete(digest);
      return entry.bytes;
    },
    fetchOnce: (item) => download.toMemory(item),
    fetching: () => active.size,
    readiness() {
      const { missing, missingBytes, mismatch } = evidence.countMissing(cache);
      const putOff = [...refusedUntil.values()].filter((until) => until > clock.monotonic()).length;
      if (ahead === 'asked' && missing === 0) ahead = 'by-itself';
      return {
        missing,
        missingBytes: Math.max(0, missingBytes),
        stuck: Math.min(missing, mismatch + putOff),
        memoryOnly: evidence.countMemoryOnly(cache),
        fetching: ahead,
      };
    },
    makeReady(stop) {
      ahead = stop ? 'stopped' : 'asked';
      if (stop) return;
      refusedUntil.clear();
      refused.clear();
      notBefore = 0;
      cache.transact((tx) => evidence.forgiveAll(tx));
      kick();
    },
    stop() {
      stopped = true;
      memory.clear();
    },
  };
}

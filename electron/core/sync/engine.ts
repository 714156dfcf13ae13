/**
 * Keeps one person's two files and the central API in step: probe, push, pull, evidence, in that order, whenever
 * there is a reason. It announces what has changed and is never waited for.
 */
import type { Readiness, Status, SyncError, SyncErrorKind } from '../../../contract/bridge.ts';
import { routes } from '../../../contract/api.ts';
import type { DeviceEnding, WipeOrder } from '../../../contract/devices.ts';
import type { EvidenceItem } from '../../../contract/evidence.ts';
import type { FeedCursor } from '../../../contract/feed.ts';
import type { Session as SessionGrant } from '../../../contract/session.ts';
import type { Account, Role } from '../../../contract/people.ts';
import type { Ports, TimerHandle } from '../ports.ts';
import * as feed from '../store/cache/feed.ts';
import { storeProblemOf } from '../store/problem.ts';
import type { StoreProblem } from '../store/problem.ts';
import type { Profile } from '../store/profile.ts';
import * as outbox from '../store/work/outbox.ts';
import * as sessions from '../store/work/session.ts';
import * as settings from '../store/work/settings.ts';
import { createCentralClient } from './central-client.ts';
import type { CentralClient, CentralClientDeps } from './central-client.ts';
import { createContact } from './contact.ts';
import { createContactAge } from './contact-age.ts';
import { createEmitter } from './emitter.ts';
import { createEnforcementPull } from './enforcement.ts';
import { createLatePull } from './late.ts';
import { createEvidenceFetcher } from './evidence.ts';
import { createHolds } from './holds.ts';
import { removeAnswered } from './kept.ts';
import { createPull } from './pull.ts';
import { createPush } from './push.ts';
import { reportUnreadable, retryUnreadable } from './report-unreadable.ts';
import { createSession } from './session.ts';
import type { Session } from './session.ts';
import { createFeedStream } from './stream.ts';
import { createUpkeep } from './upkeep.ts';
import { createWaker } from './waker.ts';

export type SyncEvent =
  /** Contact, or the measured offset. */
  | Readonly<{ event: 'contact' }>
  /** Rows may have changed; null means any. */
  | Readonly<{ event: 'cases'; caseIds: readonly string[] | null }>
  /** The outbox: states, attention, what lies over the feed. */
  | Readonly<{ event: 'work'; caseIds: readonly string[] }>
  | Readonly<{ event: 'evidence'; caseIds: readonly string[] }>
  /** The platform answered for actions of own decisions on these cases. */
  | Readonly<{ event: 'enforcement'; caseIds: readonly string[] }>
  /** What the rooms of supervisors show. */
  | Readonly<{ event: 'rooms' }>
  | Readonly<{ event: 'catalogue'; version: number }>
  | Readonly<{ event: 'session' }>
  /** What the central API says of this person: asked for when contact is back, and after what they said of themselves. */
  | Readonly<{ event: 'account'; account: Account }>
  /** What is here is to be removed (S3); for a retired device everything was sent. */
  | Readonly<{ event: 'wipe'; how: DeviceEnding; orders: readonly WipeOrder[] }>
  | Readonly<{ event: 'problem'; problem: StoreProblem }>;

export type ContactFacts = Pick<
  Status,
  'contact' | 'since' | 'reason' | 'lastContactAt' | 'nextAttemptAt' | 'clockOffsetMs' | 'fetching'
>;

export interface SyncEngine {
  readonly client: CentralClient;
  readonly session: Session;
  start(): void;
  /** Ends every timer and request; the files stay open. */
  stop(): void;
  subscribe(listener: (event: SyncEvent) => void): () => void;
  contact(): ContactFacts;
  /** Milliseconds since contact, which no turned clock makes less (F4). */
  contactAgeMs(): number;
  /** So that a clock that is turned back later finds what was seen now. */
  keepContactAge(): void;
  /** The central API has answered this person by another way: they have just signed in. */
  contactMade(): void;
  cursor(): FeedCursor | null;
  /** Something was put into the outbox, or may be sent now. A held decision's window begins here. */
  commandsMade(ids?: readonly string[]): void;
  /** Milliseconds until the hold ends; null without a countdown. */
  holdEndsInMs(commandId: string): number | null;
  /** These are looked at now or next: their evidence comes first (E2). */
  wantCases(caseIds: readonly string[]): void;
  wantEvidence(caseId: string, digest: string): void;
  isRefused(digest: string): boolean;
  isInMemory(digest: string): boolean;
  takeFromMemory(digest: string): Uint8Array | null;
  /** Of a case that is not held here; never kept. */
  fetchOnce(item: EvidenceItem): Promise<Uint8Array | null>;
  syncNow(): void;
  setOfflineByChoice(offline: boolean): void;
  /** The same person has signed in again. */
  signedIn(grant: SessionGrant): void;
  signOut(): Promise<void>;
  /** Newest first. */
  lastErrors(): readonly SyncError[];
  readiness(): Readiness;
  makeReady(stop: boolean): void;
  readonly evidenceBudgetBytes: number;
}

export interface SyncDeps extends Ports {
  readonly profile: Profile;
  readonly origin: string;
  readonly deviceId: string;
  readonly appVersion: string;
  readonly http?: CentralClientDeps['http'];
  readonly limits?: CentralClientDeps['limits'];
  readonly evidenceBudgetBytes?: number;
  readonly resendDays?: number;
  readonly retentionHours?: number;
}

const pollWithStreamMs = 60_000;
const pollAloneMs = 15_000;
const afterProblemMs = 30_000;
const longestStreamWaitMs = 30_000;
const keepAgeMs = 10 * 60_000;
const errorsKept = 20;
const offlineByChoice = 'offlineByChoice';

const feedRoles: readonly Role[] = routes['feed.page'].roles;
const pushRoles: readonly Role[] = routes['commands.push'].roles;
const enforcementRoles: readonly Role[] = routes['enforcement.mine'].roles;
const lateRoles: readonly Role[] = routes['late.offers'].roles;
const defaultResendDays = 30;

const toTime = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));

export function createSyncEngine(deps: SyncDeps): SyncEngine {
  const { profile, clock, timers, random, log, deviceId, appVersion } = deps;
  const { work, cache } = profile;
  const emitter = createEmitter<SyncEvent>();
  const evidenceBudgetBytes = deps.evidenceBudgetBytes ?? 2 * 1024 ** 3;
  const resendDays = deps.resendDays ?? defaultResendDays;
  const errors: SyncError[] = [];

  let stopped = true;
  let pullWanted = true;
  let pulledAt = Number.NEGATIVE_INFINITY;
  let pollJitter = 1;
  let pushNotBefore = 0;
  let streamNotBefore = 0;
  let streamFailures = 0;
  let knownEra = 0;
  let accountWanted = true;

  const note = (what: SyncErrorKind, detail: string): void => {
    errors.unshift({ at: new Date(clock.now()).toISOString(), what, detail: detail.slice(0, 500) });
    errors.length = Math.min(errors.length, errorsKept);
  };

  const stored = sessions.find(work);
  const contact = createContact({
    clock,
    timers,
    random,
    lastContactAt: toTime(stored?.lastContactAt ?? null),
    clockOffsetMs: stored?.clockOffsetMs ?? 0,
    onChange(view) {
      // Once for each change of contact, so that an idle poll writes nothing.
      if (
        work.open &&
        view.lastContactAt !== null &&
        (view.state === 'online' || view.state === 'retrying')
      ) {
        keepContact(view.lastContactAt, view.clockOffsetMs);
      }
      if (view.state !== 'online') stream.stop();
      emitter.emit({ event: 'contact' });
    },
  });

  const age = createContactAge(work, clock);
  let ageTimer: TimerHandle | null = null;

  /** Now and then also without a change of contact: a restart must not take an hour of contact for an hour without. */
  function keepAge(): void {
    ageTimer = timers.set(keepAge, keepAgeMs);
    const { lastContactAt, clockOffsetMs } = contact.view();
    if (lastContactAt !== null && work.open) keepContact(lastContactAt, clockOffsetMs);
  }

  function keepContact(lastContactAt: number, clockOffsetMs: number): void {
    try {
      profile.commitWork((tx) => {
        age.save(tx);
        sessions.noteContact(tx, new Date(lastContactAt).toISOString(), clockOffsetMs);
      });
    } catch (error) {
      // Called by timers too, where nothing would catch it: the next change of contact writes it again.
      const code = storeProblemOf(error)?.code ?? 'bug';
      log.warn('contact.not-kept', { code });
    }
  }

  const observer: CentralClientDeps['observer'] = {
    reached: (offset) => {
      if (stopped) return;
      age.contact();
      contact.reached(offset);
    },
    lost: (why) => {
      if (stopped) return;
      note(why.reason, why.detail);
      contact.lost(why);
      waker.arm();
    },
  };

  const clientDeps = {
    origin: deps.origin,
    deviceId,
    clock,
    timers,
    observer,
    instanceId: profile.identity.instanceId,
    ...(deps.http === undefined ? {} : { http: deps.http }),
    ...(deps.limits === undefined ? {} : { limits: deps.limits }),
  };
  const anonymous = createCentralClient({ ...clientDeps, tokens: null });
  const session = createSession({
    profile,
    deviceId,
    anonymous,
    onEnded() {
      contact.signedOut();
      emitter.emit({ event: 'session' });
    },
    onRevoked: (orders) => emitter.emit({ event: 'wipe', how: 'revoke', orders }),
  });
  const client = createCentralClient({ ...clientDeps, tokens: session });

  const allowed = (): boolean => {
    const { state } = contact.view();
    return (
      !stopped && state !== 'signed-out' && state !== 'offline-by-choice' && session.state() === 'signed-in'
    );
  };
  const has = (roles: readonly Role[]): boolean => {
    const role = session.account()?.role;
    return role !== undefined && roles.includes(role);
  };

  const onEra = (era: number): void => {
    if (era <= knownEra) return;
    knownEra = era;
    accountWanted = true;
    const resent = profile.commitWork((tx) => outbox.resendForEra(tx, era));
    if (resent === 0) return;
    log.info('push.resent-for-era', { era, resent });
    waker.wake();
  };

  const workChanged = (caseIds: readonly string[]): void => {
    const retention = deps.retentionHours ?? 14 * 24;
    const removed = removeAnswered(profile, new Date(clock.now() - retention * 3_600_000).toISOString());
    emitter.emit({ event: 'work', caseIds });
    if (removed.length > 0) emitter.emit({ event: 'cases', caseIds: removed });
  };

  const holds = createHolds({ profile, clock, timers, onDue: () => waker.wake() });
  const push = createPush({
    profile,
    client,
    clock,
    log,
    deviceId,
    clockOffsetMs: () => contact.view().clockOffsetMs,
    onChange: workChanged,
    onEra,
  });
  const pull = createPull({
    profile,
    client,
    clock,
    timers,
    log,
    appVersion,
    onEra,
    onNews({ caseIds, catalogueVersion }) {
      if (caseIds === null || caseIds.length > 0) emitter.emit({ event: 'cases', caseIds });
      if (catalogueVersion !== null) emitter.emit({ event: 'catalogue', version: catalogueVersion });
      evidence.kick();
      upkeep.kick();
    },
  });
  const evidence = createEvidenceFetcher({
    profile,
    client,
    clock,
    timers,
    random,
    log,
    budgetBytes: evidenceBudgetBytes,
    allowed: () => allowed() && contact.view().state === 'online',
    onArrived(caseIds) {
      upkeep.kick();
      emitter.emit({ event: 'evidence', caseIds });
    },
    onMismatch: (digest) => note('evidence-mismatch', digest.slice(0, 12)),
    onNoContact({ reason, detail }) {
      if (stopped) return;
      note(reason, detail);
      pullNow();
    },
  });
  const enforcement = createEnforcementPull({
    profile,
    client,
    clock,
    timers,
    resendDays,
    clockOffsetMs: () => contact.view().clockOffsetMs,
    allowed: () => allowed() && contact.view().state === 'online' && has(enforcementRoles),
    onChange: (caseIds) => emitter.emit({ event: 'enforcement', caseIds }),
    onError: noteProblem,
  });
  const late = createLatePull({
    profile,
    client,
    clock,
    timers,
    resendDays,
    clockOffsetMs: () => contact.view().clockOffsetMs,
    allowed: () => allowed() && contact.view().state === 'online' && has(lateRoles),
    onChange: () => emitter.emit({ event: 'enforcement', caseIds: [] }),
    onError: noteProblem,
  });
  const upkeep = createUpkeep({
    profile,
    clock,
    timers,
    log,
    resendDays,
    retentionHours: deps.retentionHours ?? 14 * 24,
    shownTimeMs: contact.shownTimeMs,
    onChange: (caseIds) => emitter.emit({ event: 'cases', caseIds }),
  });
  const pullNow = (): void => {
    pullWanted = true;
    waker.wake();
  };
  const stream = createFeedStream({
    client,
    timers,
    onEvent(event) {
      if (event.event === 'heartbeat') return;
      streamFailures = 0;
      if (event.event === 'rooms') {
        emitter.emit({ event: 'rooms' });
        return;
      }
      // An answer may have been announced while there was no stream.
      if (event.event === 'enforcement' || event.event === 'hello') enforcement.ask();
      // A case that was given may come with an offer; what was settled is announced like what was enforced.
      late.ask();
      if (event.event !== 'enforcement') pullNow();
    },
    onSilence: pullNow,
    onEnd(opened) {
      streamFailures = opened ? 0 : streamFailures + 1;
      const ceiling = Math.min(longestStreamWaitMs, 1_000 * 2 ** Math.min(streamFailures, 10));
      streamNotBefore = clock.monotonic() + random() * ceiling;
      // The quickest sign that the central API has gone is a stream that breaks: look at once.
      if (opened) pullNow();
      else waker.arm();
    },
  });

  const pollDueAt = (): number =>
    pulledAt + (stream.connected() ? pollWithStreamMs : pollAloneMs) * (0.75 + 0.25 * pollJitter);

  const waker = createWaker({
    timers,
    work: step,
    nextInMs() {
      if (!allowed()) return null;
      const backoff = contact.waitMs();
      if (contact.view().state !== 'online') return backoff;
      const now = clock.monotonic();
      const times = [has(feedRoles) ? pollDueAt() : now + pollWithStreamMs];
      if (!stream.connected() && streamNotBefore > now) times.push(streamNotBefore);
      if (pushNotBefore > now) times.push(pushNotBefore);
      return Math.max(backoff, Math.min(...times) - now, 0);
    },
    onError(error) {
      pushNotBefore = clock.monotonic() + afterProblemMs;
      pulledAt = clock.monotonic();
      noteProblem(error);
    },
  });

  function noteProblem(error: unknown): void {
    const problem = storeProblemOf(error);
    log.error('sync.failed', {
      code: problem?.code ?? 'bug',
      message: problem === null ? String(error) : null,
    });
    note(problem === null ? 'internal' : 'storage', problem?.code ?? '');
    if (problem !== null) emitter.emit({ event: 'problem', problem });
  }

  /** D4: what was on its way may not have arrived, and a hold does not outlive its process (D3). */
  function resume(): void {
    if (outbox.needsResuming(work)) profile.commitWork((tx) => outbox.resumeAfterRestart(tx));
    retryUnreadable({ profile, appVersion });
  }

  /** One round. Push comes before pull (D11); a probe comes before both, so that no command is spent on finding out. */
  async function step(): Promise<void> {
    if (!allowed() || contact.waitMs() > 0) return;
    const found = contact.view().state !== 'online';
    if (found) {
      const probe = await client.call('session.account');
      if (probe.kind !== 'ok' || !allowed()) return;
      pullWanted = true;
      accountWanted = true;
    }
    if (!stream.connected() && clock.monotonic() >= streamNotBefore) stream.start();
    if (has(pushRoles) && !(await pushRound())) return;
    if (retired()) return;
    if (has(feedRoles) && !(await pullRound())) return;
    contact.settled();
    evidence.kick();
    if (found) {
      enforcement.ask();
      late.ask();
    }
    if (accountWanted) await accountRound();
  }

  /** S3: a device that is to be retired has sent what it had, or waits for a person to say what becomes of it. */
  function retired(): boolean {
    const receipt = session.retireReceipt();
    if (receipt === null || outbox.countWaiting(work).waiting > 0) return false;
    const personId = profile.identity.personId as WipeOrder['personId'];
    emitter.emit({ event: 'wipe', how: 'retire', orders: [{ personId, receipt }] });
    return true;
  }

  async function pushRound(): Promise<boolean> {
    const released = holds.releaseDue();
    if (released > 0) emitter.emit({ event: 'work', caseIds: [] });
    if (clock.monotonic() < pushNotBefore) return true;
    if (outbox.hasPersonCommands(work)) accountWanted = true;
    const result = await push.run();
    if (stopped || !work.open) return false;
    if (result.is === 'later') pushNotBefore = clock.monotonic() + result.afterMs;
    if (result.is === 'problem') pushNotBefore = clock.monotonic() + afterProblemMs;
    return result.is !== 'no-contact';
  }

  async function pullRound(): Promise<boolean> {
    if (!pullWanted && clock.monotonic() < pollDueAt()) return true;
    pullWanted = false;
    const result = await pull.run();
    if (stopped || !work.open) return false;
    pulledAt = clock.monotonic();
    pollJitter = random();
    if (result === 'no-contact') {
      pullWanted = true;
      return false;
    }
    const offset = (): number => contact.view().clockOffsetMs;
    if (
      reportUnreadable({ profile, clock, ids: deps.ids, deviceId, appVersion, clockOffsetMs: offset }) > 0
    ) {
      waker.wake();
    }
    return true;
  }

  /** After what waited was sent, so that the answer knows of it. */
  async function accountRound(): Promise<void> {
    const answer = await client.call('session.account');
    if (stopped || !work.open || answer.kind === 'no-contact') return;
    if (answer.kind === 'ok') emitter.emit({ event: 'account', account: answer.value });
    accountWanted = false;
  }

  const isoOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

  return {
    client,
    session,
    evidenceBudgetBytes,
    start() {
      stopped = false;
      // A disk that fails here, when files were opened again after a failure, must not keep the engine from running:
      // holds end by themselves, and each round returns what it finds stranded.
      try {
        resume();
      } catch (error) {
        noteProblem(error);
      }
      knownEra = feed.read(cache).era;
      upkeep.start();
      ageTimer = timers.set(keepAge, keepAgeMs);
      if (session.state() !== 'signed-in') contact.signedOut();
      // Chosen before a restart, it holds until it is taken back.
      else if (settings.read(work)[offlineByChoice] === true) contact.byChoice(true);
      waker.wake();
    },
    stop() {
      if (stopped) return;
      const { lastContactAt, clockOffsetMs } = contact.view();
      stopped = true;
      if (ageTimer !== null) timers.clear(ageTimer);
      stream.stop();
      evidence.stop();
      enforcement.stop();
      late.stop();
      upkeep.stop();
      holds.close();
      contact.close();
      waker.stop();
      client.close();
      anonymous.close();
      if (lastContactAt !== null && work.open) keepContact(lastContactAt, clockOffsetMs);
    },
    subscribe: emitter.subscribe,
    contactAgeMs: age.ageMs,
    keepContactAge: () => profile.commitWork((tx) => age.save(tx)),
    contactMade() {
      age.contact();
      profile.commitWork((tx) => age.save(tx));
    },
    contact() {
      const view = contact.view();
      return {
        contact: view.state,
        since: new Date(view.since).toISOString(),
        reason: view.reason,
        lastContactAt: isoOrNull(view.lastContactAt),
        nextAttemptAt: isoOrNull(view.nextAttemptAt),
        clockOffsetMs: view.clockOffsetMs,
        fetching: evidence.fetching(),
      };
    },
    cursor: () => feed.cursor(cache),
    commandsMade() {
      holds.notice();
      waker.wake();
    },
    holdEndsInMs: (id) => (contact.view().state === 'online' ? holds.endsInMs(id) : null),
    wantCases: (caseIds) => evidence.prioritise(caseIds),
    wantEvidence: (caseId, digest) => evidence.want(caseId, digest),
    isRefused: (digest) => evidence.isRefused(digest),
    isInMemory: (digest) => evidence.isInMemory(digest),
    takeFromMemory: (digest) => evidence.takeFromMemory(digest),
    fetchOnce: (item) => evidence.fetchOnce(item),
    syncNow() {
      contact.tryNow();
      pushNotBefore = 0;
      streamNotBefore = 0;
      pullNow();
      enforcement.ask();
      late.ask();
    },
    setOfflineByChoice(offline) {
      profile.commitWork((tx) => settings.write(tx, { [offlineByChoice]: offline }));
      contact.byChoice(offline);
      if (!offline) pullNow();
    },
    signedIn(grant) {
      session.accept(grant);
      contact.signedIn();
      emitter.emit({ event: 'session' });
      pullNow();
    },
    async signOut() {
      const ending = session.signOut(client);
      contact.signedOut();
      emitter.emit({ event: 'session' });
      await ending;
    },
    lastErrors: () => errors,
    readiness: evidence.readiness,
    makeReady: evidence.makeReady,
  };
}

/**
 * The front door of the workstation: what a shell opens, asks, listens to and closes. Nothing here waits for the
 * network except signing in and what says that it needs contact.
 */
import { hostname } from 'node:os';
import type {
  Answer,
  AppState,
  BridgeEvent,
  BridgeMethod,
  BridgeParams,
  BridgeResult,
} from '../../contract/bridge.ts';
import type { SessionState, Status } from '../../contract/bridge.ts';
import { demoAccounts } from '../../contract/demo.ts';
import type { Session as SessionGrant } from '../../contract/session.ts';
import { followAccount } from './decisions/breaks.ts';
import { createBridge } from './bridge/dispatch.ts';
import { fail, succeed, type Outcome } from './outcome.ts';
import {
  createSystemTimers,
  type Clock,
  type Ids,
  type Log,
  type Ports,
  type Random,
  type TimerHandle,
  type Timers,
} from './ports.ts';
import type { CentralClientDeps } from './sync/central-client.ts';
import type { WipeOrder } from '../../contract/devices.ts';
import { createSignedOutStatus } from './workstation/signed-out-status.ts';
import { createAnnouncer } from './workstation/announcer.ts';
import { openDeviceFile } from './workstation/device-file.ts';
import { readContent, type EvidenceContent, type EvidenceRange } from './workstation/evidence-content.ts';
import { createProfiles, type KeyKeeper } from './workstation/profiles.ts';
import { recoveredSubmission } from './workstation/recovered-submission.ts';
import { createServices } from './workstation/services.ts';
import { askToSignIn } from './workstation/sign-in.ts';
import type { SignedIn } from './workstation/signed-in.ts';
import { createWipes, type Lost } from './workstation/wipes.ts';

export { createSystemClock, createSystemIds } from './ports.ts';
export type { Clock, Ids, Log } from './ports.ts';
export type { KeyKeeper } from './workstation/profiles.ts';
export type { EvidenceContent, EvidenceRange } from './workstation/evidence-content.ts';

export interface WorkstationDeps {
  readonly dataDir: string;
  readonly centralUrl: string;
  readonly shell: 'desktop' | 'loopback';
  readonly version: string;
  readonly demo: boolean;
  readonly keys: KeyKeeper;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Where the window finds content; never asked of the network. */
  evidenceUrl(digest: string): string;
  /** Without contact for longer, the cases on this computer are locked (F4). */
  readonly cacheHours?: number;
  readonly timers?: Timers;
  readonly random?: Random;
  readonly http?: CentralClientDeps['http'];
  readonly limits?: CentralClientDeps['limits'];
  /** Holds every answer against the bridge table: for tests. */
  readonly checkResults?: boolean;
}

export interface Workstation {
  /** Never rejects; expected failures and bugs alike come back as values. */
  invoke(method: string, params: unknown): Promise<Answer<BridgeMethod>>;
  /** Returns what ends the subscription. */
  subscribe(listener: (event: BridgeEvent) => void): () => void;
  evidence(digest: string, range?: EvidenceRange): Promise<EvidenceContent | null>;
  /** Writes what is left and closes the files. */
  close(): Promise<void>;
}

const defaultCacheHours = 72;
const lockLookMs = 60_000;
/** A sign-out is told to the central API, but not waited for longer than this. */
const SIGN_OUT_MS = 2_000;
/** A file that keeps failing is not opened again and again. */
const RECOVERY_PAUSE_MS = 30_000;

const wiped = { code: 'device-wiped', detail: '' } as const;
const locked = { code: 'cache-locked', detail: 'Too long without contact.' } as const;

export async function openWorkstation(deps: WorkstationDeps): Promise<Workstation> {
  const { clock, ids, log } = deps;
  const timers = deps.timers ?? createSystemTimers();
  const ports: Ports = { clock, timers, ids, random: deps.random ?? (() => Math.random()), log };
  const device = openDeviceFile(deps.dataDir, ids);
  const announcer = createAnnouncer(timers, log, () => status());
  const signedOutStatus = createSignedOutStatus(clock);
  let current: SignedIn | null = null;
  let problem: AppState['problem'] = null;
  let closed = false;
  let recoveredAt = Number.NEGATIVE_INFINITY;
  let lastStorageFailure = '';
  let lockTimer: TimerHandle | null = null;
  const cacheMs = (deps.cacheHours ?? defaultCacheHours) * 3_600_000;
  /** Profiles are opened and closed one after another, however many ask. */
  let turn: Promise<unknown> = Promise.resolve();

  const profiles = createProfiles({
    ...deps,
    ports,
    deviceId: device.deviceId,
    announce: (event) => announcer.announce(event),
    statusChanged: () => announcer.statusChanged(),
    onWipe: (_how, orders) => {
      const instanceId = current?.profile.identity.instanceId;
      if (instanceId !== undefined) void wipe(instanceId, orders);
    },
    onProblem: (code) => void recover(code),
  });
  const wipes = createWipes({ ...deps, ports, deviceId: device.deviceId });

  const status = (): Status => (current === null ? signedOutStatus() : current.status());
  const session = (): SessionState => current?.session() ?? { is: 'signed-out' };

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  function everythingChanged(): void {
    announcer.announce({ event: 'session', session: session() });
    announcer.announce({ event: 'queue', caseIds: null });
    announcer.announce({ event: 'decisions' });
    announcer.announce({ event: 'attention' });
  }

  async function openLast(): Promise<void> {
    const last = device.last();
    if (last === null) return;
    const opened = await profiles.open(last);
    if (!opened.ok) {
      problem = opened.problem;
      log.error('profile.not-opened', { code: opened.problem.code });
      return;
    }
    if (opened.signedIn.session().is === 'signed-out') {
      opened.signedIn.close();
      return;
    }
    if (opened.signedIn.engine.contactAgeMs() > cacheMs) {
      opened.signedIn.engine.keepContactAge();
      opened.signedIn.close();
      problem = locked;
      return;
    }
    current = opened.signedIn;
    current.engine.start();
  }

  /** F4: too long without contact. The outbox stays as it is, encrypted, until the same person signs in. */
  function lockWhenDue(): void {
    lockTimer = timers.set(lockWhenDue, lockLookMs);
    if (current === null || current.engine.contactAgeMs() <= cacheMs) return;
    void inTurn(async () => {
      if (current === null || current.engine.contactAgeMs() <= cacheMs) return;
      const leaving = current;
      current = null;
      problem = locked;
      leaving.engine.keepContactAge();
      leaving.close();
      everythingChanged();
    });
  }

  async function signIn(
    params: BridgeParams<'session.signIn'>,
  ): Promise<Outcome<BridgeResult<'session.signIn'>>> {
    const granted = await askToSignIn(
      { ...deps, timers, deviceId: device.deviceId, onRevoked: (id, orders) => void wipe(id, orders) },
      {
        ...params,
        device: {
          id: device.deviceId,
          name: hostname().slice(0, 80) || 'desktop',
          platform: process.platform,
        },
      },
    );
    if (!granted.ok) return granted;
    return inTurn(() => accept(granted.value));
  }

  /** W2: another person, or another central API, has other files and another key; nothing passes between them. */
  async function accept(grant: SessionGrant): Promise<Outcome<BridgeResult<'session.signIn'>>> {
    const identity = { instanceId: grant.instanceId, personId: grant.account.id };
    const open = current?.profile.identity;
    if (closed) return fail('internal', 'Docket is closing.');
    if (current !== null && open?.instanceId === identity.instanceId && open.personId === identity.personId) {
      current.engine.signedIn(grant);
    } else {
      current?.close();
      current = null;
      const opened = await profiles.open(identity);
      if (!opened.ok) {
        problem = opened.problem;
        everythingChanged();
        return fail(
          opened.problem.code === 'store-newer' ||
            opened.problem.code === 'cache-locked' ||
            opened.problem.code === 'device-wiped'
            ? 'store-damaged'
            : opened.problem.code,
          opened.problem.detail,
        );
      }
      current = opened.signedIn;
      current.engine.session.accept(grant);
      current.engine.contactMade();
      current.engine.start();
    }
    followAccount(current.desk, grant.account);
    problem = null;
    device.remember(identity);
    everythingChanged();
    return succeed({ session: session() });
  }

  /** Everything is kept for the same person; what waits is sent when they are back. */
  function signOut(): Promise<Outcome<BridgeResult<'session.signOut'>>> {
    return inTurn(async () => {
      const leaving = current;
      current = null;
      device.remember(null);
      if (leaving !== null) {
        const told = leaving.engine.signOut().catch(() => undefined);
        await Promise.race([told, new Promise<void>((resolve) => timers.set(resolve, SIGN_OUT_MS))]);
        leaving.close();
      }
      everythingChanged();
      return succeed({ session: session() });
    });
  }

  /** Their files are not to be made anew by opening them. */
  function forget(people: readonly { readonly personId: string }[]): void {
    if (people.some(({ personId }) => personId === device.last()?.personId)) device.remember(null);
    problem = wiped;
  }

  /** S3: a supervisor has ended this device. What is open is counted and closed; then keys and files go. */
  function wipe(instanceId: string, orders: readonly WipeOrder[]): Promise<void> {
    return inTurn(async () => {
      const open = current?.profile.identity;
      const named = orders.some(({ personId }) => personId === open?.personId);
      let lost: Lost | null = null;
      if (current !== null && named && open?.instanceId === instanceId) {
        const { waiting, drafts } = current.status();
        lost = { personId: open.personId, waiting, drafts };
        current.close();
        current = null;
      }
      await wipes.carryOut(instanceId, orders, lost);
      forget(orders);
      everythingChanged();
    });
  }

  /**
   * Faults 5 and 6: after an error of the disk nothing in memory is believed. The files are closed and opened again,
   * which checks `work` and restores it where it must; a cache that is damaged is set aside and pulled anew.
   */
  function recover(code: string): Promise<void> {
    return inTurn(async () => {
      const failed = current;
      if (failed === null || closed || !['store-damaged', 'outcome-unknown', 'key-wrong'].includes(code))
        return;
      if (clock.monotonic() - recoveredAt < RECOVERY_PAUSE_MS) return;
      recoveredAt = clock.monotonic();
      log.warn('profile.reopening', { code });
      current = null;
      failed.close();
      const opened = await profiles.reopen(failed.profile, code);
      if (opened.ok) {
        current = opened.signedIn;
        current.engine.start();
      } else problem = opened.problem;
      everythingChanged();
    });
  }

  const appState = (): AppState => ({
    shell: deps.shell,
    version: deps.version,
    central: deps.centralUrl,
    session: session(),
    status: status(),
    lastCaseId: current?.lastCaseId() ?? null,
    demoAccounts: deps.demo ? [...demoAccounts] : [],
    problem,
  });

  const bridge = createBridge(
    createServices({ current: () => current, appState, signIn, signOut, ids, clock }),
    {
      log,
      checkResults: deps.checkResults ?? false,
      storageFailed: (code) => (lastStorageFailure = code),
    },
  );

  await inTurn(async () => {
    const gone = await wipes.resume();
    if (gone.length > 0) forget(gone);
    await openLast();
  });
  lockTimer = timers.set(lockWhenDue, lockLookMs);

  return {
    async invoke(method, params) {
      if (closed) return fail('internal', 'Docket is closing.');
      const answer = await bridge.invoke(method, params);
      if (answer.ok || answer.code !== 'store-damaged' || current === null) return answer;
      // Only what is damaged is set aside: after an error of the disk the cache may be whole.
      await recover(lastStorageFailure.startsWith('SQLITE_CORRUPT') ? 'store-damaged' : 'outcome-unknown');
      return method === 'decision.submit' ? (recoveredSubmission(current, params) ?? answer) : answer;
    },
    subscribe: (listener) => announcer.subscribe(listener),
    async evidence(digest, range) {
      if (current === null || !/^[0-9a-f]{64}$/.test(digest)) return null;
      return readContent(current.desk, digest, range);
    },
    close() {
      closed = true;
      if (lockTimer !== null) timers.clear(lockTimer);
      return inTurn(async () => {
        announcer.close();
        wipes.close();
        current?.close();
        current = null;
      });
    },
  };
}

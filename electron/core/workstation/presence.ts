/**
 * Whose profile is open on this computer, if anybody's: opened at the start and at a sign-in, locked, removed, and opened
 * again when its files fail. One after another, however many ask.
 */
import { hostname } from 'node:os';
import type {
  AppState,
  BridgeEvent,
  BridgeParams,
  BridgeResult,
  SessionState,
} from '../../../contract/bridge.ts';
import type { WipeOrder } from '../../../contract/devices.ts';
import type { Session as SessionGrant } from '../../../contract/session.ts';
import { followAccount } from '../decisions/breaks.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import type { Ports, TimerHandle } from '../ports.ts';
import type { CentralClientDeps } from '../sync/central-client.ts';
import { openDeviceFile } from './device-file.ts';
import { createProfiles, type KeyKeeper } from './profiles.ts';
import { askToSignIn } from './sign-in.ts';
import type { SignedIn } from './signed-in.ts';
import { createWipes, type Lost } from './wipes.ts';

export interface PresenceDeps {
  readonly dataDir: string;
  readonly centralUrl: string;
  readonly version: string;
  readonly keys: KeyKeeper;
  readonly ports: Ports;
  readonly cacheHours?: number;
  readonly http?: CentralClientDeps['http'];
  readonly limits?: CentralClientDeps['limits'];
  evidenceUrl(digest: string): string;
  announce(event: BridgeEvent): void;
  statusChanged(): void;
}

export interface Presence {
  /** Null while nobody is signed in here. */
  current(): SignedIn | null;
  session(): SessionState;
  /** Why the files of who was here last are not open. */
  problem(): AppState['problem'];
  /** Goes on with what an earlier process left, and opens the profile that was open last. */
  begin(): Promise<void>;
  signIn(params: BridgeParams<'session.signIn'>): Promise<Outcome<BridgeResult<'session.signIn'>>>;
  signOut(): Promise<Outcome<BridgeResult<'session.signOut'>>>;
  /** The files have failed with this code. */
  recover(code: string): Promise<void>;
  /** From the call on nothing more is opened. */
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

export function createPresence(deps: PresenceDeps): Presence {
  const { ports } = deps;
  const { clock, ids, log, timers } = ports;
  const device = openDeviceFile(deps.dataDir, ids);
  const cacheMs = (deps.cacheHours ?? defaultCacheHours) * 3_600_000;
  let current: SignedIn | null = null;
  let problem: AppState['problem'] = null;
  let closed = false;
  let recoveredAt = Number.NEGATIVE_INFINITY;
  let lockTimer: TimerHandle | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const profiles = createProfiles({
    ...deps,
    deviceId: device.deviceId,
    onWipe: (_how, orders) => {
      const instanceId = current?.profile.identity.instanceId;
      if (instanceId !== undefined) void wipe(instanceId, orders);
    },
    onProblem: (code) => void recover(code),
  });
  const wipes = createWipes({ ...deps, deviceId: device.deviceId });

  const session = (): SessionState => current?.session() ?? { is: 'signed-out' };

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  function everythingChanged(): void {
    deps.announce({ event: 'session', session: session() });
    deps.announce({ event: 'queue', caseIds: null });
    deps.announce({ event: 'decisions' });
    deps.announce({ event: 'attention' });
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
      { ...deps, clock, timers, deviceId: device.deviceId, onRevoked: (id, orders) => void wipe(id, orders) },
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
      current.engine.setOfflineByChoice(false);
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
      const next = opened.signedIn;
      try {
        next.engine.session.accept(grant);
        next.engine.contactMade();
        // Who signs in asks for contact: a choice from before ends with it.
        next.engine.setOfflineByChoice(false);
      } catch (error) {
        // A disk that cannot keep it leaves nobody half signed in, with an engine that never starts (fault 5).
        next.close();
        throw error;
      }
      current = next;
      problem = null;
      current.engine.start();
    }
    try {
      device.remember(identity);
      followAccount(current.desk, grant.account);
    } finally {
      problem = null;
      everythingChanged();
    }
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

  return {
    current: () => current,
    session,
    problem: () => problem,
    async begin() {
      await inTurn(async () => {
        const gone = await wipes.resume();
        if (gone.length > 0) forget(gone);
        await openLast();
      });
      lockTimer = timers.set(lockWhenDue, lockLookMs);
    },
    signIn,
    signOut,
    recover,
    close() {
      closed = true;
      if (lockTimer !== null) timers.clear(lockTimer);
      return inTurn(async () => {
        wipes.close();
        current?.close();
        current = null;
      });
    },
  };
}

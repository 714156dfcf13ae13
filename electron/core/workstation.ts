/**
 * The front door of the workstation: what a shell opens, asks, listens to and closes. Nothing here waits for the
 * network except signing in and what says that it needs contact.
 */
import type { Answer, AppState, BridgeEvent, BridgeMethod } from '../../contract/bridge.ts';
import type { Status } from '../../contract/bridge.ts';
import { demoAccounts } from '../../contract/demo.ts';
import { createBridge } from './bridge/dispatch.ts';
import { fail } from './outcome.ts';
import {
  createSystemTimers,
  type Clock,
  type Ids,
  type Log,
  type Ports,
  type Random,
  type Timers,
} from './ports.ts';
import type { CentralClientDeps } from './sync/central-client.ts';
import { createSignedOutStatus } from './workstation/signed-out-status.ts';
import { createAnnouncer } from './workstation/announcer.ts';
import { readContent, type EvidenceContent, type EvidenceRange } from './workstation/evidence-content.ts';
import { createPresence } from './workstation/presence.ts';
import type { KeyKeeper } from './workstation/profiles.ts';
import { recoveredSubmission } from './workstation/recovered-submission.ts';
import { createServices } from './workstation/services.ts';

export { machineSettings, settled, type OperatorSettings } from './operator-settings.ts';
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
  /** Hands a web address to the system's browser, after its person has confirmed it. */
  readonly openAddress?: (address: string) => void;
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

export async function openWorkstation(deps: WorkstationDeps): Promise<Workstation> {
  const { clock, ids, log } = deps;
  const timers = deps.timers ?? createSystemTimers();
  const ports: Ports = { clock, timers, ids, random: deps.random ?? (() => Math.random()), log };
  const announcer = createAnnouncer(timers, log, () => status());
  const signedOutStatus = createSignedOutStatus(clock);
  let closed = false;
  let lastStorageFailure = '';

  const presence = createPresence({
    ...deps,
    ports,
    announce: (event) => announcer.announce(event),
    statusChanged: () => announcer.statusChanged(),
  });
  const status = (): Status => presence.current()?.status() ?? signedOutStatus();

  const appState = (): AppState => ({
    shell: deps.shell,
    version: deps.version,
    central: deps.centralUrl,
    session: presence.session(),
    status: status(),
    lastCaseId: presence.current()?.lastCaseId() ?? null,
    demoAccounts: deps.demo ? [...demoAccounts] : [],
    problem: presence.problem(),
  });

  const bridge = createBridge(
    createServices({ ...presence, appState, ids, clock, openAddress: deps.openAddress ?? (() => undefined) }),
    {
      log,
      checkResults: deps.checkResults ?? false,
      storageFailed: (code) => (lastStorageFailure = code),
    },
  );

  await presence.begin();

  return {
    async invoke(method, params) {
      if (closed) return fail('internal', 'Docket is closing.');
      const answer = await bridge.invoke(method, params);
      if (answer.ok || answer.code !== 'store-damaged' || presence.current() === null) return answer;
      // Only what is damaged is set aside: after an error of the disk the cache may be whole.
      await presence.recover(
        lastStorageFailure.startsWith('SQLITE_CORRUPT') ? 'store-damaged' : 'outcome-unknown',
      );
      return method === 'decision.submit'
        ? (recoveredSubmission(presence.current(), params) ?? answer)
        : answer;
    },
    subscribe: (listener) => announcer.subscribe(listener),
    async evidence(digest, range) {
      const current = presence.current();
      if (current === null || !/^[0-9a-f]{64}$/.test(digest)) return null;
      return readContent(current, digest, range);
    },
    async close() {
      closed = true;
      await presence.close();
      announcer.close();
    },
  };
}

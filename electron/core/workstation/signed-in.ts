import type { BridgeEvent, SessionState, Status, SyncReport } from '../../../contract/bridge.ts';
import { protocolVersion } from '../../../contract/api.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import type { DeviceEnding, WipeOrder } from '../../../contract/devices.ts';
import type { Account } from '../../../contract/people.ts';
import type { CaseId } from '../../../contract/primitives.ts';
import type { Desk } from '../cases/desk.ts';
import { beginningOf } from '../cases/draft-view.ts';
import { createDocuments } from '../cases/documents.ts';
import { createOpenCases, type OpenCases } from '../cases/open.ts';
import { createOverlay } from '../cases/overlay.ts';
import { createPins } from '../cases/pins.ts';
import { createQueue, type Queue } from '../cases/queue.ts';
import { createRevealed, type Revealed } from '../cases/revealed.ts';
import { followAccount } from '../decisions/breaks.ts';
import { countAttention } from '../decisions/attention.ts';
import type { Ports } from '../ports.ts';
import * as cases from '../store/cache/cases.ts';
import * as catalogues from '../store/cache/catalogue.ts';
import * as evidence from '../store/cache/evidence.ts';
import * as feed from '../store/cache/feed.ts';
import * as unreadable from '../store/cache/unreadable.ts';
import { findCase } from '../store/cache/opened-case.ts';
import { takenAtOf } from '../store/copies.ts';
import type { Profile, ProfileNotice } from '../store/profile.ts';
import * as drafts from '../store/work/drafts.ts';
import * as outbox from '../store/work/outbox.ts';
import { createLookedAt, type LookedAt } from '../supervision/looked-at.ts';
import type { SyncEngine, SyncEvent } from '../sync/engine.ts';
import { createAfterwards } from './afterwards.ts';

const SHOWN_KEPT = 32;
const MOST_REPORTED = 1000;

/** One person's profile, open: what they ask is answered from here, with or without contact. */
export interface SignedIn {
  readonly desk: Desk;
  readonly profile: Profile;
  readonly engine: SyncEngine;
  readonly queue: Queue;
  /** The window shows this case now. */
  noteOnScreen(caseId: CaseId): void;
  /** The case that was on screen last, while it is still to be decided. */
  lastCaseId(): CaseId | null;
  readonly openCases: OpenCases;
  readonly revealed: Revealed;
  /** What a supervisor looks at without holding it. */
  readonly lookedAt: LookedAt;
  catalogue(): Catalogue | null;
  /** The window shows it, so that it is told when it changes. */
  noteShown(caseId: string): void;
  session(): SessionState;
  status(): Status;
  report(): SyncReport;
  /** Does what is left, ends every timer and request, and closes both files. */
  close(): void;
}

export type SignedInDeps = Readonly<{
  profile: Profile;
  engine: SyncEngine;
  ports: Ports;
  deviceId: string;
  evidenceUrl(digest: string): string;
  announce(event: BridgeEvent): void;
  statusChanged(): void;
  /** A supervisor has ended this device (S3). */
  onWipe(how: DeviceEnding, orders: readonly WipeOrder[]): void;
  /** The files said that something is wrong with them. */
  onProblem(code: string): void;
}>;

export function createSignedIn(deps: SignedInDeps): SignedIn {
  const { profile, engine, ports, announce, statusChanged } = deps;
  const afterwards = createAfterwards(ports.timers, ports.log);
  const shown = new Set<string>();
  let closed = false;
  let onScreen: CaseId | null = null;
  let rules: { version: number; catalogue: Catalogue } | null = null;

  const account = (): Account => {
    const signedIn = engine.session.account();
    if (signedIn === null) throw new Error('a profile is open for nobody');
    return signedIn;
  };

  const desk: Desk = {
    work: profile.work,
    cache: profile.cache,
    commitWork: (write) => profile.commitWork(write),
    ports,
    deviceId: deps.deviceId,
    courier: engine,
    overlay: createOverlay(profile.work, () => engine.cursor()),
    pins: createPins(profile.cache),
    documents: createDocuments(),
    account,
    announce,
    evidenceUrl: deps.evidenceUrl,
    afterwards: (run) => afterwards.add(run),
  };
  const restored = restoredOf(profile.notices);
  const revealed = createRevealed();
  const lookedAt = createLookedAt();
  const queue = createQueue(desk, catalogue);
  const openCases = createOpenCases(desk, revealed);
  const stopListening = engine.subscribe(heard);

  /** The one in force; parsed once for each version. */
  function catalogue(): Catalogue | null {
    const version = feed.read(profile.cache).catalogueVersion ?? catalogues.newestVersion(profile.cache);
    if (version === null) return null;
    if (rules?.version === version) return rules.catalogue;
    const found = catalogues.find(profile.cache, version) ?? catalogues.newest(profile.cache);
    if (found === undefined) return null;
    rules = { version: found.version, catalogue: found };
    return found;
  }

  function heard(event: SyncEvent): void {
    if (closed) return;
    switch (event.event) {
      case 'contact':
        break;
      case 'cases':
        desk.overlay.refresh();
        rowsChanged(event.caseIds);
        announce({ event: 'attention' });
        break;
      case 'work':
        desk.overlay.refresh();
        rowsChanged(event.caseIds);
        announce({ event: 'decisions' });
        announce({ event: 'attention' });
        break;
      case 'evidence':
        rowsChanged(event.caseIds);
        break;
      case 'enforcement':
        announce({ event: 'decisions' });
        announce({ event: 'attention' });
        break;
      case 'rooms':
        announce({ event: 'rooms' });
        return;
      case 'catalogue':
        announce({ event: 'catalogue', version: event.version });
        break;
      case 'session':
        announce({ event: 'session', session: session() });
        break;
      case 'account':
        followAccount(desk, event.account);
        break;
      case 'wipe':
        deps.onWipe(event.how, event.orders);
        break;
      case 'problem':
        deps.onProblem(event.problem.code);
        break;
    }
    statusChanged();
  }

  /** Every row may be on screen, but only a few cases have been opened. */
  function rowsChanged(caseIds: readonly string[] | null): void {
    announce({ event: 'queue', caseIds: caseIds === null ? null : (caseIds as CaseId[]).slice(0, 201) });
    for (const caseId of caseIds ?? shown)
      if (shown.has(caseId)) announce({ event: 'case', caseId: caseId as CaseId });
  }

  function session(): SessionState {
    const { state } = engine.session;
    if (state() === 'signed-in') return { is: 'signed-in', account: account() };
    return state() === 'ended' ? { is: 'signed-in-again-needed', account: account() } : { is: 'signed-out' };
  }

  return {
    desk,
    profile,
    engine,
    queue,
    openCases,
    revealed,
    lookedAt,
    catalogue,
    session,
    noteOnScreen(caseId) {
      onScreen = caseId;
    },
    lastCaseId() {
      if (onScreen === null || findCase(profile.cache, onScreen)?.gone !== null) return null;
      const work = desk.overlay.workOf(onScreen, false);
      return work === 'open' || work === 'draft' ? onScreen : null;
    },
    noteShown(caseId) {
      shown.delete(caseId);
      shown.add(caseId);
      const [oldest] = shown;
      if (shown.size > SHOWN_KEPT && oldest !== undefined) shown.delete(oldest);
    },
    status() {
      const { waiting, waitingDecisions } = outbox.countWaiting(profile.work);
      return {
        ...engine.contact(),
        waiting,
        waitingDecisions,
        attention: countAttention(desk),
        ...queue.totals(),
        unreadable: unreadable.count(profile.cache),
        drafts: drafts.count(profile.work),
        retiring: engine.session.retireReceipt() !== null,
        restored,
        catalogueVersion: catalogue()?.version ?? null,
      };
    },
    report: () => ({
      outbox: outbox
        .listUnacknowledged(profile.work)
        .slice(0, MOST_REPORTED)
        .map((entry) => ({
          id: entry.id as SyncReport['outbox'][number]['id'],
          caseId: entry.caseId === outbox.NO_CASE ? null : (entry.caseId as CaseId),
          reference: entry.reference,
          title: entry.title,
          commandType: entry.type,
          state: entry.state,
          madeAt: entry.madeAt,
          attempts: entry.attempts,
          lastError: entry.lastError,
        })),
      drafts: drafts.list(profile.work).map((draft) => ({
        caseId: draft.caseId as CaseId,
        reference: draft.reference,
        title: draft.title,
        savedAt: draft.savedAt,
        outcome: draft.content.outcome,
        beginning: beginningOf(draft.content),
        gone: cases.findHead(profile.cache, draft.caseId)?.goneReason !== null,
      })),
      cases: cases.count(profile.cache),
      evidenceBytes: evidence.storedBytes(profile.cache),
      evidenceBudgetBytes: engine.evidenceBudgetBytes,
      lastPullAt: feed.read(profile.cache).lastPullAt,
      readiness: engine.readiness(),
      lastErrors: [...engine.lastErrors()],
      schemaVersion: profile.work.value<number>('select user_version from pragma_user_version') ?? 0,
      protocol: protocolVersion,
    }),
    close() {
      if (closed) return;
      closed = true;
      stopListening();
      afterwards.flush();
      engine.stop();
      profile.close();
    },
  };
}

function restoredOf(notices: readonly ProfileNotice[]): Status['restored'] {
  const notice = notices.find(({ what }) => what === 'work-restored');
  if (notice?.what !== 'work-restored') return null;
  const { commands, drafts: found, unreadable: lost, doubtful } = notice.salvaged;
  return { copiedAt: takenAtOf(notice.copy), found: commands + found, lost, doubtful };
}

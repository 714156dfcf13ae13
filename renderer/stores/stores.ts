import { createContext, use } from 'react';
import { useStore, type StoreApi } from 'zustand';
import { rooms } from '../../contract/access.ts';
import type { Bridge, BridgeEvent, SessionState, Status } from '../../contract/bridge.ts';
import { createAnswerStore } from './answers.ts';
import { createApprovalsStore } from './approvals.ts';
import { createAuditTrailStore } from './audit-trail.ts';
import { changedItems, createChangedEvidenceStore } from './changed-evidence.ts';
import { createCoverageStore } from './coverage.ts';
import { createDecidedStore } from './decided.ts';
import { createDecisionFormStore } from './decision-form.ts';
import { createDevicesStore } from './devices.ts';
import { createEnforcementLogStore } from './enforcement-log.ts';
import { createEventQueue } from './event-queue.ts';
import { createEvidenceViewStore } from './evidence-view.ts';
import { createOpenedCaseStore } from './opened-case.ts';
import { offerOn } from './late-offer.ts';
import { createLateRoomStore } from './late-room.ts';
import { createNearDuplicatesStore } from './near-duplicates.ts';
import { createQueueStore, everything } from './queue.ts';
import { createReassignmentStore } from './reassignment.ts';
import { createSessionStore } from './session.ts';
import { createSettingsStore } from './settings.ts';
import { createTimings } from './timings.ts';
import { createWindowStore } from './window.ts';

const RECENT = 20;

/** Every store of the window, each a projection of what the workstation says. */
export function createStores(bridge: Bridge, now: () => number = () => performance.now()) {
  const timings = createTimings(now);
  const stores = {
    bridge,
    timings,
    session: createSessionStore(bridge),
    settings: createSettingsStore(bridge),
    window: createWindowStore(),
    queue: createQueueStore(bridge),
    openedCase: createOpenedCaseStore(bridge),
    evidenceView: createEvidenceViewStore(bridge),
    decisionForm: createDecisionFormStore(bridge, timings),
    nearDuplicates: createNearDuplicatesStore(bridge),
    decisions: createAnswerStore(bridge, 'decision.recent'),
    attention: createAnswerStore(bridge, 'attention.list'),
    catalogue: createAnswerStore(bridge, 'catalogue.current'),
    today: createAnswerStore(bridge, 'today.get'),
    exposure: createAnswerStore(bridge, 'exposure.get'),
    shift: createAnswerStore(bridge, 'shift.left'),
    sync: createAnswerStore(bridge, 'sync.report'),
    people: createAnswerStore(bridge, 'people.list'),
    team: createAnswerStore(bridge, 'team.list'),
    figures: createAnswerStore(bridge, 'team.figures'),
    backlog: createAnswerStore(bridge, 'backlog.list'),
    reassignment: createReassignmentStore(bridge),
    coverage: createCoverageStore(bridge),
    late: createLateRoomStore(bridge),
    lateOffers: createAnswerStore(bridge, 'late.offers'),
    lateSeen: createAnswerStore(bridge, 'late.see'),
    changedEvidence: createChangedEvidenceStore(bridge),
    decided: createDecidedStore(bridge),
    enforcementLog: createEnforcementLogStore(bridge),
    auditTrail: createAuditTrailStore(bridge),
    devices: createDevicesStore(bridge),
    approvals: createApprovalsStore(bridge),
  } as const;
  stores.openedCase.subscribe(({ opened }) => stores.nearDuplicates.getState().follow(opened));
  // A draft follows its case on screen.
  stores.openedCase.subscribe(({ opened }, before) => {
    if (opened === null || opened === before.opened) return;
    stores.decisionForm.getState().load(opened);
    timings.start(opened.case.id);
  });
  stores.exposure.subscribe(({ value }) => {
    if ((value?.onBreakSince ?? null) === null) timings.resume();
    else timings.pause();
  });
  // A copy at hand of a case holds the draft as it was.
  stores.decisionForm.subscribe((form, before) => {
    if (form.caseId !== null && form.caseId === before.caseId && form.content !== before.content) {
      stores.openedCase.getState().forget(form.caseId);
    }
    // A view that was just written down, or thrown away, says whether a late decision can be seen (D8).
    if (form.revision !== before.revision && offerOn(stores.lateOffers.getState(), form.caseId) !== null)
      void stores.lateOffers.getState().load({});
  });
  return stores;
}

export type Stores = ReturnType<typeof createStores>;

/** Asks who is signed in, and for everything that the first screen shows. */
export async function loadStores(stores: Stores): Promise<void> {
  await stores.session.getState().load();
  await loadWork(stores);
}

async function loadWork(stores: Stores): Promise<void> {
  const { session } = stores.session.getState();
  if (session.is === 'signed-out') return;
  const { room } = stores.window.getState();
  const own = rooms[session.account.role];
  if (!own.includes(room)) stores.window.getState().go(own[0] ?? 'settings');
  await Promise.all([
    stores.settings.getState().load(),
    stores.catalogue.getState().load({}),
    stores.queue.getState().refresh(),
    stores.decisions.getState().load({ count: RECENT }),
    stores.attention.getState().load({}),
    stores.lateOffers.getState().load({}),
    stores.today.getState().load({}),
    stores.exposure.getState().load({}),
  ]);
}

const personOf = (session: SessionState): string | null =>
  session.is === 'signed-out' ? null : session.account.id;

/** Nothing of one person stays on screen for another. */
function clearWork(stores: Stores): void {
  stores.openedCase.getState().clear();
  stores.decisionForm.getState().clear();
  stores.queue.getState().clear();
  stores.timings.stop();
  for (const store of [
    stores.attention,
    stores.lateOffers,
    stores.lateSeen,
    stores.decisions,
    stores.today,
    stores.exposure,
    stores.shift,
    stores.sync,
    stores.people,
  ] as const) {
    store.getState().clear();
  }
  for (const store of [stores.team, stores.figures, stores.backlog, stores.late] as const)
    store.getState().clear();
  stores.nearDuplicates.getState().clear();
  stores.coverage.getState().clear();
  for (const store of [stores.decided, stores.enforcementLog, stores.changedEvidence] as const)
    store.getState().clear();
  for (const store of [stores.auditTrail, stores.devices, stores.approvals, stores.reassignment] as const)
    store.getState().clear();
}

/** Who looks at what changed after a decision sees a version that arrives meanwhile. */
async function reloadAttention({ attention, changedEvidence, window }: Stores): Promise<void> {
  await attention.getState().load({});
  const { id, load } = changedEvidence.getState();
  const waits = changedItems(attention.getState()).some((item) => item.id === id);
  if (waits && window.getState().dialog === 'changed-evidence') await load();
}

/** The queue's first cases arrive while the window is empty: no order is frozen yet. */
function fillEmptyQueue(stores: Stores, status: Status): void {
  const { total, filter, snapshotId, refresh } = stores.queue.getState();
  if (snapshotId !== null && total === 0 && filter === everything && status.queue > 0) void refresh();
}

/** Follows what the workstation announces. Returns what ends it. */
export function followBridge(stores: Stores): () => void {
  const endPerson = stores.session.subscribe(({ session }, before) => {
    if (personOf(session) === personOf(before.session)) return;
    clearWork(stores);
    void loadWork(stores);
  });
  const onEvent = (event: BridgeEvent): void => {
    switch (event.event) {
      case 'status':
        stores.session.getState().setStatus(event.status);
        fillEmptyQueue(stores, event.status);
        return;
      case 'session':
        stores.session.getState().setSession(event.session);
        // Why it ended, where a supervisor ended it, stands in the state of the whole (S3).
        if (event.session.is === 'signed-out') void stores.session.getState().load();
        return;
      case 'queue':
        void stores.queue.getState().invalidate(event.caseIds);
        void stores.nearDuplicates.getState().count();
        return;
      case 'case':
        stores.openedCase.getState().forget(event.caseId);
        if (stores.openedCase.getState().caseId === event.caseId) {
          void stores.openedCase.getState().reload();
        }
        return;
      case 'decisions':
        void stores.decisions.getState().load({ count: RECENT });
        void stores.today.getState().load({});
        // What was decided here ends an offer; what was taken back brings it back.
        void stores.lateOffers.getState().load({});
        if (stores.window.getState().room === 'sync') void stores.sync.getState().load({});
        if (stores.window.getState().dialog === 'decided') void stores.decided.getState().reload();
        return;
      case 'attention':
        void reloadAttention(stores);
        // Offers come with cases and with answers.
        void stores.lateOffers.getState().load({});
        return;
      case 'catalogue':
        void stores.catalogue.getState().load({});
        void stores.exposure.getState().load({});
        return;
      case 'settings':
        stores.settings.getState().set(event.settings);
        return;
      case 'rooms':
        // The room that is shown listens by itself (use-live.ts).
        break;
      case 'exposure':
        void stores.exposure.getState().load({});
        return;
      default:
        event satisfies never;
    }
  };
  const endEvents = stores.bridge.subscribe(createEventQueue(onEvent));
  return () => {
    endPerson();
    endEvents();
  };
}

export const StoresContext = createContext<Stores | null>(null);

export function useStores(): Stores {
  const stores = use(StoresContext);
  if (stores === null) throw new Error('This component is shown inside the app.');
  return stores;
}

type StoreName = Exclude<keyof Stores, 'bridge' | 'timings'>;
type StateOf<Name extends StoreName> = Stores[Name] extends StoreApi<infer State> ? State : never;

/** A part of one store's state: `useFrom('queue', (queue) => queue.total)`. It must not be made anew each time. */
export function useFrom<Name extends StoreName, Part>(
  name: Name,
  select: (state: StateOf<Name>) => Part,
): Part {
  const store = useStores()[name] as unknown as StoreApi<StateOf<Name>>;
  return useStore<StoreApi<StateOf<Name>>, Part>(store, select);
}

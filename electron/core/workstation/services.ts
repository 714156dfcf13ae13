import type { AppState, BridgeMethod, BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import type { BridgeServices } from '../bridge/dispatch.ts';
import { revealEvidence } from '../cases/reveal.ts';
import { takeOut } from '../cases/take-out.ts';
import { adoptLate, listLateOffers, seeLateOffer } from '../decisions/adopt.ts';
import { differenceOf } from '../decisions/changed-evidence.ts';
import { listAttention, resolveAttention } from '../decisions/attention.ts';
import { createBreaks } from '../decisions/breaks.ts';
import { createCaseCommands } from '../decisions/case-commands.ts';
import { discardDraft, saveDraft } from '../decisions/drafts.ts';
import { listDecided } from '../decisions/decided.ts';
import { listNearDuplicates } from '../decisions/near-duplicates.ts';
import { recentDecisions, today } from '../decisions/recent.ts';
import { endShift, readLeft } from '../decisions/shift.ts';
import { submitBatch, undoBatch } from '../decisions/batch.ts';
import { submitDecision } from '../decisions/submit.ts';
import { undoDecision } from '../decisions/undo.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import type { Clock, Ids } from '../ports.ts';
import { createAskCentral } from '../supervision/ask-central.ts';
import { createApprovals } from '../supervision/approvals.ts';
import { createLateRoom } from '../supervision/late-room.ts';
import type { Looking } from '../supervision/look-at-items.ts';
import { listAudit } from '../supervision/audit-trail.ts';
import { listColleagues } from '../supervision/colleagues.ts';
import { createEnforcementLog } from '../supervision/enforcement-log.ts';
import { createRooms } from '../supervision/rooms.ts';
import { defaultSettings, readSettings, writeSettings } from './settings.ts';
import type { SignedIn } from './signed-in.ts';

export type ServicesDeps = Readonly<{
  /** Null while nobody is signed in. */
  current(): SignedIn | null;
  appState(): AppState;
  signIn(params: BridgeParams<'session.signIn'>): Promise<Outcome<BridgeResult<'session.signIn'>>>;
  signOut(): Promise<Outcome<BridgeResult<'session.signOut'>>>;
  ids: Ids;
  clock: Clock;
  openAddress: (address: string) => void;
}>;

const breaksOf = (signedIn: SignedIn) => createBreaks(signedIn.desk, () => signedIn.catalogue());

const lookingOf = ({ lookedAt, desk, engine }: SignedIn): Looking => ({
  lookedAt,
  evidenceUrl: desk.evidenceUrl,
  fetchOnce: (item) => engine.fetchOnce(item),
});

type Answering<M extends BridgeMethod> = Outcome<BridgeResult<M>> | Promise<Outcome<BridgeResult<M>>>;

/** Which function answers which line of the bridge table; nothing else happens here. */
export function createServices({
  current,
  appState,
  signIn,
  signOut,
  ids,
  clock,
  openAddress,
}: ServicesDeps): BridgeServices {
  const ask = createAskCentral(() => current()?.engine.client ?? null);
  const rooms = createRooms(ask, ids);
  const enforcementLog = createEnforcementLog(ask, clock);
  const approvals = createApprovals({ ask, ids, clock });
  const lateRoom = createLateRoom({ ask, ids, clock });

  /** Answered from the profile that is open; refused while none is. */
  const own =
    <M extends BridgeMethod>(answer: (signedIn: SignedIn, params: BridgeParams<M>) => Answering<M>) =>
    (params: BridgeParams<M>): Answering<M> => {
      const signedIn = current();
      return signedIn === null ? fail('signed-out', 'Sign in first.') : answer(signedIn, params);
    };

  return {
    'app.state': () => succeed(appState()),
    'session.signIn': signIn,
    'session.signOut': signOut,
    'settings.get': () => {
      const signedIn = current();
      return succeed(signedIn === null ? defaultSettings() : readSettings(signedIn.desk.work));
    },
    'settings.set': own<'settings.set'>(({ desk }, change) =>
      succeed(
        writeSettings(
          desk,
          Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
        ),
      ),
    ),
    'catalogue.current': () => succeed({ catalogue: current()?.catalogue() ?? null }),

    'queue.open': own<'queue.open'>(({ queue }, params) => queue.open(params)),
    'queue.rows': own<'queue.rows'>(({ queue }, params) => queue.rows(params)),
    'queue.nextUndecided': own<'queue.nextUndecided'>(({ queue }, params) => queue.nextUndecided(params)),
    'queue.indexOf': own<'queue.indexOf'>(({ queue }, params) => queue.indexOf(params)),

    'case.open': own<'case.open'>((signedIn, { caseId, view }) => {
      signedIn.noteShown(caseId);
      if (view) signedIn.noteOnScreen(caseId);
      return signedIn.openCases.open(caseId, view);
    }),
    'case.takeNewer': own<'case.takeNewer'>(({ openCases }, { caseId }) => openCases.takeNewer(caseId)),
    'case.note': own<'case.note'>(({ desk }, params) => createCaseCommands(desk).note(params)),
    'case.snooze': own<'case.snooze'>(({ desk }, params) => createCaseCommands(desk).snooze(params)),
    'case.skip': own<'case.skip'>(({ desk }, params) => createCaseCommands(desk).skip(params)),
    'case.recuse': own<'case.recuse'>(({ desk }, params) => createCaseCommands(desk).recuse(params)),
    'case.release': own<'case.release'>(({ desk }, params) => createCaseCommands(desk).release(params)),
    'case.handOver': own<'case.handOver'>(({ desk }, params) => createCaseCommands(desk).handOver(params)),
    'case.escalate': own<'case.escalate'>(({ desk }, params) => createCaseCommands(desk).escalate(params)),
    'case.flagPattern': own<'case.flagPattern'>(({ desk }, params) =>
      createCaseCommands(desk).flagPattern(params),
    ),
    'evidence.reveal': own<'evidence.reveal'>((signedIn, params) =>
      revealEvidence(signedIn.desk, signedIn.revealed, signedIn.catalogue(), params),
    ),
    'evidence.takeOut': own<'evidence.takeOut'>(({ desk }, params) => takeOut(desk, openAddress, params)),
    'evidence.fetch': own<'evidence.fetch'>(({ openCases }, { caseId, evidenceId }) =>
      openCases.fetch(caseId, evidenceId),
    ),

    'draft.save': own<'draft.save'>(({ desk }, params) => saveDraft(desk, params)),
    'draft.discard': own<'draft.discard'>(({ desk }, { caseId }) => discardDraft(desk, caseId)),
    'decision.submit': own<'decision.submit'>((signedIn, params) =>
      submitDecision(signedIn.desk, signedIn.catalogue(), params),
    ),
    'decision.undo': own<'decision.undo'>(({ desk }, { decisionId }) => undoDecision(desk, decisionId)),
    'decision.nearDuplicates': own<'decision.nearDuplicates'>((signedIn, params) =>
      listNearDuplicates(signedIn.desk, signedIn.catalogue(), params),
    ),
    'decision.submitBatch': own<'decision.submitBatch'>((signedIn, params) =>
      submitBatch(signedIn.desk, signedIn.catalogue(), params),
    ),
    'decision.undoBatch': own<'decision.undoBatch'>(({ desk }, { batchId }) => undoBatch(desk, batchId)),
    'decision.recent': own<'decision.recent'>(({ desk }, { count }) => recentDecisions(desk, count)),
    'decision.list': own<'decision.list'>(({ desk }, params) => listDecided(desk, params)),
    'today.get': own<'today.get'>(({ desk }) => today(desk)),

    'exposure.get': own<'exposure.get'>((signedIn) => breaksOf(signedIn).read()),
    'break.take': own<'break.take'>((signedIn) => breaksOf(signedIn).take()),
    'break.end': own<'break.end'>((signedIn) => breaksOf(signedIn).end()),
    'exposure.optOut': own<'exposure.optOut'>((signedIn, { harmTypes }) =>
      breaksOf(signedIn).optOut(harmTypes),
    ),
    'exposure.release': own<'exposure.release'>((signedIn) => breaksOf(signedIn).release()),

    'shift.left': own<'shift.left'>(({ desk }) => readLeft(desk)),
    'shift.end': own<'shift.end'>(({ desk }, { reason }) => endShift(desk, reason)),

    'attention.list': own<'attention.list'>(({ desk }) => listAttention(desk)),
    'attention.difference': own<'attention.difference'>(({ desk }, params) => differenceOf(desk, params)),
    'attention.resolve': own<'attention.resolve'>(({ desk }, params) => resolveAttention(desk, params)),

    'sync.report': own<'sync.report'>((signedIn) => succeed(signedIn.report())),
    'sync.now': own<'sync.now'>(({ engine }) => {
      engine.syncNow();
      return succeed({});
    }),
    'sync.makeReady': own<'sync.makeReady'>(({ engine }, { stop }) => {
      engine.makeReady(stop);
      return succeed({});
    }),
    'sync.byChoice': own<'sync.byChoice'>(({ engine }, { offline }) => {
      engine.setOfflineByChoice(offline);
      return succeed({});
    }),

    'people.list': own<'people.list'>(({ desk }) => listColleagues(desk, rooms)),
    'team.list': own<'team.list'>(() => rooms.team()),
    'team.figures': own<'team.figures'>((_signedIn, params) => rooms.figures(params)),
    'backlog.list': own<'backlog.list'>((_signedIn, params) => rooms.backlog(params)),
    'reassignment.preview': own<'reassignment.preview'>((_signedIn, params) => rooms.preview(params)),
    'reassignment.create': own<'reassignment.create'>((_signedIn, params) => rooms.reassign(params)),
    'late.list': own<'late.list'>((_signedIn, params) => lateRoom.list(params)),
    'late.look': own<'late.look'>((signedIn, params) => lateRoom.look(lookingOf(signedIn), params)),
    'late.settle': own<'late.settle'>((_signedIn, params) => lateRoom.settle(params)),
    'late.offers': own<'late.offers'>(({ desk }) => listLateOffers(desk)),
    'late.see': own<'late.see'>(({ desk }, params) => seeLateOffer(desk, ask, params)),
    'late.adopt': own<'late.adopt'>((signedIn, params) =>
      adoptLate(signedIn.desk, ask, () => signedIn.catalogue(), params),
    ),
    'approvals.list': own<'approvals.list'>(() => approvals.list()),
    'approvals.see': own<'approvals.see'>((signedIn, params) => approvals.see(lookingOf(signedIn), params)),
    'approvals.settle': own<'approvals.settle'>((_signedIn, params) => approvals.settle(params)),
    'batch.reverse': own<'batch.reverse'>((_signedIn, params) => rooms.reverseBatch(params)),
    'enforcement.list': own<'enforcement.list'>((_signedIn, params) => enforcementLog.list(params)),
    'enforcement.retry': own<'enforcement.retry'>((_signedIn, params) => enforcementLog.retry(params)),
    'audit.list': own<'audit.list'>(({ desk }, params) => listAudit(desk, ask, params)),
    'devices.list': own<'devices.list'>(() => rooms.devices()),
    'people.away': own<'people.away'>((_signedIn, params) => rooms.markAway(params)),
    'devices.end': own<'devices.end'>((_signedIn, params) => rooms.endDevice(params)),
  };
}

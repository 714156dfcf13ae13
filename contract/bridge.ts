/**
 * The bridge: everything that the window may ask of the workstation, and everything that it is told.
 * One table types both shells. Expected failures are values; structured evidence crosses parsed and
 * masked, bytes only as addresses.
 */
import { z } from 'zod';
import { ApprovalSeen, ApprovalSettled, AwaitingApproval, SettleApproval } from './approval.ts';
import { MarkedAway } from './away.ts';
import { AuditFilter, AuditLine } from './audit.ts';
import { BatchResult, BatchSubmission, BatchUndo, NearDuplicate, mostInBatch } from './batch.ts';
import { Action } from './action.ts';
import { Catalogue, Outcome } from './catalogue.ts';
import { Case, CaseSource, PriorityBand } from './case.ts';
import { CommandType } from './command-type.ts';
import { Decision } from './command.ts';
import { DeviceLine, EndDevice } from './devices.ts';
import { Draft, DraftContent } from './draft.ts';
import { Enforcement, EnforcementId, EnforcementLine, EnforcementState } from './enforcement.ts';
import { EvidenceDocument, EvidenceItem, Span } from './evidence.ts';
import { EvidenceDifference } from './evidence-difference.ts';
import { DropReason, RivalDecision } from './feed.ts';
import { Account, Person, Role } from './people.ts';
import {
  BatchId,
  CaseId,
  CaseVersion,
  CommandId,
  DecisionId,
  DeviceId,
  EvidenceId,
  Instant,
  JsonPointer,
  PersonId,
  Score,
  Slug,
  count,
  requiredText,
  text,
} from './primitives.ts';
import { FieldError } from './problem.ts';
import { TeamFigures } from './figures.ts';
import { BatchReversed, LateOffer, SettledLate, SettleLate } from './settlement.ts';
import {
  BacklogCase,
  Holding,
  LateDecision,
  LateKind,
  PreviewTarget,
  Reassignment,
  ReassignmentPreview,
  ReassignmentResult,
  TeamMember,
} from './supervision.ts';

// ── failures ────────────────────────────────────────────────────────────────────────────────────────

export const FailureCode = z.enum([
  'invalid', // `errors` names the field
  'signed-out',
  'wrong-credentials',
  'device-revoked', // a supervisor ended the use of this device (S3)
  'no-contact', // this needs the central API
  'not-found',
  'not-assigned', // the case is no longer this person's
  'already-decided',
  'draft-conflict', // another window saved since
  'nothing-to-undo',
  'incomplete', // `errors` names what is missing of a decision
  'disk-full', // nothing was decided; what was typed is kept
  'store-damaged',
  'store-readonly',
  'forbidden',
  'conflict', // it has changed since it was looked at; `detail` says how
  'withheld', // catalogue: forbidden without contact (D9)
  'internal',
]);
export type FailureCode = z.infer<typeof FailureCode>;

export const Failure = z.object({
  ok: z.literal(false),
  code: FailureCode,
  /** A key of the message catalogue's arguments: plain values for the sentence. */
  detail: text(2000).default(''),
  errors: z.array(FieldError).max(100).default([]),
});
export type Failure = Readonly<z.infer<typeof Failure>>;

// ── what the window is shown ────────────────────────────────────────────────────────────────────────

export const ContactState = z.enum(['online', 'retrying', 'offline', 'signed-out', 'offline-by-choice']);
export type ContactState = z.infer<typeof ContactState>;

export const Status = z.object({
  contact: ContactState,
  /** Since when it is so; the device's clock. */
  since: Instant,
  /** Why, in a code that the message catalogue turns into a sentence. */
  reason: z.enum([
    'none',
    'starting',
    'unreachable',
    'timeout',
    'not-central', // a captive portal or a proxy answered
    'server-error',
    'throttled',
    'upgrade-needed',
    'not-serving',
    'session-ended',
    'by-choice',
  ]),
  lastContactAt: Instant.nullable(),
  nextAttemptAt: Instant.nullable(),
  /** Commands that the central API has not acknowledged: all, and decisions among them. */
  waiting: count,
  waitingDecisions: count,
  attention: count,
  queue: count,
  /** Cases whose evidence is wholly here. */
  ready: count,
  /** Changes that wait behind "3 new". */
  arrivals: count,
  unreadable: count,
  drafts: count,
  /** Evidence being fetched. */
  fetching: count,
  /** A supervisor retires this device: what waits is sent, then everything is removed (S3). */
  retiring: z.boolean(),
  /** Work was found damaged and restored from a copy; what it lacks is said plainly (fault 6). */
  restored: z
    .object({
      copiedAt: Instant,
      /** Commands and drafts that the damaged file still gave. */
      found: count,
      lost: count,
      /** Unsent decisions that may have been taken back since the copy: they wait to be confirmed. */
      doubtful: count,
    })
    .nullable(),
  catalogueVersion: z.int().nullable(),
  /** Added to the device's clock gives the central API's, in milliseconds. */
  clockOffsetMs: z.int(),
});
export type Status = Readonly<z.infer<typeof Status>>;

export const SessionState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('signed-in'), account: Account }),
  /** Signed out by refusal: everything is kept for the same person, and deciding goes on (L3, fault 23). */
  z.object({ is: z.literal('signed-in-again-needed'), account: Account }),
  z.object({ is: z.literal('signed-out') }),
]);
export type SessionState = Readonly<z.infer<typeof SessionState>>;

export const AppState = z.object({
  shell: z.enum(['desktop', 'loopback']),
  version: text(40),
  central: text(500),
  session: SessionState,
  status: Status,
  /** What was on screen last and is still to be decided: a window that comes back opens it (fault 34). */
  lastCaseId: CaseId.nullable(),
  /** Offered on the sign-in page in demo mode only. */
  demoAccounts: z.array(
    z.object({ username: text(80), password: text(80), displayName: text(80), role: Role }),
  ),
  problem: z
    .object({
      code: z.enum([
        'store-damaged',
        'store-newer',
        'store-readonly',
        'disk-full',
        'cache-locked', // too long without contact: signing in opens it (F4)
        'device-wiped', // a supervisor retired or revoked this device (S3)
      ]),
      detail: text(2000),
    })
    .nullable(),
});
export type AppState = Readonly<z.infer<typeof AppState>>;

/** What has been done here with a case, as the queue's badges say it. */
export const WorkState = z.enum([
  'open',
  'draft',
  'snoozed', // until a time, or until something comes: in its place of the order, and not offered
  'held',
  'waiting',
  'decided',
  'attention',
  'gone',
]);
export type WorkState = z.infer<typeof WorkState>;

export const QueueRow = z.object({
  caseId: CaseId,
  reference: text(20),
  title: text(300),
  summary: text(500),
  source: CaseSource,
  queue: Slug,
  band: PriorityBand,
  /** The detector's score; null where it is hidden. The order comes from the priority, which is not this. */
  score: Score.nullable(),
  dueAt: Instant.nullable(),
  subjectType: z.string().max(40),
  reports: count,
  work: WorkState,
  /** Evidence wholly here. */
  ready: z.boolean(),
  nearDuplicates: count,
});
export type QueueRow = Readonly<z.infer<typeof QueueRow>>;

export const QueueFilter = z.object({
  queue: Slug.nullable().default(null),
  source: CaseSource.nullable().default(null),
  dueWithinMinutes: z.int().min(1).max(100_000).nullable().default(null),
  drafts: z.boolean().default(false),
  /** Full-text, over everything cached; empty means no search. */
  search: text(200).default(''),
});
export type QueueFilter = Readonly<z.infer<typeof QueueFilter>>;
export const QueueOrder = z.enum(['priority', 'due', 'newest']);
export type QueueOrder = z.infer<typeof QueueOrder>;

/** A frozen order of the queue; rows are fetched by index. It holds until the next `queue.open`. */
export const QueueSnapshot = z.object({
  snapshotId: z.int().min(1),
  total: count,
  rows: z.array(QueueRow),
  counts: z.object({
    all: count,
    detection: count,
    report: count,
    dueInHour: count,
    drafts: count,
    queues: z.array(z.object({ queue: Slug, name: text(80), count })),
  }),
});
export type QueueSnapshot = Readonly<z.infer<typeof QueueSnapshot>>;

export const MaskedField = z.object({ field: JsonPointer, revealed: z.boolean() });

export const EvidenceView = z.object({
  item: EvidenceItem,
  status: z.enum([
    'ready',
    'memory-only',
    'fetching',
    'missing', // not here, and nobody fetches it now
    'mismatch', // what came is not what its digest says (E1)
    'expired', // the central API does not give it any more
    'unreadable', // here and whole, and no document that this version can read
  ]),
  /** Parsed, with sensitive fields masked; null for bytes, and while it is not here. */
  document: EvidenceDocument.nullable(),
  /** Where bytes can be had from; null for documents, and while it is not here. */
  url: text(2000).nullable(),
  masked: z.array(MaskedField),
  fetchedBytes: count,
});
export type EvidenceView = Readonly<z.infer<typeof EvidenceView>>;

/** What a decision was made on, where that is not what the case holds now. */
export const MadeOnView = z.object({
  caseVersion: CaseVersion,
  /** Nothing material has changed since. */
  sameAsNow: z.boolean(),
  /** `as-now`: item for item what the case holds. `unknown`: it is no longer known which items there were. */
  is: z.enum(['as-now', 'as-then', 'unknown']),
  /** With `as-then` alone. */
  evidence: z.array(EvidenceView),
});
export type MadeOnView = Readonly<z.infer<typeof MadeOnView>>;

/** A decision made here and not yet acknowledged, or acknowledged while the feed still catches up. */
export const OwnDecision = z.object({
  decisionId: DecisionId,
  caseId: CaseId,
  title: text(300),
  reference: text(20),
  outcome: text(40),
  state: z.enum([
    'held',
    'pending',
    'sending',
    'acknowledged',
    'late',
    'rejected',
    'withdrawn',
    'needs-confirmation',
  ]),
  decidedAt: Instant,
  /** Milliseconds until the hold ends; null while there is no contact (then there is no countdown). */
  holdEndsInMs: z.int().min(0).nullable(),
  /** What `z` would do now: withdraw it unsent, or send a recall. */
  undo: z.enum(['withdraw', 'recall', 'none']),
  /** Of near-duplicates that were decided together (D13). */
  batchId: BatchId.nullable(),
});
export type OwnDecision = Readonly<z.infer<typeof OwnDecision>>;

/** A decision made here, with what became of its actions. */
export const DecidedDecision = z.object({
  ...OwnDecision.shape,
  /** Null when it was not recalled. `refused`: it stands, whatever was asked. */
  recall: z.enum(['on-its-way', 'done', 'refused']).nullable(),
  actions: z.array(
    z.object({
      action: Action,
      state: z.enum([
        'not-yet-asked', // the decision has not arrived at the central API
        'never-asked', // it was late, refused or withdrawn
        'awaiting', // a second person must approve it first
        'asked',
        'done',
        'failed',
        'taking-back',
        'taken-back',
        'not-taken-back', // the platform would not undo it: it is still in force
      ]),
      /** The platform's words. */
      detail: text(500),
      at: Instant.nullable(),
    }),
  ),
});
export type DecidedDecision = Readonly<z.infer<typeof DecidedDecision>>;

export const OpenedCase = z.object({
  /** Pinned at the version on screen until it is decided or taken anew (R5). */
  case: Case,
  evidence: z.array(EvidenceView),
  draft: Draft,
  work: WorkState,
  own: OwnDecision.nullable(),
  /** A newer version waits behind the banner. */
  newer: z
    .object({
      version: z.int(),
      materialChange: z.boolean(),
      changed: z.array(z.object({ what: text(200), before: text(2000), after: text(2000) })).max(100),
    })
    .nullable(),
  /** Set when the case has been handed to somebody else while a draft stands on it (R6). */
  gone: DropReason.nullable(),
  /** Other cases of the same subject that are held here and not decided, the gravest first. */
  others: z
    .array(z.object({ caseId: CaseId, reference: text(20), title: text(300), queue: Slug, work: WorkState }))
    .max(20),
});
export type OpenedCase = Readonly<z.infer<typeof OpenedCase>>;

export const AttentionItem = z.object({
  id: CommandId,
  caseId: CaseId,
  reference: text(20),
  title: text(300),
  commandType: CommandType,
  why: z.enum([
    'late',
    'rejected',
    'changed',
    'confirm-offline',
    'handed-over',
    'unreadable',
    'deleted',
    'enforcement-failed', // the platform refused an action for good; `code` is its kind
    'reversal-failed', // it would not take one back
    'settled-stands', // a supervisor let it stand; `detail` is the reason
    'settled-superseded', // a supervisor let another stand
    'not-approved', // a second person refused it; `detail` is the reason
    'adopted', // the new owner made it theirs
    'batch-reversed', // a supervisor took its batch back
    'appeal-upheld', // whoever reviewed an appeal came to the same
    'appeal-overturned', // whoever reviewed an appeal came to something else
  ]),
  code: text(60).nullable(),
  detail: text(2000),
  errors: z.array(FieldError),
  at: Instant,
  rival: RivalDecision.nullable(),
  contested: z.enum(['uncontested', 'conflicting']).nullable(),
  /** What can be done about it, best first. */
  choices: z.array(z.enum(['confirm', 'reopen', 'dismiss'])),
});
export type AttentionItem = Readonly<z.infer<typeof AttentionItem>>;

export const OutboxRow = z.object({
  id: CommandId,
  /** Null for what is about its person alone. */
  caseId: CaseId.nullable(),
  reference: text(20),
  title: text(300),
  commandType: CommandType,
  state: OwnDecision.shape.state,
  madeAt: Instant,
  attempts: count,
  lastError: text(500).nullable(),
});
export type OutboxRow = Readonly<z.infer<typeof OutboxRow>>;

export const Today = z.object({
  decided: count,
  /** Means over today's decisions, milliseconds. */
  activeMs: count,
  openMs: count,
  waitMs: count,
});
export type Today = Readonly<z.infer<typeof Today>>;

/** How ready this desktop is for working without contact. */
export const Readiness = z.object({
  /** Pieces of evidence that are not wholly here, and what is missing of them. */
  missing: count,
  missingBytes: z.int().min(0),
  /** Among them, those that will not be fetched by themselves: refused, or not what their digest says. */
  stuck: count,
  /** Cases whose evidence may not be kept on a disk: open only with contact (E4). */
  memoryOnly: count,
  /** `stopped`: the person stopped it, and only what they look at is fetched. */
  fetching: z.enum(['by-itself', 'asked', 'stopped']),
});
export type Readiness = Readonly<z.infer<typeof Readiness>>;

/** What went wrong, in a code that the message catalogue turns into a sentence. */
export const SyncErrorKind = z.enum([
  'unreachable',
  'timeout',
  'not-central',
  'server-error',
  'throttled',
  'upgrade-needed',
  'not-serving',
  'evidence-mismatch',
  'storage',
  'internal',
]);
export type SyncErrorKind = z.infer<typeof SyncErrorKind>;

export const SyncError = z.object({ at: Instant, what: SyncErrorKind, detail: text(500) });
export type SyncError = Readonly<z.infer<typeof SyncError>>;

export const SyncReport = z.object({
  outbox: z.array(OutboxRow),
  /** Newest first. */
  drafts: z.array(
    z.object({
      caseId: CaseId,
      reference: text(20),
      title: text(300),
      savedAt: Instant,
      outcome: Outcome.nullable().default(null),
      /** The first words of the rationale, else of the message. */
      beginning: text(200).default(''),
      /** The case is with somebody else now, or was closed: the draft can be read, and not be submitted (R6). */
      gone: z.boolean().default(false),
    }),
  ),
  cases: count,
  evidenceBytes: z.int().min(0),
  evidenceBudgetBytes: z.int().min(0),
  lastPullAt: Instant.nullable(),
  readiness: Readiness,
  /** Newest first. */
  lastErrors: z.array(SyncError),
  schemaVersion: count,
  protocol: count,
});
export type SyncReport = Readonly<z.infer<typeof SyncReport>>;

const settings = {
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  characterKeys: z.boolean(),
  /** Command name → keys; null unbinds it. */
  keys: z.record(z.string().max(60), z.string().max(40).nullable()),
  /** Graphic content: null is the organisation's default, from the catalogue. */
  coverGraphic: z.boolean().nullable(),
  greyscaleGraphic: z.boolean().nullable(),
  muteMedia: z.boolean().nullable(),
  textSize: z.enum(['small', 'medium', 'large']),
};
/** The person's own settings; unknown ones are kept out, missing ones have these defaults. */
export const Settings = z.object({
  theme: settings.theme.default('system'),
  characterKeys: settings.characterKeys.default(true),
  keys: settings.keys.default({}),
  coverGraphic: settings.coverGraphic.default(null),
  greyscaleGraphic: settings.greyscaleGraphic.default(null),
  muteMedia: settings.muteMedia.default(null),
  textSize: settings.textSize.default('medium'),
});
/** What is to be changed. Not `Settings.partial()`: that fills in the default of each setting that is not named. */
export const SettingsChange = z.object(settings).partial();
export type Settings = Readonly<z.infer<typeof Settings>>;

/** What was revealed in this shift, by harm type, and whether the person is on a break. */
export const Exposure = z.object({
  onBreakSince: Instant.nullable(),
  /** The break is the time after a shift: it was ended, and what was untouched went back. */
  shiftEnded: z.boolean(),
  harmTypes: z
    .array(
      z.object({
        id: Slug,
        label: text(80),
        /** Items revealed in this shift: an item that was revealed twice is one. */
        revealed: count,
        sinceBreak: count,
        /** So many since the last break suggest the next; null suggests none. */
        budget: z.int().min(1).nullable(),
        optedOut: z.boolean(),
      }),
    )
    .max(50),
  /** Cases held here, and not begun, of harm types that the person has opted out of. */
  heldOptedOut: count,
});
export type Exposure = Readonly<z.infer<typeof Exposure>>;

/** Numbers of cases held here, and of what has not left yet. */
export const ShiftLeft = z.object({
  untouched: count, // never on screen: these go back
  begun: count,
  drafts: count,
  resting: count, // snoozed, or waiting for something
  waiting: count, // commands still to be sent
  attention: count,
});

// ── the table ───────────────────────────────────────────────────────────────────────────────────────

const nothing = z.object({});
const forCase = z.object({ caseId: CaseId });
const done = z.object({ commandId: CommandId });
const method = <P extends z.ZodType, R extends z.ZodType>(params: P, result: R) => ({ params, result });

export const bridge = {
  'app.state': method(nothing, AppState),
  'session.signIn': method(
    z.object({ username: requiredText(80), password: requiredText(1024) }),
    z.object({ session: SessionState }),
  ),
  'session.signOut': method(nothing, z.object({ session: SessionState })),
  'settings.get': method(nothing, Settings),
  'settings.set': method(SettingsChange, Settings),
  'catalogue.current': method(nothing, z.object({ catalogue: Catalogue.nullable() })),

  'queue.open': method(
    z.object({ filter: QueueFilter, order: QueueOrder, count: z.int().min(1).max(500).default(100) }),
    QueueSnapshot,
  ),
  'queue.rows': method(
    z.object({ snapshotId: z.int(), from: z.int().min(0), count: z.int().min(1).max(500) }),
    z.object({ rows: z.array(QueueRow) }),
  ),
  /** The index of the nearest row from `from` in `direction` whose case is open or has a draft; null when none is. */
  'queue.nextUndecided': method(
    z.object({ snapshotId: z.int(), from: z.int().min(-1), direction: z.enum(['forward', 'back']) }),
    z.object({ index: z.int().nullable() }),
  ),
  'queue.indexOf': method(
    z.object({ snapshotId: z.int(), caseId: CaseId }),
    z.object({ index: z.int().nullable() }),
  ),

  /** `view: true` records that it was viewed; a prefetch does not. */
  'case.open': method(z.object({ caseId: CaseId, view: z.boolean() }), OpenedCase),
  'case.takeNewer': method(forCase, OpenedCase),
  'case.note': method(z.object({ caseId: CaseId, text: requiredText(8000) }), done),
  'case.snooze': method(z.object({ caseId: CaseId, until: Instant, reason: text(500) }), done),
  'case.skip': method(z.object({ caseId: CaseId, reason: text(500) }), done),
  /** The person must not decide it: it never comes back to them. */
  'case.recuse': method(z.object({ caseId: CaseId, reason: requiredText(500) }), done),
  'case.release': method(z.object({ caseId: CaseId, reason: text(500) }), done),
  'case.handOver': method(z.object({ caseId: CaseId, to: PersonId, reason: text(500) }), done),
  'case.escalate': method(
    z.object({ caseId: CaseId, queue: Slug, policies: z.array(Slug).max(20), reason: requiredText(2000) }),
    done,
  ),
  'case.flagPattern': method(
    z.object({
      caseId: CaseId,
      name: requiredText(120),
      description: text(4000),
      spans: z.array(Span).max(50),
    }),
    done,
  ),
  'evidence.reveal': method(
    z.object({ caseId: CaseId, evidenceId: EvidenceId, field: JsonPointer.nullable() }),
    z.object({ value: z.string().nullable() }),
  ),
  /** Recorded before it is done. `address`: opened in the system's browser; null: the person has copied. */
  'evidence.takeOut': method(
    z.object({
      caseId: CaseId,
      evidenceId: EvidenceId,
      address: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .nullable(),
    }),
    nothing,
  ),
  'evidence.fetch': method(z.object({ caseId: CaseId, evidenceId: EvidenceId }), nothing),

  'draft.save': method(
    z.object({ caseId: CaseId, follows: z.int().min(0), content: DraftContent }),
    z.object({ revision: z.int(), savedAt: Instant }),
  ),
  'draft.discard': method(forCase, nothing),
  'decision.submit': method(
    z.object({
      caseId: CaseId,
      /** The version on screen, so that what was decided on is what was seen. */
      caseVersion: z.int().min(1),
      content: DraftContent,
      openMs: z.int().min(0),
      activeMs: z.int().min(0),
    }),
    z.object({ own: OwnDecision }),
  ),
  /** Undoes the newest held submission, or the named one; brings the case and its draft back (D3). */
  'decision.undo': method(
    z.object({ decisionId: DecisionId.optional() }),
    z.object({ decisionId: DecisionId, caseId: CaseId, did: z.enum(['withdrawn', 'recall']) }),
  ),
  /**
   * The undecided cases held here whose content is nearly that of `like`, itself the first; the others in the order of
   * the queue. With `content`, says of each whether that could be decided on it. What is given with its text counts as viewed.
   */
  'decision.nearDuplicates': method(
    z.object({
      like: CaseId,
      content: DraftContent.nullable(),
      from: count,
      count: z.int().min(0).max(100),
    }),
    z.object({ total: z.int().min(0).max(mostInBatch), cases: z.array(NearDuplicate).max(100) }),
  ),
  /** Near-duplicates, each a decision of its own (D13). */
  'decision.submitBatch': method(BatchSubmission, BatchResult),
  'decision.undoBatch': method(z.object({ batchId: BatchId }), BatchUndo),
  'decision.recent': method(
    z.object({ count: z.int().min(1).max(100) }),
    z.object({ decisions: z.array(OwnDecision) }),
  ),
  /** The person's own decisions as long as they are kept, newest first. `asOf`: when the platform's answers were read. */
  'decision.list': method(
    z.object({ from: count, count: z.int().min(1).max(200) }),
    z.object({ total: count, decisions: z.array(DecidedDecision), asOf: Instant.nullable() }),
  ),
  'today.get': method(nothing, Today),

  'exposure.get': method(nothing, Exposure),
  /** Given nothing by itself until it ends; what is held stays. */
  'break.take': method(nothing, Exposure),
  'break.end': method(nothing, Exposure),
  /** All harm types whose cases are not to be given by themselves; replaces what was chosen before. */
  'exposure.optOut': method(z.object({ harmTypes: z.array(Slug).max(50) }), Exposure),
  /** How a shift would end now. */
  'shift.left': method(nothing, ShiftLeft),
  /** Gives back what was never on screen; nothing new is given until the break that this begins is ended. */
  'shift.end': method(
    z.object({ reason: text(500) }),
    z.object({ released: count, at: Instant, left: ShiftLeft }),
  ),
  /** Gives back what is held of them and not begun. */
  'exposure.release': method(nothing, z.object({ released: count })),

  'attention.list': method(nothing, z.object({ items: z.array(AttentionItem) })),
  /** Of a decision that waits because material evidence changed after it (D11). */
  'attention.difference': method(z.object({ id: CommandId }), EvidenceDifference),
  'attention.resolve': method(
    z.object({
      id: CommandId,
      choice: z.enum(['confirm', 'reopen', 'dismiss']),
      /** The version that was compared with, where evidence changed: a newer one is not confirmed unseen. */
      caseVersion: z.int().min(1).optional(),
    }),
    z.object({ caseId: CaseId }),
  ),

  'sync.report': method(nothing, SyncReport),
  'sync.now': method(nothing, nothing),
  /** `stop`: only what is looked at is fetched, until it is asked for again. */
  'sync.makeReady': method(z.object({ stop: z.boolean() }), nothing),
  'sync.byChoice': method(z.object({ offline: z.boolean() }), nothing),

  'people.list': method(nothing, z.object({ people: z.array(Person), at: Instant.nullable() })),
  'team.list': method(nothing, z.object({ members: z.array(TeamMember), at: Instant })),
  /** Hands on what the person holds where they are away. */
  'people.away': method(
    z.object({
      personId: PersonId,
      away: z.boolean(),
      until: Instant.nullable(),
      reason: requiredText(500),
    }),
    MarkedAway,
  ),
  'team.figures': method(z.object({ since: Instant }), TeamFigures),
  'backlog.list': method(
    z.object({ queue: Slug.nullable(), assignee: PersonId.nullable(), after: z.string().nullable() }),
    z.object({ cases: z.array(BacklogCase), total: count, next: z.string().nullable() }),
  ),
  'reassignment.create': method(Reassignment.omit({ id: true }), ReassignmentResult),
  /** Which cases a filter names now, and what people would hold afterwards (S1). */
  'reassignment.preview': method(
    z.object({
      target: PreviewTarget,
      filter: z.object({
        cases: z.array(CaseId).max(1000).nullable(),
        assignee: PersonId.nullable(),
        queue: Slug.nullable(),
      }),
    }),
    ReassignmentPreview,
  ),
  'late.list': method(
    z.object({ kind: LateKind, after: z.string().max(300).nullable() }),
    z.object({
      decisions: z.array(LateDecision),
      conflicting: count,
      uncontested: count,
      next: z.string().nullable(),
      at: Instant,
    }),
  ),
  /** The case as it is now, and what each of the two decisions was made on; what is sensitive or disturbs stays covered. */
  'late.look': method(
    z.object({ lateId: DecisionId }),
    z.object({
      case: Case,
      evidence: z.array(EvidenceView),
      late: MadeOnView,
      standing: MadeOnView.nullable(),
      held: z.array(Holding).max(100),
    }),
  ),
  'late.settle': method(
    z.object({ lateId: DecisionId, ...SettleLate.omit({ id: true }).shape }),
    SettledLate,
  ),
  /** That late decisions wait on cases held here; `canSee` once the person has a view of their own (D8). */
  'late.offers': method(
    nothing,
    z.object({ offers: z.array(z.object({ ...LateOffer.shape, canSee: z.boolean() })) }),
  ),
  'late.see': method(z.object({ decisionId: DecisionId }), z.object({ decision: Decision })),
  'late.adopt': method(
    z.object({ decisionId: DecisionId, openMs: z.int().min(0), activeMs: z.int().min(0) }),
    z.object({ own: OwnDecision }),
  ),
  'approvals.list': method(
    nothing,
    z.object({ approvals: z.array(AwaitingApproval), more: z.boolean(), at: Instant }),
  ),
  /** The case as it is now; what disturbs and what is sensitive stays covered. */
  'approvals.see': method(
    z.object({ decisionId: DecisionId }),
    z.object({ ...ApprovalSeen.shape, evidence: z.array(EvidenceView) }),
  ),
  'approvals.settle': method(SettleApproval.omit({ id: true }), ApprovalSettled),
  'batch.reverse': method(z.object({ batchId: BatchId, reason: requiredText(500) }), BatchReversed),
  /** Without a state: failed, then waiting, then the rest, each newest first. */
  'enforcement.list': method(
    z.object({ state: EnforcementState.nullable(), after: z.string().max(300).nullable() }),
    z.object({
      lines: z.array(EnforcementLine),
      failed: count,
      waiting: count,
      next: z.string().nullable(),
      at: Instant,
    }),
  ),
  'enforcement.retry': method(z.object({ id: EnforcementId, reason: requiredText(500) }), Enforcement),
  /** Newest first. */
  'audit.list': method(
    z.object({ filter: AuditFilter, after: z.string().max(200).nullable() }),
    z.object({ lines: z.array(AuditLine), next: z.string().nullable(), at: Instant }),
  ),
  'devices.list': method(nothing, z.object({ devices: z.array(DeviceLine), at: Instant })),
  'devices.end': method(
    z.object({ deviceId: DeviceId, ...EndDevice.shape }),
    z.object({ devices: z.array(DeviceLine) }),
  ),
} as const satisfies Record<string, { params: z.ZodType; result: z.ZodType }>;

export type BridgeMethod = keyof typeof bridge;
/** What a caller gives: defaults may be left out. */
export type BridgeInput<M extends BridgeMethod> = z.input<(typeof bridge)[M]['params']>;
export type BridgeParams<M extends BridgeMethod> = z.output<(typeof bridge)[M]['params']>;
export type BridgeResult<M extends BridgeMethod> = z.output<(typeof bridge)[M]['result']>;
export type Answer<M extends BridgeMethod> = Readonly<{ ok: true; value: BridgeResult<M> }> | Failure;

/** What the workstation announces. Events announce state and never steer; a missed one is made good by asking. */
export const BridgeEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('status'), status: Status }),
  z.object({ event: z.literal('session'), session: SessionState }),
  /** Rows whose badge or content may have changed; null means any. */
  z.object({ event: z.literal('queue'), caseIds: z.array(CaseId).max(200).nullable() }),
  z.object({ event: z.literal('case'), caseId: CaseId }),
  z.object({ event: z.literal('decisions') }),
  z.object({ event: z.literal('attention') }),
  z.object({ event: z.literal('catalogue'), version: z.int() }),
  z.object({ event: z.literal('settings'), settings: Settings }),
  z.object({ event: z.literal('exposure') }),
  /** What the rooms of supervisors show may have changed. */
  z.object({ event: z.literal('rooms') }),
]);
export type BridgeEvent = Readonly<z.infer<typeof BridgeEvent>>;

/** What a shell gives the renderer, whatever carries it. */
export interface Bridge {
  invoke<M extends BridgeMethod>(method: M, params: BridgeInput<M>): Promise<Answer<M>>;
  /** Returns what ends the subscription. */
  subscribe(listener: (event: BridgeEvent) => void): () => void;
}

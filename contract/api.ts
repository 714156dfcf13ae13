/** The central API as one table: name → method, path, who may call it, what goes in and what comes out. */
import { z } from 'zod';
import { AppealAnswer, AppealsBody } from './appeal.ts';
import { ApprovalSeen, ApprovalSettled, AwaitingApproval, SettleApproval, approvers } from './approval.ts';
import { MarkAway, MarkedAway } from './away.ts';
import { AuditKind, AuditNames } from './audit.ts';
import { CommandAnswers, CommandBatch, FeedPage } from './feed.ts';
import { Catalogue } from './catalogue.ts';
import { Decision } from './command.ts';
import { DeviceLine, EndDevice, WipeReceipt } from './devices.ts';
import {
  Enforcement,
  EnforcementAnswer,
  EnforcementId,
  EnforcementLine,
  EnforcementState,
} from './enforcement.ts';
import {
  BeginUpload,
  CasesBody,
  EditAnswer,
  EvidenceEdit,
  IntakeAnswers,
  IntakeHeaders,
  ReportsBody,
  UploadState,
  intakeBodyBytes,
} from './intake.ts';
import { TeamFigures } from './figures.ts';
import { Account, Person, Role } from './people.ts';
import {
  BatchId,
  CaseId,
  CommandId,
  DecisionId,
  DeviceId,
  Instant,
  InstanceId,
  PersonId,
  Sha256,
  Slug,
  count,
  requiredText,
} from './primitives.ts';
import { RefreshSession, Session, SignIn } from './session.ts';
import { PracticeMade, PracticeRequest } from './quality.ts';
import {
  BatchReversed,
  DecisionNotice,
  LateOffer,
  ReverseBatch,
  SeeLate,
  SettledLate,
  SettleLate,
} from './settlement.ts';
import {
  AuditEvent,
  BacklogCase,
  LateDecision,
  LateKind,
  LateSeen,
  PreviewTarget,
  Reassignment,
  ReassignmentPreview,
  ReassignmentResult,
  TeamMember,
} from './supervision.ts';

/** Sent by clients as `docket-protocol`; the central API serves this one and the one before (L4). */
export const protocolVersion = 1;
export const protocolHeader = 'docket-protocol';

const everyone: readonly Role[] = Role.options;
export const reviewers: readonly Role[] = ['reviewer', 'vendor-reviewer', 'supervisor', 'quality'];
const supervisors: readonly Role[] = ['supervisor', 'admin'];
const qualityPeople: readonly Role[] = ['supervisor', 'quality'];

const integer = (schema: z.ZodType<number, number>) => z.coerce.number().pipe(schema);

export const FeedQuery = z.object({
  era: integer(z.int().min(1)).optional(),
  generation: integer(z.int().min(1)).optional(),
  position: integer(z.int().min(0)).default(0),
  limit: integer(z.int().min(1).max(1000)).default(200),
  /** As the page that gave the cursor had it. Without it a cursor that is ahead only starts the feed anew (L5). */
  seal: z.string().max(100).optional(),
});
export type FeedQuery = z.infer<typeof FeedQuery>;

const pageQuery = {
  after: z.string().max(200).optional(),
  limit: integer(z.int().min(1).max(500)).default(100),
};

export const Health = z.object({
  serving: z.boolean(),
  instanceId: InstanceId,
  era: z.int().min(1),
  protocol: z.int(),
  store: z.enum(['pglite', 'postgresql']),
  version: z.string(),
});
export type Health = Readonly<z.infer<typeof Health>>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /**
   * `anyone` needs no session. `producer` comes with an API key, `platform` with a signature over its body,
   * `operator` with the operator's token or from the machine itself.
   */
  readonly roles: readonly Role[] | 'anyone' | 'producer' | 'platform' | 'operator';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Of those that the route reads; others must pass. */
  readonly headers?: z.ZodType;
  /** Of a JSON body that may be larger than most, at most this many bytes. */
  readonly bodyBytes?: number;
  /** The body is content (`application/octet-stream`), of at most this many bytes. */
  readonly contentBytes?: number;
  /** Absent where the answer is a stream or bytes. */
  readonly answer?: z.ZodType;
  /** Rules of docs/sync.md that it serves. */
  readonly rules?: readonly string[];
}

export const routes = {
  health: {
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the central API serves',
    roles: 'anyone',
    answer: Health,
  },
  'session.create': {
    method: 'POST',
    path: '/v1/sessions',
    summary: 'Sign in with a name and a password, on a device',
    roles: 'anyone',
    body: SignIn,
    answer: Session,
    rules: ['L3'],
  },
  'session.refresh': {
    method: 'POST',
    path: '/v1/sessions/refresh',
    summary: 'Change a refresh token for a new pair',
    roles: 'anyone',
    body: RefreshSession,
    answer: Session,
    rules: ['L3'],
  },
  'session.end': {
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Sign out: the tokens of this session end',
    roles: everyone,
    answer: z.object({ ended: z.literal(true) }),
  },
  'session.account': {
    method: 'GET',
    path: '/v1/session',
    summary: 'Who is signed in',
    roles: everyone,
    answer: Account,
  },
  'people.list': {
    method: 'GET',
    path: '/v1/people',
    summary: 'Colleagues to whom a case can be handed',
    roles: reviewers,
    answer: z.object({ people: z.array(Person) }),
  },
  'catalogue.current': {
    method: 'GET',
    path: '/v1/catalogue',
    summary: 'The catalogue in force',
    roles: everyone,
    answer: Catalogue,
    rules: ['D12'],
  },
  'catalogue.version': {
    method: 'GET',
    path: '/v1/catalogue/:version',
    summary: 'A published version of the catalogue',
    roles: everyone,
    params: z.object({ version: integer(z.int().min(1)) }),
    answer: Catalogue,
    rules: ['D12'],
  },
  'feed.page': {
    method: 'GET',
    path: '/v1/feed',
    summary: 'Changes to the cases of the person who asks, after a cursor',
    roles: reviewers,
    query: FeedQuery,
    answer: FeedPage,
    rules: ['R1', 'R2', 'R3', 'R4', 'R9'],
  },
  'feed.stream': {
    method: 'GET',
    path: '/v1/stream',
    summary: 'Server-sent events that say that there is something to pull',
    roles: everyone,
    rules: ['L2'],
  },
  'commands.push': {
    method: 'POST',
    path: '/v1/commands',
    summary: 'Decisions and every other command, answered item by item',
    roles: reviewers,
    body: CommandBatch,
    answer: CommandAnswers,
    rules: ['F3', 'D5', 'D6', 'D7', 'D8', 'D11', 'D12', 'D14'],
  },
  'commands.answer': {
    method: 'GET',
    path: '/v1/commands/:id',
    summary: 'What became of a command of the person who asks',
    roles: reviewers,
    params: z.object({ id: CommandId }),
    answer: CommandAnswers,
    rules: ['D6'],
  },
  'evidence.content': {
    method: 'GET',
    path: '/v1/evidence/:digest',
    summary: 'Content by its SHA-256, with ranges, for a case that the person holds',
    roles: reviewers,
    params: z.object({ digest: Sha256 }),
    rules: ['E1'],
  },
  'backlog.list': {
    method: 'GET',
    path: '/v1/backlog',
    summary: 'Open cases of all queues',
    roles: supervisors,
    query: z.object({
      ...pageQuery,
      queue: Slug.optional(),
      assignee: PersonId.optional(),
      state: z.enum(['queued', 'assigned', 'snoozed', 'waiting', 'escalated']).optional(),
    }),
    answer: z.object({ cases: z.array(BacklogCase), total: count, next: z.string().nullable() }),
    rules: ['R1', 'P1'],
  },
  'team.list': {
    method: 'GET',
    path: '/v1/team',
    summary: 'Who works, on what, and what their devices still have waiting',
    roles: supervisors,
    answer: z.object({ members: z.array(TeamMember), at: Instant }),
    rules: ['S3'],
  },
  'people.away': {
    method: 'POST',
    path: '/v1/people/:id/away',
    summary: 'Mark somebody as away, which hands on what they hold, or as back',
    roles: supervisors,
    params: z.object({ id: PersonId }),
    body: MarkAway,
    answer: MarkedAway,
    rules: ['S1', 'F1', 'P1'],
  },
  'team.figures': {
    method: 'GET',
    path: '/v1/team/figures',
    summary: 'Of people, queues, sources and detectors, since a moment',
    roles: supervisors,
    query: z.object({ since: Instant }),
    answer: TeamFigures,
    rules: ['P1'],
  },
  'devices.list': {
    method: 'GET',
    path: '/v1/devices',
    summary: 'Devices, what they still have waiting, and what became of those that were ended',
    roles: supervisors,
    answer: z.object({ devices: z.array(DeviceLine), at: Instant }),
    rules: ['S3'],
  },
  'devices.end': {
    method: 'POST',
    path: '/v1/devices/:id/end',
    summary: 'Retire or revoke a device, or take that back',
    roles: supervisors,
    params: z.object({ id: DeviceId }),
    body: EndDevice,
    answer: z.object({ devices: z.array(DeviceLine) }),
    rules: ['S3'],
  },
  'devices.wiped': {
    method: 'POST',
    path: '/v1/devices/:id/wiped',
    summary: 'The receipt of a device that has removed what was on it',
    roles: 'anyone',
    params: z.object({ id: DeviceId }),
    body: WipeReceipt,
    answer: z.object({ recorded: z.literal(true) }),
    rules: ['S3'],
  },
  'reassignment.preview': {
    method: 'POST',
    path: '/v1/reassignments/preview',
    summary: 'Resolve a filter to cases with their epochs',
    roles: supervisors,
    body: z.object({
      target: PreviewTarget,
      filter: z.object({
        cases: z.array(CaseId).max(1000).optional(),
        assignee: PersonId.optional(),
        queue: Slug.optional(),
      }),
    }),
    answer: ReassignmentPreview,
    rules: ['S1'],
  },
  'reassignment.create': {
    method: 'POST',
    path: '/v1/reassignments',
    summary: 'Give cases to a person or a queue, answered case by case',
    roles: supervisors,
    body: Reassignment,
    answer: ReassignmentResult,
    rules: ['S1', 'S2', 'F1'],
  },
  'practice.create': {
    method: 'POST',
    path: '/v1/practice-cases',
    summary: 'Make a golden case or a second review out of a decided case',
    roles: qualityPeople,
    body: PracticeRequest,
    answer: PracticeMade,
    rules: ['S5'],
  },
  'late.list': {
    method: 'GET',
    path: '/v1/late-decisions',
    summary: 'Late decisions, with the ones that stand',
    roles: supervisors,
    query: z.object({ ...pageQuery, kind: LateKind.optional() }),
    answer: z.object({
      decisions: z.array(LateDecision),
      /** Of those that are open, whatever page this is. */
      conflicting: count,
      uncontested: count,
      next: z.string().nullable(),
    }),
    rules: ['D8', 'P1'],
  },
  'late.look': {
    method: 'POST',
    path: '/v1/late-decisions/:id/look',
    summary:
      'The case of a late decision that is open, with the evidence of both decisions; looking is audited',
    roles: supervisors,
    params: z.object({ id: DecisionId }),
    body: z.object({}),
    answer: LateSeen,
    rules: ['D8', 'P1', 'U1'],
  },
  'late.settle': {
    method: 'POST',
    path: '/v1/late-decisions/:id/settle',
    summary: 'Say which decision stands: the late one, or the one that stands now',
    roles: supervisors,
    params: z.object({ id: DecisionId }),
    body: SettleLate,
    answer: SettledLate,
    rules: ['D8', 'F1', 'S4'],
  },
  'late.offers': {
    method: 'GET',
    path: '/v1/late-decisions/offered',
    summary: 'That late decisions wait on cases which the person holds now',
    roles: reviewers,
    answer: z.object({ offers: z.array(LateOffer).max(500) }),
    rules: ['D8'],
  },
  'late.see': {
    method: 'POST',
    path: '/v1/late-decisions/:id/see',
    summary: 'An offered late decision, for who has formed a view of their own',
    roles: reviewers,
    params: z.object({ id: DecisionId }),
    body: SeeLate,
    answer: z.object({ decision: Decision }),
    rules: ['D8', 'P1'],
  },
  'decision.notices': {
    method: 'GET',
    path: '/v1/decision-notices',
    summary: "What others settled, adopted or reversed of the person's own decisions, oldest first",
    roles: reviewers,
    query: z.object({ since: Instant.optional(), limit: pageQuery.limit }),
    answer: z.object({ notices: z.array(DecisionNotice), more: z.boolean() }),
    rules: ['D8', 'D13'],
  },
  'approvals.list': {
    method: 'GET',
    path: '/v1/approvals',
    summary: 'Decisions and batches that wait for a second person, the oldest first',
    roles: approvers,
    answer: z.object({ approvals: z.array(AwaitingApproval).max(200), more: z.boolean() }),
    rules: ['D12', 'D13', 'P1'],
  },
  'approvals.see': {
    method: 'POST',
    path: '/v1/approvals/:id/see',
    summary: 'The case of a decision that waits for a second person; looking is audited',
    roles: approvers,
    params: z.object({ id: DecisionId }),
    body: z.object({}),
    answer: ApprovalSeen,
    rules: ['D12', 'P1', 'U1'],
  },
  'approvals.settle': {
    method: 'POST',
    path: '/v1/approvals/settle',
    summary: 'Approve decisions of somebody else, or refuse them, answered one by one',
    roles: approvers,
    body: SettleApproval,
    answer: ApprovalSettled,
    rules: ['D12', 'D13', 'S4'],
  },
  'batch.reverse': {
    method: 'POST',
    path: '/v1/batches/:id/reverse',
    summary: 'Take back a batch of near-duplicates, answered case by case',
    roles: supervisors,
    params: z.object({ id: BatchId }),
    body: ReverseBatch,
    answer: BatchReversed,
    rules: ['D13', 'S4'],
  },
  'audit.list': {
    method: 'GET',
    path: '/v1/audit',
    summary: 'The audit trail',
    roles: ['auditor', 'supervisor', 'admin'],
    query: z.object({
      ...pageQuery,
      caseId: CaseId.optional(),
      personId: PersonId.optional(),
      reference: requiredText(20).optional(),
      /** A part of a person's name, or their user name. */
      person: requiredText(80).optional(),
      kind: AuditKind.optional(),
      from: Instant.optional(),
      until: Instant.optional(),
    }),
    answer: z.object({
      events: z.array(AuditEvent),
      names: AuditNames.default({ people: [], devices: [], cases: [] }),
      next: z.string().nullable(),
    }),
    rules: ['U1', 'P1'],
  },
  'intake.cases': {
    method: 'POST',
    path: '/v1/cases',
    summary: 'Cases of a detection system or a vendor: one, or a batch answered item by item',
    roles: 'producer',
    headers: IntakeHeaders,
    body: CasesBody,
    bodyBytes: intakeBodyBytes,
    answer: IntakeAnswers,
  },
  'intake.edit': {
    method: 'POST',
    path: '/v1/cases/:externalId/evidence',
    summary: 'New versions of evidence, or more of it, for a case of the producer',
    roles: 'producer',
    params: z.object({ externalId: requiredText(200) }),
    body: EvidenceEdit,
    bodyBytes: intakeBodyBytes,
    answer: EditAnswer,
    rules: ['R5', 'D11'],
  },
  'intake.reports': {
    method: 'POST',
    path: '/v1/reports',
    summary: "Customers' reports: each joins the open case of its subject, or makes one",
    roles: 'producer',
    headers: IntakeHeaders,
    body: ReportsBody,
    bodyBytes: intakeBodyBytes,
    answer: IntakeAnswers,
  },
  'intake.appeals': {
    method: 'POST',
    path: '/v1/appeals',
    summary: 'Appeals against decisions: each makes a case for somebody who had no part in the first one',
    roles: 'producer',
    headers: IntakeHeaders,
    body: AppealsBody,
    bodyBytes: intakeBodyBytes,
    answer: IntakeAnswers,
    rules: ['S4', 'S5', 'P1'],
  },
  'appeals.list': {
    method: 'GET',
    path: '/v1/appeals',
    summary:
      'What became of appeals: the one that is named, or those settled at least a minute ago, the oldest first',
    roles: 'producer',
    query: z.object({ ...pageQuery, externalId: requiredText(200).optional() }),
    answer: z.object({
      appeals: z.array(AppealAnswer),
      more: z.boolean(),
      /** Goes on from here, now or later; null where there was none yet. */
      next: z.string().nullable(),
    }),
    rules: ['S4'],
  },
  'uploads.begin': {
    method: 'POST',
    path: '/v1/uploads',
    summary: 'Begin an upload in parts, or learn how far it is',
    roles: 'producer',
    body: BeginUpload,
    answer: UploadState,
    rules: ['E1'],
  },
  'uploads.part': {
    method: 'PUT',
    path: '/v1/uploads/:digest',
    summary: 'The next part of an upload; the last one completes it when the digest matches',
    roles: 'producer',
    params: z.object({ digest: Sha256 }),
    query: z.object({ offset: integer(z.int().min(0)) }),
    contentBytes: 8 * 1024 ** 2,
    answer: UploadState,
    rules: ['E1'],
  },
  'enforcement.mine': {
    method: 'GET',
    path: '/v1/enforcement/mine',
    summary: 'How the actions of the decisions of the person who asks stand, oldest change first',
    roles: reviewers,
    query: z.object({ since: Instant.optional(), limit: integer(z.int().min(1).max(500)).default(200) }),
    answer: z.object({ enforcement: z.array(Enforcement), more: z.boolean() }),
    rules: ['S4'],
  },
  'enforcement.list': {
    method: 'GET',
    path: '/v1/enforcement',
    summary: 'What the platform was asked to do, what it answered, and every attempt; newest first',
    roles: supervisors,
    query: z.object({ ...pageQuery, state: EnforcementState.optional(), caseId: CaseId.optional() }),
    answer: z.object({
      lines: z.array(EnforcementLine),
      failed: count,
      waiting: count,
      next: z.string().nullable(),
    }),
    rules: ['S4', 'P1'],
  },
  'enforcement.retry': {
    method: 'POST',
    path: '/v1/enforcement/:id/retry',
    summary: 'Ask the platform again for something that failed',
    roles: supervisors,
    params: z.object({ id: EnforcementId }),
    body: z.object({ reason: requiredText(500) }),
    answer: Enforcement,
    rules: ['S4'],
  },
  'enforcement.answer': {
    method: 'POST',
    path: '/v1/enforcement/:id/answer',
    summary: 'The answer of the platform to something that it accepted before',
    roles: 'platform',
    params: z.object({ id: EnforcementId }),
    body: EnforcementAnswer,
    answer: z.object({ state: EnforcementState }),
    rules: ['S4'],
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    summary: 'Figures of this process and of the work, in the text format of Prometheus',
    roles: 'operator',
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
export type RouteBody<Name extends RouteName> = (typeof routes)[Name] extends {
  body: infer Body extends z.ZodType;
}
  ? z.input<Body>
  : never;
export type RouteAnswer<Name extends RouteName> = (typeof routes)[Name] extends {
  answer: infer Answer extends z.ZodType;
}
  ? z.output<Answer>
  : never;

/** What supervisors and auditors do. These need contact, and say so (D14). */
import { z } from 'zod';
import { Case, CaseSource, PriorityBand, CaseState } from './case.ts';
import { Decision } from './command.ts';
import { EvidenceItem } from './evidence.ts';
import { Role } from './people.ts';
import {
  CaseId,
  CaseVersion,
  CommandId,
  DeviceId,
  Epoch,
  Instant,
  Language,
  PersonId,
  Sha256,
  Slug,
  count,
  requiredText,
  text,
} from './primitives.ts';

export const AssignTarget = z.discriminatedUnion('to', [
  z.object({ to: z.literal('person'), personId: PersonId }),
  z.object({ to: z.literal('queue'), queue: Slug }),
]);
export type AssignTarget = Readonly<z.infer<typeof AssignTarget>>;

/** `people`: each case names its own; null is back to its queue, wherever that is. */
export const ReassignTarget = z.discriminatedUnion('to', [
  ...AssignTarget.options,
  z.object({ to: z.literal('people') }),
]);

/** `balanced`: to whoever may have it, is there and has room, the least loaded first. */
export const PreviewTarget = z.discriminatedUnion('to', [
  ...AssignTarget.options,
  z.object({ to: z.literal('balanced') }),
]);

/** Cases are named with the epoch that the supervisor saw; a moved one answers `changed` (S1). */
export const Reassignment = z.object({
  id: CommandId,
  target: ReassignTarget,
  reason: requiredText(500),
  cases: z
    .array(
      z.object({
        caseId: CaseId,
        epoch: Epoch,
        /** With `people` alone: to whom, or null for the queue it belongs to. */
        personId: PersonId.nullable().optional(),
        /** With `people` alone: which queue it belongs to from then on; its present one where none is named. */
        queue: Slug.optional(),
      }),
    )
    .min(1)
    .max(1000),
});
export type Reassignment = Readonly<z.infer<typeof Reassignment>>;

export const ReassignmentAnswer = z.object({
  caseId: CaseId,
  status: z.enum(['moved', 'unchanged', 'changed', 'not-found', 'not-permitted', 'closed']),
  epoch: Epoch.nullable(),
});
export const ReassignmentResult = z.object({ id: CommandId, answers: z.array(ReassignmentAnswer).max(1000) });
export type ReassignmentResult = Readonly<z.infer<typeof ReassignmentResult>>;

/** What somebody would hold once cases are moved. */
export const LoadAfter = z.object({
  personId: PersonId,
  displayName: text(80),
  gets: count,
  open: count,
  capacity: count,
});
export type LoadAfter = Readonly<z.infer<typeof LoadAfter>>;

/** A line of the supervisor's view of the backlog. */
export const BacklogCase = z.object({
  id: CaseId,
  reference: text(20),
  title: text(300),
  state: CaseState,
  queue: Slug,
  source: CaseSource,
  band: PriorityBand,
  dueAt: Instant.nullable(),
  epoch: Epoch,
  assignee: z.object({ id: PersonId, displayName: text(80) }).nullable(),
});
export type BacklogCase = Readonly<z.infer<typeof BacklogCase>>;

/** The cases that a filter names now, with their epochs, and what people would hold afterwards (S1). */
export const ReassignmentPreview = z.object({
  cases: z.array(BacklogCase).max(1000),
  /** Of all that match: of more than 1,000 the first are named. */
  total: count,
  targetOpenCases: count.nullable(),
  targetCapacity: count.nullable(),
  /** Of `balanced`: who would get which; a case that is not in it fits nobody. */
  plan: z
    .array(z.object({ caseId: CaseId, personId: PersonId }))
    .max(1000)
    .default([]),
  /** Of everybody who would get some. */
  after: z.array(LoadAfter).max(1000).default([]),
});
export type ReassignmentPreview = Readonly<z.infer<typeof ReassignmentPreview>>;

export const TeamMember = z.object({
  id: PersonId,
  username: text(80),
  displayName: text(80),
  role: Role,
  queues: z.array(Slug).max(200),
  languages: z.array(Language).max(50).default([]),
  capacity: count,
  openCases: count,
  /** When the oldest of their open cases came in. */
  oldestAt: Instant.nullable().default(null),
  /** Since when the person is on a break; null while they work. */
  onBreakSince: Instant.nullable().default(null),
  /** Marked as not there by a supervisor. */
  away: z
    .object({ since: Instant, until: Instant.nullable(), reason: text(500) })
    .nullable()
    .default(null),
  lastContactAt: Instant.nullable(),
  /** What the device last said that it still has waiting, and when. */
  waiting: count,
  waitingAt: Instant.nullable(),
});
export type TeamMember = Readonly<z.infer<typeof TeamMember>>;

const Named = z.object({ id: PersonId, displayName: text(80) });

/** `uncontested` and `conflicting` wait for somebody; `settled` is over, by a supervisor or by being adopted (D8). */
export const LateKind = z.enum(['conflicting', 'uncontested', 'settled']);
export type LateKind = z.infer<typeof LateKind>;

export const LateDecision = z.object({
  decision: Decision,
  by: Named,
  case: z.object({ reference: text(20), title: text(300) }),
  receivedAt: Instant,
  contested: z.enum(['uncontested', 'conflicting']),
  settled: z.enum(['open', 'stands', 'superseded', 'adopted']),
  standing: Decision.nullable(),
  /** Whose decision stands. */
  standingBy: Named.nullable(),
});
export type LateDecision = Readonly<z.infer<typeof LateDecision>>;

/** The evidence that one of the two decisions was made on. */
export const MadeOn = z.object({
  caseVersion: CaseVersion,
  /** Nothing material has changed between it and what the case holds now. */
  sameAsNow: z.boolean(),
  /** Null where it is no longer known which items the case had then. */
  evidence: z.array(EvidenceItem).max(200).nullable(),
});
export type MadeOn = Readonly<z.infer<typeof MadeOn>>;

/** Who held the case under which epoch. */
export const Holding = z.object({
  epoch: Epoch,
  person: Named,
  from: Instant,
  /** Null while it lasts. */
  until: Instant.nullable(),
  because: z
    .enum([
      'reassigned',
      'released',
      'lease-ended',
      'idle',
      'escalated',
      'recalled',
      'settled',
      'closed',
      'deleted',
      'reopened',
    ])
    .nullable(),
});
export type Holding = Readonly<z.infer<typeof Holding>>;

/** What a supervisor looks at before they say which of two decisions stands. */
export const LateSeen = z.object({
  case: Case,
  late: MadeOn,
  standing: MadeOn.nullable(),
  /** Oldest first; of very many, the newest. */
  held: z.array(Holding).max(100),
});
export type LateSeen = Readonly<z.infer<typeof LateSeen>>;

/** Ids and digests, never content (U1). */
export const AuditEvent = z.object({
  sequence: z.int().min(1).nullable(),
  id: CommandId,
  at: Instant,
  kind: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*(\.[a-z-]+)+$/)
    .max(60),
  personId: PersonId.nullable(),
  deviceId: DeviceId.nullable(),
  caseId: CaseId.nullable(),
  details: z.record(z.string().max(60), z.union([z.string().max(300), z.number(), z.boolean(), z.null()])),
  previousHash: Sha256.nullable(),
  hash: Sha256.nullable(),
});
export type AuditEvent = Readonly<z.infer<typeof AuditEvent>>;

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

/** Cases are named with the epoch that the supervisor saw; a moved one answers `changed` (S1). */
export const Reassignment = z.object({
  id: CommandId,
  target: AssignTarget,
  reason: requiredText(500),
  cases: z
    .array(z.object({ caseId: CaseId, epoch: Epoch }))
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

export const TeamMember = z.object({
  id: PersonId,
  username: text(80),
  displayName: text(80),
  role: Role,
  queues: z.array(Slug).max(200),
  capacity: count,
  openCases: count,
  /** Since when the person is on a break; null while they work. */
  onBreakSince: Instant.nullable().default(null),
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

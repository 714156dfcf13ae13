/** What supervisors and auditors do. These need contact, and say so (D14). */
import { z } from 'zod';
import { CaseSource, PriorityBand, CaseState } from './case.ts';
import { Decision } from './command.ts';
import { Role } from './people.ts';
import {
  CaseId,
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

export const LateDecision = z.object({
  decision: Decision,
  by: z.object({ id: PersonId, displayName: text(80) }),
  receivedAt: Instant,
  contested: z.enum(['uncontested', 'conflicting']),
  settled: z.enum(['open', 'stands', 'superseded', 'adopted']),
  standing: Decision.nullable(),
});
export type LateDecision = Readonly<z.infer<typeof LateDecision>>;

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

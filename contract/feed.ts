/** The feed (R1 to R9) and the answers to commands (D5 to D12). */
import { z } from 'zod';
import { AuditHead } from './audit-head.ts';
import { Case } from './case.ts';
import {
  CaseId,
  CaseVersion,
  CatalogueVersion,
  CommandId,
  DecisionId,
  DeviceId,
  Epoch,
  Instant,
  InstanceId,
  Sha256,
  count,
  text,
} from './primitives.ts';
import { FieldError, ProblemCode } from './problem.ts';

/**
 * A place in one person's feed. `era` changes when the central API is restored from a backup (L5) and
 * `generation` when the person's role changes (P2); positions are compared only within one of each.
 * Position 0 is before the first change.
 */
export const FeedCursor = z.object({
  era: z.int().min(1),
  generation: z.int().min(1),
  position: z.int().min(0),
});
export type FeedCursor = Readonly<z.infer<typeof FeedCursor>>;

export const DropReason = z.enum([
  'decided',
  'reassigned',
  'released',
  'lease-ended',
  'escalated',
  'closed',
  'deleted',
  'not-permitted',
]);
export type DropReason = z.infer<typeof DropReason>;

export const CasePut = z.object({
  type: z.literal('case.put'),
  caseId: CaseId,
  position: z.int().min(1),
  case: Case,
});
export const CaseDrop = z.object({
  type: z.literal('case.drop'),
  caseId: CaseId,
  position: z.int().min(1),
  epoch: Epoch,
  version: CaseVersion,
  reason: DropReason,
});
export const FeedChange = z.discriminatedUnion('type', [CasePut, CaseDrop]);
export type FeedChange = Readonly<z.infer<typeof FeedChange>>;

const pageHead = {
  instanceId: InstanceId,
  /** The cursor that this page follows; a page that follows another than the stored one is ignored (R2). */
  after: FeedCursor,
  cursor: FeedCursor,
  /** Sent back with the cursor: it shows that this central API gave it to this person (L5). */
  seal: text(100).nullable().default(null),
  more: z.boolean(),
  /** The catalogue in force. */
  catalogueVersion: CatalogueVersion,
  /** The central API's clock when it answered. */
  serverTime: Instant,
};
export const FeedPage = z.object({ ...pageHead, changes: z.array(FeedChange).max(1000) });
export type FeedPage = Readonly<z.infer<typeof FeedPage>>;

/** The page as a desktop reads it: each change is parsed by itself, so one unreadable case stops no other (R8). */
export const FeedEnvelope = z.object({
  ...pageHead,
  changes: z.array(z.looseObject({ type: z.string(), caseId: CaseId, position: z.int().min(1) })).max(1000),
});
export type FeedEnvelope = Readonly<z.infer<typeof FeedEnvelope>>;

/** What a person may learn of a decision that stands instead of theirs, once they have decided (D8). */
export const RivalDecision = z.object({
  decisionId: DecisionId,
  by: text(120).nullable(),
  outcome: text(40),
  rationale: text(8000).nullable(),
  decidedAt: Instant,
});
export type RivalDecision = Readonly<z.infer<typeof RivalDecision>>;

const answered = { id: CommandId };
export const CommandAnswer = z.discriminatedUnion('status', [
  /** `position` is where the feed must be before what was done here stops lying over it (R7). */
  z.object({ ...answered, status: z.literal('applied'), cursor: FeedCursor, recordedAt: Instant }),
  z.object({
    ...answered,
    status: z.literal('late'),
    cursor: FeedCursor,
    recordedAt: Instant,
    contested: z.enum(['uncontested', 'conflicting']),
    reason: z.enum(['reassigned', 'lease-ended', 'already-decided', 'released', 'closed', 'deleted']),
    standing: RivalDecision.nullable(),
  }),
  z.object({
    ...answered,
    status: z.literal('changed'),
    caseVersion: CaseVersion,
    evidenceDigest: Sha256,
  }),
  z.object({
    ...answered,
    status: z.literal('rejected'),
    code: ProblemCode,
    detail: text(2000),
    errors: z.array(FieldError).max(100).default([]),
  }),
  /** This one was not tried, for a reason of the moment: send it again. */
  z.object({ ...answered, status: z.literal('retry'), retryAfterMs: count }),
]);
export type CommandAnswer = Readonly<z.infer<typeof CommandAnswer>>;

/** Items are parsed one by one by the central API, so that a bad one does not refuse the others (D5). */
export const CommandBatch = z.object({
  deviceId: DeviceId,
  sentAt: Instant,
  /** Commands still unacknowledged on the device, this batch included: shown to supervisors (S3). */
  waiting: count.default(0),
  /** The newest that this device has kept (U2). */
  auditHead: AuditHead.nullable().default(null),
  commands: z
    .array(z.looseObject({ id: CommandId }))
    .min(1)
    .max(100),
});
export type CommandBatch = Readonly<z.infer<typeof CommandBatch>>;

export const CommandAnswers = z.object({
  instanceId: InstanceId,
  era: z.int().min(1),
  serverTime: Instant,
  answers: z.array(CommandAnswer).max(100),
  auditHead: AuditHead.nullable().default(null),
});
export type CommandAnswers = Readonly<z.infer<typeof CommandAnswers>>;

/** Events of `GET /v1/stream`. The stream only says that there is something (L2); the client pulls. */
export const StreamEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('hello'), instanceId: InstanceId, era: z.int().min(1) }),
  z.object({ event: z.literal('feed'), position: z.int().min(0) }),
  /** The platform answered for an action of a decision of this person (S4). */
  z.object({ event: z.literal('enforcement') }),
  /** To supervisors: something changed of what their rooms show; at most every two seconds. */
  z.object({ event: z.literal('rooms') }),
  z.object({ event: z.literal('heartbeat') }),
  /** Sign in again, or for ever: `retire` and `revoke` (S3). */
  z.object({ event: z.literal('session'), what: z.enum(['ended', 'retire', 'revoke']) }),
]);
export type StreamEvent = Readonly<z.infer<typeof StreamEvent>>;

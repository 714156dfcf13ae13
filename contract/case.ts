import { z } from 'zod';
import { EvidenceItem, Fact } from './evidence.ts';
import { Action } from './action.ts';
import {
  CaseId,
  CaseVersion,
  CommandId,
  DecisionId,
  Epoch,
  Instant,
  Language,
  Score,
  Sha256,
  Slug,
  count,
  requiredText,
  text,
} from './primitives.ts';
import { FirstDecision } from './first-decision.ts';
import { Subject, SubjectRelation } from './subject.ts';

export const CaseSource = z.enum(['detection', 'report', 'vendor', 'appeal']);
export type CaseSource = z.infer<typeof CaseSource>;

/** `offline`: kept on disk. `memory`: never on disk. `never`: fetched to be looked at, once (E4). */
export const CachePolicy = z.enum(['offline', 'memory', 'never']);
export type CachePolicy = z.infer<typeof CachePolicy>;

export const CaseState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('queued') }),
  z.object({ is: z.literal('assigned') }),
  z.object({ is: z.literal('snoozed'), until: Instant }),
  z.object({ is: z.literal('waiting'), for: requiredText(200), until: Instant }),
  z.object({ is: z.literal('escalated'), queue: Slug }),
  z.object({ is: z.literal('decided'), decisionId: DecisionId }),
  z.object({ is: z.literal('closed') }),
]);
export type CaseState = Readonly<z.infer<typeof CaseState>>;

export const PriorityBand = z.enum(['P1', 'P2', 'P3']);
export type PriorityBand = z.infer<typeof PriorityBand>;
/** The score orders a queue, highest first; the band is its word. */
export const Priority = z.object({ score: z.number().min(0).max(1000), band: PriorityBand });
export type Priority = Readonly<z.infer<typeof Priority>>;

export const Note = z.object({ id: CommandId, at: Instant, by: text(120), text: requiredText(8000) });
export type Note = Readonly<z.infer<typeof Note>>;

/** One step in a case's life, in words of the contract; names are left out where the reader may not see them. */
export const TimelineEntry = z.object({
  at: Instant,
  event: z.enum([
    'created',
    'evidence-added',
    'report-joined',
    'assigned',
    'released',
    'lease-ended',
    'snoozed',
    'escalated',
    'decided',
    'recalled',
    'late',
    'settled',
    'approval-asked',
    'approved',
    'refused',
    'reopened',
    'handed-over',
    'skipped',
    'enforced',
    'enforcement-failed',
  ]),
  by: text(120).nullable(),
  detail: text(500).default(''),
});
export type TimelineEntry = Readonly<z.infer<typeof TimelineEntry>>;

/** A case as its reviewer receives it. What the role may not see has been left out by the central API (P1, P2). */
export const Case = z.object({
  id: CaseId,
  /** Short and human, for talking about it: `JP-1042`. */
  reference: z.string().regex(/^[A-Z]{2,4}-[0-9]{1,12}$/),
  version: CaseVersion,
  epoch: Epoch,
  title: requiredText(300),
  /** One line under the title in the queue: what fired, or who reported. */
  summary: text(500),
  state: CaseState,
  source: CaseSource,
  queue: Slug,
  policyArea: Slug.nullable().default(null),
  priority: Priority,
  /** The SLA: one absolute time. Null when nothing is due. */
  dueAt: Instant.nullable(),
  subject: Subject,
  related: z.array(SubjectRelation).max(100).default([]),
  compartment: Slug.nullable().default(null),
  cachePolicy: CachePolicy,
  language: Language.nullable().default(null),
  /** Hidden in golden cases, second reviews and appeals, and from roles that do not see it: then null. */
  riskScore: Score.nullable().default(null),
  reports: count.default(0),
  strikes: count.default(0),
  facts: z.array(Fact).max(100).default([]),
  evidence: z.array(EvidenceItem).max(200),
  /** The central API's digest over the material evidence; echoed in a decision (D1, D11). */
  evidenceDigest: Sha256,
  /** Cases whose content is nearly the same share it. */
  nearDuplicateDigest: z
    .string()
    .regex(/^[0-9a-f]{16,64}$/)
    .nullable()
    .default(null),
  otherOpenCases: z
    .array(z.object({ id: CaseId, reference: text(20), title: text(300) }))
    .max(50)
    .default([]),
  notes: z.array(Note).max(200).default([]),
  timeline: z.array(TimelineEntry).max(200).default([]),
  /** The decision that stands, where one does: `replaces` must name it (F3). */
  standing: z
    .object({
      decisionId: DecisionId,
      outcome: text(40),
      actions: z.array(Action).max(50),
      decidedAt: Instant,
    })
    .nullable()
    .default(null),
  /** Of an appeal: the decision that it is about. */
  appeal: FirstDecision.nullable().default(null),
  createdAt: Instant,
  updatedAt: Instant,
  assignedAt: Instant.nullable(),
  /** When the assignment ends without contact; the central API's clock (F2). */
  leaseEndsAt: Instant.nullable(),
});
export type Case = Readonly<z.infer<typeof Case>>;

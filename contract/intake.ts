/** What producers send over HTTP: cases, new evidence of theirs, customers' reports, and content by its digest. */
import { z } from 'zod';
import { Fact } from './evidence.ts';
import { IncomingCase, IncomingEvidence } from './import.ts';
import { CaseId, Instant, Language, Sha256, Slug, count, requiredText, text } from './primitives.ts';
import { FieldError } from './problem.ts';
import { Subject, SubjectRelation } from './subject.ts';

/** Names a request: the same one twice is done once and answered alike, for seven days. Other headers pass. */
export const IntakeHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
    .optional(),
});

/** Cases in one request, at most; and reports. */
export const intakeBatchLimit = 200;
/** Of one request: room for the largest item with its content, and more beside it. */
export const intakeBodyBytes = 16 * 1024 ** 2;

/** One case, or a batch of them. Items of a batch are parsed one by one, so a bad one does not refuse the others. */
export const CasesBody = z.union([
  z.object({ cases: z.array(z.looseObject({})).min(1).max(intakeBatchLimit) }),
  z.looseObject({ externalId: z.string() }),
]);

const answered = {
  externalId: text(200),
  /** Where the item stood in the batch, from 0. */
  index: z.int().min(0),
};
export const IntakeAnswer = z.discriminatedUnion('status', [
  z.object({ ...answered, status: z.literal('added'), caseId: CaseId, reference: text(20) }),
  /** The same external id came before: nothing was added, whatever else it says this time. */
  z.object({ ...answered, status: z.literal('already-there'), caseId: CaseId, reference: text(20) }),
  /** A report that went to a case which was open already. */
  z.object({ ...answered, status: z.literal('joined'), caseId: CaseId, reference: text(20) }),
  z.object({ ...answered, status: z.literal('rejected'), errors: z.array(FieldError).min(1).max(100) }),
]);
export type IntakeAnswer = Readonly<z.infer<typeof IntakeAnswer>>;
export const IntakeAnswers = z.object({ results: z.array(IntakeAnswer).max(intakeBatchLimit) });
export type IntakeAnswers = Readonly<z.infer<typeof IntakeAnswers>>;

/**
 * A customer's "flag this". It joins the open case of the same subject, and raises its priority; without one it
 * makes a case of source `report`, for which the subject's content comes along.
 */
export const IncomingReport = z.object({
  /** The platform's own id of the report: the same one twice adds nothing. */
  externalId: requiredText(200),
  subject: Subject,
  reporter: z.object({
    id: requiredText(200),
    label: requiredText(300),
    role: z.enum(['client', 'freelancer', 'vendor', 'staff']),
    /** What they reported before, and how much of it was upheld. */
    reports: count.default(0),
    upheld: count.default(0),
  }),
  at: Instant.optional(),
  reason: requiredText(300),
  text: text(20_000).default(''),
  language: Language.nullable().default(null),
  policyArea: Slug.nullable().default(null),
  related: z.array(SubjectRelation).max(100).default([]),
  facts: z.array(Fact).max(100).default([]),
  /** The subject as it was when it was reported: needed where no case of it is open. */
  evidence: z.array(IncomingEvidence).max(50).default([]),
});
export type IncomingReport = Readonly<z.infer<typeof IncomingReport>>;

export const ReportsBody = z.union([
  z.object({ reports: z.array(z.looseObject({})).min(1).max(intakeBatchLimit) }),
  z.looseObject({ externalId: z.string() }),
]);

/** Items whose `key` the case has become new versions of them; others are added (D11 follows where they are material). */
export const EvidenceEdit = z.object({
  /** Names the edit: the same one twice changes nothing. */
  externalId: requiredText(200),
  evidence: z.array(IncomingEvidence).min(1).max(200),
});
export type EvidenceEdit = Readonly<z.infer<typeof EvidenceEdit>>;

export const EditAnswer = z.object({
  status: z.enum(['edited', 'already-there']),
  caseId: CaseId,
  version: z.int().min(1),
});

/** An upload in parts: begun with what it will be, then parts in order, each at the offset that was received so far. */
export const BeginUpload = z.object({
  digest: Sha256,
  bytes: z
    .int()
    .min(1)
    .max(20 * 1024 ** 3),
});
export const UploadState = z.object({
  digest: Sha256,
  bytes: z.int().min(0),
  /** The next part begins here. */
  received: z.int().min(0),
  complete: z.boolean(),
});
export type UploadState = Readonly<z.infer<typeof UploadState>>;

export { IncomingCase };

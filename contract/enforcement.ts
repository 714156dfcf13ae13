/** What the platform is asked to do for a decision, and what it answers (S4). */
import { z } from 'zod';
import { Action } from './action.ts';
import { CaseId, DecisionId, Instant, requiredText, text } from './primitives.ts';
import { Subject } from './subject.ts';

/** Of a webhook: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>">`; several `v1` while a secret changes. */
export const signatureHeader = 'docket-signature';

export const EnforcementId = z.uuid();

/** `awaiting`: a second person must approve it first. `requested`: to be delivered, or delivered and not yet answered. `cancelled`: taken back before the first attempt. */
export const EnforcementState = z.enum(['awaiting', 'requested', 'confirmed', 'failed', 'cancelled']);
export type EnforcementState = z.infer<typeof EnforcementState>;

/** The body of a webhook. Sent again until it is answered: `id` is what the platform recognises it by. */
export const EnforcementRequest = z.object({
  id: EnforcementId,
  /** Rises for each subject in the order in which its actions must be taken; numbers may be left out. */
  sequence: z.int().min(1),
  decisionId: DecisionId,
  caseId: CaseId,
  reference: text(20),
  action: Action,
  /** The id of the request that this one takes back; then the platform undoes that one. */
  reverses: EnforcementId.nullable(),
  decidedAt: Instant,
  /** To the customer, in words of the organisation; null when none was written. With one action only: the first, or the first that had to be approved. */
  message: z.object({ language: text(35), subject: text(200), body: text(8000) }).nullable(),
});
export type EnforcementRequest = Readonly<z.infer<typeof EnforcementRequest>>;

/**
 * The answer to a webhook, as the body of a 2xx or later through `POST /v1/enforcement/:id/answer`. `accepted`: it is
 * on its way and an answer follows. `failed` is final: it is not sent again unless a supervisor asks for it.
 */
export const EnforcementAnswer = z.object({
  status: z.enum(['accepted', 'confirmed', 'failed']),
  detail: text(500).default(''),
});
export type EnforcementAnswer = Readonly<z.infer<typeof EnforcementAnswer>>;

/** How an action of a decision stands. */
export const Enforcement = z.object({
  id: EnforcementId,
  decisionId: DecisionId,
  caseId: CaseId,
  reference: text(20),
  ordinal: z.int().min(0),
  action: Action,
  reverses: EnforcementId.nullable(),
  state: EnforcementState,
  /** The platform's words, or what went wrong at the last attempt. */
  detail: text(500),
  attempts: z.int().min(0),
  nextAttemptAt: Instant.nullable(),
  requestedAt: Instant,
  updatedAt: Instant,
});
export type Enforcement = Readonly<z.infer<typeof Enforcement>>;

export const EnforcementAttempt = z.object({
  at: Instant,
  /** Null when there was no answer. */
  httpStatus: z.int().nullable(),
  durationMs: z.int().min(0),
  detail: text(500),
});

/** A line of the supervisor's log. */
export const EnforcementLine = z.object({
  ...Enforcement.shape,
  subject: Subject.pick({ type: true, id: true }),
  by: requiredText(120),
  log: z.array(EnforcementAttempt).max(50),
});
export type EnforcementLine = Readonly<z.infer<typeof EnforcementLine>>;

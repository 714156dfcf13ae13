/** What a second person must approve before the platform is asked for it (D12, D13). This needs contact (D14). */
import { z } from 'zod';
import { mostInBatch } from './batch.ts';
import { Case } from './case.ts';
import { Decision } from './command.ts';
import type { Role } from './people.ts';
import { BatchId, CaseId, CommandId, DecisionId, Instant, PersonId, text } from './primitives.ts';

/** Who may be the second person. */
export const approvers: readonly Role[] = ['supervisor', 'admin'];

/** `action`: the catalogue asks for it by the kind of an action. `batch`: more cases than may be decided at once. */
export const ApprovalReason = z.enum(['action', 'batch']);
export type ApprovalReason = z.infer<typeof ApprovalReason>;

export const AwaitingCase = z.object({
  decisionId: DecisionId,
  caseId: CaseId,
  reference: text(20),
  title: text(300),
});

/** One decision, or one batch of them, that waits for a second person. */
export const AwaitingApproval = z.object({
  /** The first decision, as it was made; those of a batch differ in what their actions aim at. */
  decision: Decision,
  batchId: BatchId.nullable(),
  because: ApprovalReason,
  by: z.object({ id: PersonId, displayName: text(80) }),
  /** By the person who asks: then somebody else must settle it. */
  own: z.boolean(),
  askedAt: Instant,
  cases: z.array(AwaitingCase).min(1).max(mostInBatch),
});
export type AwaitingApproval = Readonly<z.infer<typeof AwaitingApproval>>;

/** The case as it is now, for who settles; looking is audited. */
export const ApprovalSeen = z.object({
  case: Case,
  /** Whether its evidence is still that on which it was decided. */
  sameEvidence: z.boolean(),
});

/** The decisions that were looked at: others of a batch that arrived since are asked about anew. */
export const SettleApproval = z.object({
  id: CommandId,
  verdict: z.enum(['approve', 'refuse']),
  decisions: z.array(DecisionId).min(1).max(mostInBatch),
  /** Told to the author; needed for a refusal. */
  reason: text(500),
});
export type SettleApproval = Readonly<z.infer<typeof SettleApproval>>;

export const ApprovalSettled = z.object({
  id: CommandId,
  answers: z
    .array(
      z.object({
        decisionId: DecisionId,
        status: z.enum([
          'approved', // the platform is asked now
          'refused', // it is taken back, and its author has the case again
          'changed', // recalled, replaced or settled by somebody else since
          'own', // nobody approves what they decided themselves
          'not-found',
        ]),
      }),
    )
    .max(mostInBatch),
});
export type ApprovalSettled = Readonly<z.infer<typeof ApprovalSettled>>;

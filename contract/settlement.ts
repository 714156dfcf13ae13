/** What becomes of late decisions (D8) and of batches (D13) after they were received. */
import { z } from 'zod';
import { Outcome } from './catalogue.ts';
import { CaseId, CommandId, DecisionId, Epoch, Instant, requiredText, text } from './primitives.ts';

/** `standing` is the decision that the supervisor saw standing; another one by now answers `changed`. */
export const SettleLate = z.object({
  id: CommandId,
  stands: z.enum(['late', 'standing']),
  standing: DecisionId.nullable(),
  reason: requiredText(500),
});
export type SettleLate = Readonly<z.infer<typeof SettleLate>>;

export const SettledLate = z.object({
  id: CommandId,
  /** `closed`: the case was closed, so nothing of it changes any more. */
  status: z.enum(['settled', 'changed', 'closed']),
  /** Which decision stands on the case now. */
  standing: DecisionId.nullable(),
  epoch: Epoch,
});
export type SettledLate = Readonly<z.infer<typeof SettledLate>>;

/** That a late decision waits for the person who holds its case; what it says is asked for by itself. */
export const LateOffer = z.object({
  decisionId: DecisionId,
  caseId: CaseId,
  /** Its author holds the case again: it is theirs to see at once. */
  own: z.boolean(),
  receivedAt: Instant,
});
export type LateOffer = Readonly<z.infer<typeof LateOffer>>;

/** The view that the person has formed; it is audited beside the view that they asked to see. */
export const SeeLate = z.object({ outcome: Outcome.nullable() });

/** What a person is told of a decision of their own. */
export const DecisionNotice = z.object({
  id: CommandId,
  decisionId: DecisionId,
  caseId: CaseId,
  reference: text(20),
  title: text(300),
  what: z.enum([
    'stands', // it was settled that it stands
    'superseded', // it was settled that another stands
    'adopted', // the new owner decided the same, naming it
    'reversed', // its batch was reversed
    'refused', // a second person did not approve it; the case is open again
    'upheld', // whoever reviewed an appeal against it came to the same
    'overturned', // whoever reviewed an appeal against it came to something else
  ]),
  by: text(120).nullable(),
  reason: text(500),
  at: Instant,
});
export type DecisionNotice = Readonly<z.infer<typeof DecisionNotice>>;

export const ReverseBatch = z.object({ id: CommandId, reason: requiredText(500) });
export type ReverseBatch = Readonly<z.infer<typeof ReverseBatch>>;

export const BatchReversed = z.object({
  id: CommandId,
  answers: z
    .array(
      z.object({
        caseId: CaseId,
        decisionId: DecisionId,
        status: z.enum([
          'reversed',
          'decided-again', // another decision took its place: left alone
          'not-standing', // taken back before, or late and never in force
          'closed',
        ]),
      }),
    )
    .max(2000),
});
export type BatchReversed = Readonly<z.infer<typeof BatchReversed>>;

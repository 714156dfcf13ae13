/** Appeals: a decision that its customer asks to have looked at again, by somebody who had no part in it. */
import { z } from 'zod';
import { CustomerMessage } from './command.ts';
import { IncomingEvidence } from './import.ts';
import { intakeBatchLimit } from './intake.ts';
import { CaseId, DecisionId, Instant, Language, requiredText, text } from './primitives.ts';

/** Names the decision by its id, which the platform was told with each action, or by the reference that customers are told. */
const against = z.union([
  z.object({ decisionId: DecisionId }),
  z.object({ reference: z.string().regex(/^[A-Z]{2,4}-[0-9]{1,12}$/) }),
]);

export const IncomingAppeal = z.object({
  /** The platform's own id of the appeal: the same one twice adds nothing. */
  externalId: requiredText(200),
  against,
  appellant: z.object({
    id: requiredText(200),
    label: requiredText(300),
    role: z.enum(['client', 'freelancer', 'vendor']),
  }),
  at: Instant.optional(),
  /** In a few words, as the list shows it. */
  grounds: requiredText(300),
  text: text(20_000).default(''),
  language: Language.nullable().default(null),
  /** What the appellant brings along. */
  evidence: z.array(IncomingEvidence).max(20).default([]),
});
export type IncomingAppeal = Readonly<z.infer<typeof IncomingAppeal>>;

export const AppealsBody = z.union([
  z.object({ appeals: z.array(z.looseObject({})).min(1).max(intakeBatchLimit) }),
  z.looseObject({ externalId: z.string() }),
]);

/**
 * `upheld`: the same outcome with the same actions, which stay as they are. `overturned`: anything else; the first
 * decision's actions are taken back, and the new one's are asked for. `moot`: the first decision no longer stood.
 */
export const AppealVerdict = z.enum(['upheld', 'overturned', 'moot']);
export type AppealVerdict = z.infer<typeof AppealVerdict>;

/** What became of an appeal, for whoever sent it. */
export const AppealAnswer = z.object({
  externalId: text(200),
  caseId: CaseId,
  reference: text(20),
  decisionId: DecisionId,
  /** Null while nobody has decided it. */
  verdict: AppealVerdict.nullable(),
  settledAt: Instant.nullable(),
  /** The words for the appellant, where the decision has some. */
  message: CustomerMessage.nullable(),
});
export type AppealAnswer = Readonly<z.infer<typeof AppealAnswer>>;

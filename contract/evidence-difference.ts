/** What changed on a case after a decision was made on it (D11): both versions in words, to be compared by a person. */
import { z } from 'zod';
import { EvidenceKind } from './evidence.ts';
import { CaseId, CommandId, count, text } from './primitives.ts';

/** Of one version of an item. */
export const mostDifferenceText = 100_000;

export const EvidenceChange = z.object({
  /** `field`: one of the case itself, named like those of the banner; `fact`: one of its facts, by its label. */
  of: z.enum(['field', 'fact', 'item']),
  what: text(200),
  is: z.enum(['changed', 'added', 'removed']),
  /** Of an item. */
  kind: EvidenceKind.nullable(),
  /** Whether a decision is made on it. */
  material: z.boolean(),
  /** In words, masked; null where it has none, or they are not here: a picture, content that was not fetched. */
  before: text(mostDifferenceText).nullable(),
  after: text(mostDifferenceText).nullable(),
  /** Only the surroundings of the change are given: the whole would be too long. */
  cut: z.boolean(),
});
export type EvidenceChange = Readonly<z.infer<typeof EvidenceChange>>;

export const EvidenceDifference = z.object({
  id: CommandId,
  caseId: CaseId,
  reference: text(20),
  title: text(300),
  /** What was decided. */
  outcome: text(40),
  /** The version that was decided on. */
  decidedOn: count,
  /** The newest one here, which confirming would be on; null while it has not arrived. */
  newest: count.nullable(),
  /** Null when the version that was decided on is no longer kept here. Material ones first. */
  changes: z.array(EvidenceChange).max(300).nullable(),
});
export type EvidenceDifference = Readonly<z.infer<typeof EvidenceDifference>>;

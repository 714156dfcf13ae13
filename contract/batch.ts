/** Near-duplicates decided together: many decisions with one batch id, each its own (D13). */
import { z } from 'zod';
import { DraftContent } from './draft.ts';
import { BatchId, CaseId, CaseVersion, DecisionId, text } from './primitives.ts';

export const mostInBatch = 500;
/** UTF-16 code units of a text that are shown beside the others. */
export const mostOfText = 4000;

/** An undecided case of the person whose content is nearly that of another, as it is looked at before they are decided. */
export const NearDuplicate = z.object({
  caseId: CaseId,
  caseVersion: CaseVersion,
  reference: text(20),
  title: text(300),
  /** Whose it is; empty where the case names nobody. */
  owner: text(300),
  hasDraft: z.boolean(),
  /** What is said in it, sensitive fields masked; null where it is not here, or may not be kept on a disk (E4). */
  text: text(mostOfText).nullable(),
  /** There is more of the text than this. */
  goesOn: z.boolean(),
  /** Why the decision that was asked about cannot be made here; empty where it can, and where none was asked about. */
  why: text(500),
});
export type NearDuplicate = Readonly<z.infer<typeof NearDuplicate>>;

export const BatchSubmission = z.object({
  /** The case that the content was written on; what an action of it aims at is found anew on each case. */
  like: CaseId,
  /** Without the exceptions; each with the version that was looked at. */
  cases: z
    .array(z.object({ caseId: CaseId, caseVersion: CaseVersion }))
    .min(1)
    .max(mostInBatch),
  content: DraftContent,
  openMs: z.int().min(0),
  activeMs: z.int().min(0),
});
export type BatchSubmission = Readonly<z.infer<typeof BatchSubmission>>;

export const BatchAnswer = z.object({
  caseId: CaseId,
  decisionId: DecisionId.nullable(),
  did: z.enum([
    'decided',
    'refused', // `detail` says why; nothing of this case has changed
  ]),
  detail: text(500),
});
export type BatchAnswer = Readonly<z.infer<typeof BatchAnswer>>;

export const BatchResult = z.object({
  /** Null when no case could be decided. */
  batchId: BatchId.nullable(),
  answers: z.array(BatchAnswer).max(mostInBatch),
});
export type BatchResult = Readonly<z.infer<typeof BatchResult>>;

export const BatchUndo = z.object({
  batchId: BatchId,
  answers: z
    .array(
      z.object({
        caseId: CaseId,
        decisionId: DecisionId,
        reference: text(20),
        title: text(300),
        did: z.enum([
          'withdrawn',
          'recall',
          'decided-again', // left alone: something else was decided here since
          'left', // undone before, or no longer to be undone
        ]),
      }),
    )
    .max(mostInBatch),
});
export type BatchUndo = Readonly<z.infer<typeof BatchUndo>>;

/** A draft: a decision in the making. On disk within 500 ms of the last key; never leaves the device (D10, R6). */
import { z } from 'zod';
import { Action } from './action.ts';
import { Outcome, Severity } from './catalogue.ts';
import { CustomerMessage } from './command.ts';
import { DecisionId, Slug, text } from './primitives.ts';

export const DraftContent = z.object({
  outcome: Outcome.nullable(),
  policies: z.array(Slug).max(20),
  actions: z.array(Action).max(50),
  severity: Severity.nullable(),
  rationale: text(8000),
  message: CustomerMessage.nullable(),
  adopts: DecisionId.nullable().default(null),
  /** Where the caret stood, so that it can be put back. */
  caret: z
    .object({ field: text(40), position: z.int().min(0) })
    .nullable()
    .default(null),
});
export type DraftContent = Readonly<z.infer<typeof DraftContent>>;

export const Draft = z.object({
  content: DraftContent,
  /** From 1. A save names the one that it follows; another is a conflict of two windows. 0: nothing saved yet. */
  revision: z.int().min(0),
  savedAt: z.string().nullable(),
});
export type Draft = Readonly<z.infer<typeof Draft>>;

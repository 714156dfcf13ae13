/** Golden cases and second reviews: decided cases that somebody is given again, without being told (S5). */
import { z } from 'zod';
import { CaseId, CommandId, Slug } from './primitives.ts';

export const PracticeRequest = z.object({
  id: CommandId,
  /** A decided case. */
  caseId: CaseId,
  /** `golden`: the right answer is known. `second-review`: somebody else is to decide it too. */
  kind: z.enum(['golden', 'second-review']),
  /** Null: the queue of the original. */
  queue: Slug.nullable(),
});
export type PracticeRequest = Readonly<z.infer<typeof PracticeRequest>>;

export const PracticeMade = z.object({ caseId: CaseId });

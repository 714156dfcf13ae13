/** Somebody who is not there: what they hold goes to others, and nothing new comes to them. */
import { z } from 'zod';
import { CommandId, Instant, PersonId, requiredText } from './primitives.ts';
import { ReassignmentAnswer } from './supervision.ts';

export const MarkAway = z
  .object({
    /** The same request again hands the same cases on, and repeats its answers. */
    id: CommandId,
    away: z.boolean(),
    /** They are back by themselves then; null until somebody says so. */
    until: Instant.nullable(),
    reason: requiredText(500),
  })
  .refine(({ away, until }) => away || until === null, {
    path: ['until'],
    message: 'only for somebody who is away',
  });
export type MarkAway = Readonly<z.infer<typeof MarkAway>>;

export const MarkedAway = z.object({
  id: CommandId,
  personId: PersonId,
  awaySince: Instant.nullable(),
  awayUntil: Instant.nullable(),
  /** Of what they held: to somebody who is there and has room, else back to its queue. */
  answers: z.array(ReassignmentAnswer).max(1000),
});
export type MarkedAway = Readonly<z.infer<typeof MarkedAway>>;

import { z } from 'zod';
import { requiredText } from './primitives.ts';

export const SubjectType = z.enum(['job-post', 'message-thread', 'profile', 'account']);
export type SubjectType = z.infer<typeof SubjectType>;

/** A thing of the platform. A post, its owner's account and both sides of a thread are different subjects. */
export const Subject = z.object({ type: SubjectType, id: requiredText(200), label: requiredText(300) });
export type Subject = Readonly<z.infer<typeof Subject>>;

export const SubjectRelation = z.object({
  relation: z.enum(['owner', 'counterparty', 'participant', 'same-device', 'other']),
  subject: Subject,
});
export type SubjectRelation = Readonly<z.infer<typeof SubjectRelation>>;

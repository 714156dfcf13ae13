import { z } from 'zod';
import { requiredText, text } from './primitives.ts';
import { SubjectType } from './subject.ts';

export const ActionKind = z.enum([
  'remove-content',
  'warn',
  'restrict',
  'suspend',
  'close-account',
  'hold-payout',
  'verify-identity',
  'label',
]);
export type ActionKind = z.infer<typeof ActionKind>;

/** What is done, and to what. `durationDays` absent means until it is lifted. */
export const Action = z.object({
  action: ActionKind,
  target: z.object({ type: SubjectType, id: requiredText(200) }),
  durationDays: z.int().min(1).max(3650).optional(),
  params: z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,40}$/), text(500)).default({}),
});
export type Action = Readonly<z.infer<typeof Action>>;

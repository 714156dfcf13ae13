import type { CommandAnswer } from '../../contract/feed.ts';
import type { FieldError, ProblemCode } from '../../contract/problem.ts';

type Without<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;

/** An answer as it is stored with its command (D6): the cursor is added when it is sent. */
export type StoredAnswer = Without<Exclude<CommandAnswer, { status: 'retry' }>, 'id' | 'cursor'>;
export type LateReason = Extract<CommandAnswer, { status: 'late' }>['reason'];

export const applied = (at: Date): StoredAnswer => ({ status: 'applied', recordedAt: at.toISOString() });

export const rejected = (
  code: ProblemCode,
  detail: string,
  errors: readonly FieldError[] = [],
): StoredAnswer => ({ status: 'rejected', code, detail, errors: [...errors] });

/** The same for a case that does not exist and one that this person never held: neither can be told from it. */
export const unknownCase = (): StoredAnswer => rejected('unknown-case', 'no case of yours has this id');

import type { SubjectType } from '../../contract/subject.ts';
import { only, type Tx } from '../store/sql.ts';

const prefixes: Readonly<Record<SubjectType, 'JP' | 'MT' | 'PR' | 'AC'>> = {
  'job-post': 'JP',
  'message-thread': 'MT',
  profile: 'PR',
  account: 'AC',
};

/** The next short name of a case: `JP-1042`. Numbers may be left out, never given twice. */
export async function nextReference(tx: Tx, subject: SubjectType): Promise<string> {
  const prefix = prefixes[subject];
  const { number } = only(
    await tx.query<{ number: number }>('select nextval($1::regclass) as number', [
      `reference_${prefix.toLowerCase()}`,
    ]),
  );
  return `${prefix}-${number}`;
}

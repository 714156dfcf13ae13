import type { SubjectType } from '../../contract/subject.ts';
import type { Tx } from '../store/sql.ts';

const prefixes: Readonly<Record<SubjectType, 'JP' | 'MT' | 'PR' | 'AC'>> = {
  'job-post': 'JP',
  'message-thread': 'MT',
  profile: 'PR',
  account: 'AC',
};

/** The next short names of cases, `JP-1042`, in the order of the subjects. Numbers may be left out, never given twice. */
export async function nextReferences(tx: Tx, subjects: readonly SubjectType[]): Promise<string[]> {
  const free = new Map<SubjectType, number[]>();
  for (const subject of new Set(subjects)) {
    const wanted = subjects.filter((other) => other === subject).length;
    const { rows } = await tx.query<{ number: number }>(
      'select nextval($1::regclass) as number from generate_series(1, $2::int)',
      [`reference_${prefixes[subject].toLowerCase()}`, wanted],
    );
    free.set(
      subject,
      rows.map((row) => row.number),
    );
  }
  return subjects.map((subject) => `${prefixes[subject]}-${free.get(subject)?.shift()}`);
}

/** What can go wrong with a file, in the words of the contract. Anything else that SQLite throws is a bug and stays thrown. */
import Sqlite from 'better-sqlite3';

export type StoreProblemCode =
  | 'store-newer' // written by a later Docket: untouched
  | 'store-damaged'
  | 'store-readonly'
  | 'key-wrong' // or the file is not encrypted with this cipher at all: the two cannot be told apart
  | 'not-encrypted' // W3
  | 'identity-missing' // W3, or the log that held it is gone (fault 7)
  | 'identity-other' // W2
  | 'disk-full'
  | 'outcome-unknown'; // a sync failed: look the id up before speaking (fault 5)

export type StoreProblem = Readonly<{ code: StoreProblemCode; detail: string }>;

/** Carries a problem out of a transaction. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly problem: StoreProblem;
  constructor(problem: StoreProblem, options?: ErrorOptions) {
    super(`${problem.code}: ${problem.detail}`, options);
    this.problem = problem;
  }
}

const fileErrors: Readonly<Record<string, StoreProblemCode>> = {
  EROFS: 'store-readonly',
  EACCES: 'store-readonly',
  EPERM: 'store-readonly',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
};

/** The problem that an error of SQLite or of the file system stands for; null when it is none of these. */
export function storeProblemOf(error: unknown): StoreProblem | null {
  if (error instanceof StoreError) return error.problem;
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const problem = (named: StoreProblemCode): StoreProblem => ({ code: named, detail: error.message });
  if (!(error instanceof Sqlite.SqliteError)) {
    const named = fileErrors[code];
    return named === undefined ? null : problem(named);
  }
  if (code === 'SQLITE_FULL') return problem('disk-full');
  if (code === 'SQLITE_NOTADB') return problem('key-wrong');
  if (code.startsWith('SQLITE_CORRUPT')) return problem('store-damaged');
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM') {
    return problem('store-readonly');
  }
  if (code === 'SQLITE_IOERR_FSYNC' || code === 'SQLITE_IOERR_DIR_FSYNC') return problem('outcome-unknown');
  if (code === 'SQLITE_IOERR_WRITE') return problem('disk-full');
  if (code.startsWith('SQLITE_IOERR')) return problem('store-damaged');
  return null;
}

import type { Failure } from '../../../contract/bridge.ts';
import { fail } from '../outcome.ts';

/**
 * What an error of SQLite or of the file system means to the person: null when it is another kind of error.
 * Nothing of the error's own text is passed on, because it can hold a path.
 */
export function storageFailure(error: unknown): Failure | null {
  const code = storageCodeOf(error);
  if (code === null) return null;
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC' || code === 'EDQUOT')
    return fail('disk-full', 'The disk is full. Nothing was decided; what you typed is kept on screen.');
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS')
    return fail('store-readonly', 'The files on this computer cannot be written. Nothing was decided.');
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'))
    return fail('store-damaged', 'A file on this computer is damaged. Restart Docket to repair it.');
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO')
    return fail(
      'store-damaged',
      'The disk reported an error, so it is not known whether this was kept. Restart Docket before you go on.',
    );
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'EACCES' || code === 'EPERM')
    return fail('store-readonly', 'The files on this computer cannot be opened for writing.');
  return null;
}

/** The store's own errors say in our words what SQLite would have said. */
const storeProblems: Readonly<Record<string, string>> = {
  'disk-full': 'SQLITE_FULL',
  'store-readonly': 'SQLITE_READONLY',
  'store-damaged': 'SQLITE_CORRUPT',
  'key-wrong': 'SQLITE_NOTADB',
  'outcome-unknown': 'SQLITE_IOERR',
};

/** SQLite's or the system's own name for it; null when the error has none. */
export function storageCodeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('problem' in error) {
    const { problem } = error;
    const isNamed = typeof problem === 'object' && problem !== null && 'code' in problem;
    return isNamed ? (storeProblems[String(problem.code)] ?? null) : null;
  }
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}

import type { Case } from '../../../contract/case.ts';
import { findCase, type StoredCase } from '../store/cache/opened-case.ts';
import { fail, type Outcome } from '../outcome.ts';
import type { Desk } from './desk.ts';

/** A case that is this person's to decide, as the feed last said. */
export function findHeldCase(desk: Pick<Desk, 'cache'>, caseId: string): Outcome<StoredCase> {
  const stored = findCase(desk.cache, caseId);
  if (stored === undefined) return fail('not-found', 'This case is not on this computer.');
  if (stored.gone !== null) return fail('not-assigned', 'This case is no longer yours.');
  if (stored.locked)
    return fail(
      'not-assigned',
      'A newer version of this case needs a newer Docket. It cannot be decided here.',
    );
  return { ok: true, value: stored };
}

/** The version with that number, if it is the pinned or the newest one; nobody can have seen another. */
export function versionSeen(desk: Pick<Desk, 'pins'>, stored: StoredCase, version: number): Case | null {
  const pinned = desk.pins.of(stored)?.shown;
  if (pinned?.version === version) return pinned;
  return stored.current.version === version ? stored.current : null;
}

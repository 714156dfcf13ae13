/** Cases that the central API took away while something of this person's stands on them (R6). */
import * as cases from '../store/cache/cases.ts';
import * as pins from '../store/cache/pins.ts';
import type { Profile } from '../store/profile.ts';
import * as drafts from '../store/work/drafts.ts';
import * as outbox from '../store/work/outbox.ts';

/** Cases that may not be removed yet: a draft, or a command that is unanswered or waits for the person. */
export function casesWithWork(profile: Profile): Set<string> {
  return new Set([...outbox.casesWithUnanswered(profile.work), ...drafts.caseIds(profile.work)]);
}

/** Removes set-aside cases on which nothing stands any longer, or that were kept since before `keepSince`. */
export function removeAnswered(profile: Profile, keepSince: string): string[] {
  const gone = cases.listGone(profile.cache);
  if (gone.length === 0) return [];
  const kept = casesWithWork(profile);
  const removable = gone.filter(
    ({ caseId, goneAt }) => !kept.has(caseId) || (goneAt !== null && goneAt < keepSince),
  );
  if (removable.length > 0) {
    profile.cache.transact((tx) => {
      for (const { caseId } of removable) cases.remove(tx, caseId);
    });
  }
  return removable.map(({ caseId }) => caseId);
}

/** R5: a decision that has been answered no longer needs the version that it was made on. */
export function releaseAnsweredPins(profile: Profile, caseIds: readonly string[]): void {
  const pinned = caseIds.filter((caseId) => pins.find(profile.cache, caseId) !== undefined);
  if (pinned.length === 0) return;
  const kept = casesWithWork(profile);
  profile.cache.transact((tx) => {
    for (const caseId of pinned) if (!kept.has(caseId)) pins.release(tx, caseId);
  });
}

import type { Case } from '../../../contract/case.ts';
import type { CacheDb } from '../store/database.ts';
import { pinOvertaken, type StoredCase } from '../store/cache/opened-case.ts';
import * as stored from '../store/cache/pins.ts';

export type Pin = Readonly<{ shown: Case; firstShownAt: string }>;

/**
 * R5: the version on screen stays the one on screen. It is pinned in memory the moment it is shown, and on disk
 * just after the answer, so that opening a case waits for no disk.
 */
export interface Pins {
  /** The pin in force, given what the file says of the case. */
  of(found: StoredCase): Pin | null;
  /** Pins what is shown; to be followed by `write`. */
  hold(shown: Case, at: string): void;
  /** Writes the pin of a case to disk; nothing when it is there already. */
  write(caseId: string, found: StoredCase | undefined): void;
  release(caseId: string): void;
}

export function createPins(cache: CacheDb): Pins {
  const held = new Map<string, Pin>();

  return {
    of(found) {
      const pinned = held.get(found.current.id) ?? pinOnDisk(found);
      if (pinned === null) return null;
      return pinned.shown.version <= found.current.version ? pinned : null;
    },
    hold(shown, at) {
      const before = held.get(shown.id);
      held.set(shown.id, { shown, firstShownAt: before?.firstShownAt ?? at });
    },
    write(caseId, found) {
      const pinned = held.get(caseId);
      if (pinned === undefined || found === undefined) return;
      if (found.pinned?.version !== pinned.shown.version)
        cache.transact((tx) => {
          if (pinned.shown.version === found.current.version)
            stored.takeNewest(tx, caseId, pinned.firstShownAt);
          else pinOvertaken(tx, pinned.shown, found.current, pinned.firstShownAt);
        });
      held.delete(caseId);
    },
    release(caseId) {
      held.delete(caseId);
      cache.transact((tx) => stored.release(tx, caseId));
    },
  };
}

const pinOnDisk = ({ pinned, pinnedAt }: StoredCase): Pin | null =>
  pinned === null ? null : { shown: pinned, firstShownAt: pinnedAt ?? pinned.updatedAt };

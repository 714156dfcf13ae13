/** How long ago the central API last answered: by running time or by wall time, whichever is more (F4). */
import type { Clock } from '../ports.ts';
import type { WorkRead, WorkWrite } from '../store/database.ts';
import * as mark from '../store/work/contact-mark.ts';

export interface ContactAge {
  /** Milliseconds. Never less than before, until there is contact. */
  ageMs(): number;
  contact(): void;
  /** Keeps what is known through a restart. */
  save(tx: WorkWrite): void;
}

export function createContactAge(work: WorkRead, clock: Clock): ContactAge {
  const stored = mark.find(work);
  let contactWall = stored?.contactWall ?? clock.now();
  let seenWall = stored?.seenWall ?? contactWall;
  let agedMs = stored?.ageMs ?? 0;
  let agedAt = clock.monotonic();

  function ageMs(): number {
    seenWall = Math.max(seenWall, clock.now());
    return Math.max(agedMs + clock.monotonic() - agedAt, seenWall - contactWall, 0);
  }

  return {
    ageMs,
    contact() {
      contactWall = clock.now();
      seenWall = contactWall;
      agedMs = 0;
      agedAt = clock.monotonic();
    },
    save(tx) {
      const now = ageMs();
      mark.put(tx, { contactWall, seenWall, ageMs: now });
    },
  };
}

import type { WorkState } from '../../../contract/bridge.ts';
import type { FeedCursor } from '../../../contract/feed.ts';
import type { WorkDb } from '../store/database.ts';
import * as drafts from '../store/work/drafts.ts';
import * as outbox from '../store/work/outbox.ts';

/** What was done here with a case, so far as it still lies over what the feed says of it. */
export type Covering = Readonly<{
  commandId: string;
  type: outbox.OutboxEntry['type'];
  state: outbox.OutboxState;
  needsAttention: boolean;
}>;

/**
 * R7: what was decided here lies over what the feed says, and lifts when the stored cursor has passed the
 * position in the acknowledgement. Held in memory, because a queue of 50,000 is ordered in one file and
 * decided in another; it is always what the outbox says, never more.
 */
export interface Overlay {
  readonly covering: ReadonlyMap<string, Covering>;
  readonly drafts: ReadonlySet<string>;
  workOf(caseId: string, isGone: boolean): WorkState;
  /** After any change of outbox, drafts or cursor. */
  refresh(): void;
  /** After a change of outbox or drafts on these cases alone: a decision must not cost more with each one before it. */
  refreshCases(caseIds: readonly string[]): void;
  /** Rises when other cases are covered, or have drafts, than before. */
  readonly revision: number;
}

export function createOverlay(work: WorkDb, cursor: () => FeedCursor | null): Overlay {
  let covering = new Map<string, Covering>();
  let draftIds = new Set<string>();
  let revision = 0;

  function refresh(): void {
    const nowCovering = new Map<string, Covering>();
    for (const [caseId, entry] of outbox.coveringCases(work, cursor()))
      nowCovering.set(caseId, coveringOf(entry));
    const nowDrafts = drafts.caseIds(work);
    // An answer to one of ten thousand changes what its badge says, and hides nothing else.
    if (!sameKeys(covering, nowCovering) || !sameKeys(draftIds, nowDrafts)) revision += 1;
    covering = nowCovering;
    draftIds = nowDrafts;
  }

  function refreshCases(caseIds: readonly string[]): void {
    const nowCovering = outbox.coveringCases(work, cursor(), caseIds);
    for (const caseId of caseIds) {
      const entry = nowCovering.get(caseId);
      const hasDraft = drafts.isOn(work, caseId);
      if (covering.has(caseId) !== (entry !== undefined) || draftIds.has(caseId) !== hasDraft) revision += 1;
      if (entry === undefined) covering.delete(caseId);
      else covering.set(caseId, coveringOf(entry));
      if (hasDraft) draftIds.add(caseId);
      else draftIds.delete(caseId);
    }
  }

  refresh();
  return {
    get covering() {
      return covering;
    },
    get drafts() {
      return draftIds;
    },
    get revision() {
      return revision;
    },
    refresh,
    refreshCases,
    workOf(caseId, isGone) {
      const over = covering.get(caseId);
      if (over !== undefined) return workStateOf(over);
      if (isGone) return 'gone';
      return draftIds.has(caseId) ? 'draft' : 'open';
    },
  };
}

type Keys = Readonly<{ size: number; has(key: string): boolean; keys(): Iterable<string> }>;

function sameKeys(one: Keys, other: Keys): boolean {
  if (one.size !== other.size) return false;
  for (const key of one.keys()) if (!other.has(key)) return false;
  return true;
}

export const coveringOf = (entry: outbox.CoveringEntry): Covering => ({
  commandId: entry.id,
  type: entry.type,
  state: entry.state,
  needsAttention: entry.attention !== null && entry.dismissedAt === null,
});

function workStateOf(covering: Covering): WorkState {
  if (covering.needsAttention) return 'attention';
  if (covering.state === 'held') return 'held';
  if (covering.state === 'acknowledged' || covering.state === 'late' || covering.state === 'rejected')
    return covering.type === 'decision' ? 'decided' : 'gone';
  return 'waiting';
}

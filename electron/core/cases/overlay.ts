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
  /** Rises with every refresh. */
  readonly revision: number;
}

export function createOverlay(work: WorkDb, cursor: () => FeedCursor | null): Overlay {
  let covering = new Map<string, Covering>();
  let draftIds = new Set<string>();
  let revision = 0;

  function refresh(): void {
    covering = new Map();
    for (const [caseId, entry] of outbox.coveringCases(work, cursor()))
      covering.set(caseId, coveringOf(entry));
    draftIds = drafts.caseIds(work);
    revision += 1;
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
    workOf(caseId, isGone) {
      const over = covering.get(caseId);
      if (over !== undefined) return workStateOf(over);
      if (isGone) return 'gone';
      return draftIds.has(caseId) ? 'draft' : 'open';
    },
  };
}

export const coveringOf = (entry: outbox.OutboxEntry): Covering => ({
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

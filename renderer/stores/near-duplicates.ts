import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BatchResult, BatchUndo, NearDuplicate } from '../../contract/batch.ts';
import type { Bridge, Failure, OpenedCase } from '../../contract/bridge.ts';
import type { DraftContent } from '../../contract/draft.ts';
import type { BatchId, CaseId } from '../../contract/primitives.ts';

/** What became of each case of a group when it was submitted, or taken back. */
export type BatchOutcome = Readonly<{
  batchId: BatchId | null;
  answers: readonly Readonly<{
    caseId: string;
    reference: string;
    title: string;
    did: BatchResult['answers'][number]['did'] | BatchUndo['answers'][number]['did'];
    detail: string;
  }>[];
}>;

export type NearDuplicatesState = Readonly<{
  /** The case on screen, while it can be decided and may have near-duplicates. */
  like: CaseId | null;
  /** Undecided cases of its group, itself included. */
  total: number;
  /** The case on screen first; all of them are here once as many as `total`. */
  members: readonly NearDuplicate[];
  reading: boolean;
  /** Exceptions, by case. */
  off: ReadonlySet<string>;
  /** The place of the one that is looked at. */
  at: number;
  failure: Failure | null;
  /** Of the newest group that was submitted or taken back in this window. */
  outcome: BatchOutcome | null;
}>;

export type NearDuplicatesStore = StoreApi<
  NearDuplicatesState & {
    /** Keeps to the case on screen, and counts its group. */
    follow(opened: OpenedCase | null): void;
    count(): Promise<void>;
    /** Reads the group anew, all of it chosen. `content`: asks whether that can be decided on each. */
    read(content: DraftContent | null): Promise<void>;
    move(by: number): void;
    look(at: number): void;
    /** The one that is looked at, or the one at a place: an exception, or none any more. */
    toggle(at?: number): void;
    /** Chooses all, or none where all are chosen. */
    toggleAll(): void;
    came(outcome: BatchOutcome): void;
    clear(): void;
  }
>;

const PAGE = 100;
const none = {
  like: null,
  total: 0,
  members: [],
  reading: false,
  off: new Set<string>(),
  at: 0,
  failure: null,
} as const;

/** Those that a submission would decide. */
export const chosenOf = ({ members, off }: Pick<NearDuplicatesState, 'members' | 'off'>): NearDuplicate[] =>
  members.filter(({ caseId, why }) => why === '' && !off.has(caseId));

const isDecidable = ({ gone, work }: OpenedCase): boolean =>
  gone === null && (work === 'open' || work === 'draft' || work === 'attention');

export function createNearDuplicatesStore(bridge: Bridge): NearDuplicatesStore {
  // An answer to an older question must not overwrite a newer one's.
  let turn = 0;
  let counting = false;
  let countAgain = false;

  return createStore((set, get) => ({
    ...none,
    outcome: null,

    follow(opened) {
      const has = opened !== null && isDecidable(opened) && opened.case.nearDuplicateDigest !== null;
      const like = has ? opened.case.id : null;
      if (like === get().like) return;
      turn += 1;
      set({ ...none, like });
      void get().count();
    },

    /** Many cases change at once when a group is decided: asks that meet share the one that follows. */
    async count() {
      countAgain = true;
      if (counting) return;
      counting = true;
      while (countAgain) {
        countAgain = false;
        const { like } = get();
        if (like === null) break;
        const answer = await bridge.invoke('decision.nearDuplicates', {
          like,
          content: null,
          from: 0,
          count: 0,
        });
        if (get().like !== like) countAgain = true;
        else if (!get().reading) set({ total: answer.ok ? answer.value.total : 0 });
      }
      counting = false;
    },

    async read(content) {
      const { like } = get();
      if (like === null) return;
      const mine = (turn += 1);
      set({ members: [], off: new Set(), at: 0, failure: null, reading: true });
      const known = new Set<string>();
      for (let from = 0; ; from += PAGE) {
        const answer = await bridge.invoke('decision.nearDuplicates', { like, content, from, count: PAGE });
        if (mine !== turn) return;
        if (!answer.ok) {
          set({ failure: answer, reading: false });
          return;
        }
        const { total, cases } = answer.value;
        const added = cases.filter(({ caseId }) => !known.has(caseId));
        for (const { caseId } of added) known.add(caseId);
        const reading = from + PAGE < total;
        set({ total, members: [...get().members, ...added], reading });
        if (!reading) return;
      }
    },

    move: (by) => get().look(get().at + by),
    look: (at) => set(({ members }) => ({ at: Math.max(0, Math.min(at, members.length - 1)) })),

    toggle(at = get().at) {
      const { members, off } = get();
      const member = members[at];
      if (member === undefined) return;
      const next = new Set(off);
      if (!next.delete(member.caseId) && member.why === '') next.add(member.caseId);
      set({ at, off: next });
    },

    toggleAll() {
      const { members, off } = get();
      set({ off: off.size > 0 ? new Set() : new Set(members.map(({ caseId }) => caseId)) });
    },

    came: (outcome) => set({ outcome }),

    clear() {
      turn += 1;
      set({ ...none, outcome: null });
    },
  }));
}

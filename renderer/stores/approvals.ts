import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApprovalSettled, AwaitingApproval, SettleApproval } from '../../contract/approval.ts';
import type { Bridge, BridgeResult, Failure } from '../../contract/bridge.ts';
import type { DecisionId } from '../../contract/primitives.ts';

export type SeenCase = BridgeResult<'approvals.see'> & Readonly<{ decisionId: string }>;

export type ApprovalsState = Readonly<{
  /** Null until the first answer. */
  approvals: readonly AwaitingApproval[] | null;
  more: boolean;
  at: string | null;
  failure: Failure | null;
  /** Of what is chosen: the id of its first decision. */
  chosenKey: string | null;
  /** Decisions of the chosen batch that are left waiting. */
  off: ReadonlySet<string>;
  /** Whose case is or will be on screen. */
  lookingAt: string | null;
  seen: SeenCase | null;
  notSeen: Failure | null;
  /** What the dialog asks about, as it was when it was asked: the list moves on meanwhile. */
  asked: Readonly<{
    of: AwaitingApproval;
    verdict: SettleApproval['verdict'];
    decisions: readonly DecisionId[];
  }> | null;
}>;

export type ApprovalsStore = StoreApi<
  ApprovalsState & {
    load(): Promise<void>;
    choose(key: string): void;
    /** The next or the previous of the list; the ends are ends. */
    move(by: 1 | -1): void;
    look(decisionId: DecisionId): Promise<void>;
    toggle(decisionId: string): void;
    ask(verdict: SettleApproval['verdict']): void;
    settle(reason: string): Promise<ApprovalSettled | Failure>;
    clear(): void;
  }
>;

export const keyOf = ({ decision }: AwaitingApproval): string => decision.id;

type Chosen = Pick<ApprovalsState, 'approvals' | 'chosenKey'>;
export const chosenApproval = ({ approvals, chosenKey }: Chosen): AwaitingApproval | undefined =>
  approvals?.find((one) => keyOf(one) === chosenKey);

/** Of what is chosen: what would be settled now. */
export const chosenDecisions = (state: Chosen & Pick<ApprovalsState, 'off'>): readonly DecisionId[] =>
  (chosenApproval(state)?.cases ?? []).map(({ decisionId }) => decisionId).filter((id) => !state.off.has(id));

const notLooking = { off: new Set<string>(), lookingAt: null, seen: null, notSeen: null } as const;
const none = {
  approvals: null,
  more: false,
  at: null,
  failure: null,
  chosenKey: null,
  ...notLooking,
  asked: null,
} as const;

/** What waits for a second person, and the case that is looked at. */
export function createApprovalsStore(bridge: Bridge): ApprovalsStore {
  let turn = 0;

  return createStore((set, get) => {
    function choose(key: string): void {
      if (get().chosenKey === key) return;
      set({ chosenKey: key, ...notLooking });
      const first = chosenApproval(get())?.cases[0];
      if (first !== undefined) void get().look(first.decisionId);
    }

    return {
      ...none,
      async load() {
        const mine = (turn += 1);
        const answer = await bridge.invoke('approvals.list', {});
        if (mine !== turn) return;
        if (!answer.ok) {
          set({ failure: answer });
          return;
        }
        const before = get();
        const { approvals } = answer.value;
        set({ ...answer.value, failure: null });
        const isThere = approvals.some((one) => keyOf(one) === before.chosenKey);
        if (isThere) return;
        // What was chosen was settled: the one that took its place in the list comes next.
        const place = before.approvals?.findIndex((one) => keyOf(one) === before.chosenKey) ?? 0;
        const next = approvals[Math.min(Math.max(0, place), approvals.length - 1)];
        set({ chosenKey: null, ...notLooking });
        if (next !== undefined) choose(keyOf(next));
      },
      choose,
      move(by) {
        const { approvals, chosenKey } = get();
        const at = approvals?.findIndex((one) => keyOf(one) === chosenKey) ?? -1;
        const to = approvals?.[at + by];
        if (to !== undefined) choose(keyOf(to));
      },
      async look(decisionId) {
        set({ lookingAt: decisionId, seen: null, notSeen: null });
        const answer = await bridge.invoke('approvals.see', { decisionId });
        if (get().lookingAt !== decisionId) return;
        set(answer.ok ? { seen: { ...answer.value, decisionId } } : { notSeen: answer });
      },
      toggle(decisionId) {
        const off = new Set(get().off);
        if (!off.delete(decisionId)) off.add(decisionId);
        set({ off });
      },
      ask(verdict) {
        const of = chosenApproval(get());
        set({ asked: of === undefined ? null : { of, verdict, decisions: chosenDecisions(get()) } });
      },
      async settle(reason) {
        const { asked } = get();
        if (asked === null) return { ok: false, code: 'not-found', detail: '', errors: [] };
        const answer = await bridge.invoke('approvals.settle', {
          verdict: asked.verdict,
          decisions: [...asked.decisions],
          reason,
        });
        await get().load();
        return answer.ok ? answer.value : answer;
      },
      clear() {
        turn += 1;
        set(none);
      },
    };
  });
}

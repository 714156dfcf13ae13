import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, BridgeResult, Failure } from '../../contract/bridge.ts';
import type { DecisionId } from '../../contract/primitives.ts';
import type { SettledLate, SettleLate } from '../../contract/settlement.ts';
import type { LateDecision, LateKind } from '../../contract/supervision.ts';

export type SeenLate = BridgeResult<'late.look'> & Readonly<{ lateId: string }>;

/** As the case holds it now, or as one of the two decisions was made on it. */
export type EvidenceSide = 'now' | 'late' | 'standing';

export type LateRoomState = Readonly<{
  kind: LateKind;
  /** Null until the first answer. */
  decisions: readonly LateDecision[] | null;
  conflicting: number;
  uncontested: number;
  next: string | null;
  at: string | null;
  failure: Failure | null;
  chosenId: string | null;
  seen: SeenLate | null;
  notSeen: Failure | null;
  evidence: EvidenceSide;
  /** What the dialog asks about, as it was when it was asked: the list moves on meanwhile. */
  asked: Readonly<{ of: LateDecision; stands: SettleLate['stands'] }> | null;
}>;

export type LateRoomStore = StoreApi<
  LateRoomState & {
    load(): Promise<void>;
    /** The next page, behind what is shown. */
    more(): Promise<void>;
    show(kind: LateKind): void;
    choose(id: string): void;
    /** The next or the previous of the list; the ends are ends. */
    move(by: 1 | -1): void;
    /** Goes round the evidence that differs: now, of the late decision, of the standing one. */
    turnEvidence(): void;
    showEvidence(side: EvidenceSide): void;
    ask(stands: SettleLate['stands']): void;
    settle(reason: string): Promise<SettledLate | Failure>;
    clear(): void;
  }
>;

type Chosen = Pick<LateRoomState, 'decisions' | 'chosenId'>;
export const chosenLate = ({ decisions, chosenId }: Chosen): LateDecision | undefined =>
  decisions?.find(({ decision }) => decision.id === chosenId);

/** The sides on which there is something else to see; `now` always is. */
export function evidenceSides(seen: SeenLate | null): readonly EvidenceSide[] {
  const sides: EvidenceSide[] = ['now'];
  if (seen?.late.is === 'as-then') sides.push('late');
  if (seen?.standing?.is === 'as-then') sides.push('standing');
  return sides;
}

const notLooking = { seen: null, notSeen: null, evidence: 'now' } as const;
const empty = { decisions: null, next: null, chosenId: null, ...notLooking } as const;
const none = {
  kind: 'conflicting',
  ...empty,
  conflicting: 0,
  uncontested: 0,
  at: null,
  failure: null,
  asked: null,
} as const;

/** Late decisions, and the case of the one that is chosen (D8). */
export function createLateRoomStore(bridge: Bridge): LateRoomStore {
  let turn = 0;

  return createStore((set, get) => {
    function choose(id: string): void {
      if (get().chosenId === id) return;
      set({ chosenId: id, ...notLooking });
      const chosen = chosenLate(get());
      if (chosen !== undefined && chosen.settled === 'open') void look(chosen.decision.id);
    }

    async function look(lateId: DecisionId): Promise<void> {
      const answer = await bridge.invoke('late.look', { lateId });
      if (get().chosenId !== lateId) return;
      set(answer.ok ? { seen: { ...answer.value, lateId } } : { notSeen: answer });
    }

    return {
      ...none,
      async load() {
        const mine = (turn += 1);
        const answer = await bridge.invoke('late.list', { kind: get().kind, after: null });
        if (mine !== turn) return;
        if (!answer.ok) {
          set({ failure: answer });
          return;
        }
        const before = get();
        const { decisions } = answer.value;
        const place = before.decisions?.findIndex(({ decision }) => decision.id === before.chosenId) ?? 0;
        const isThere = decisions.some(({ decision }) => decision.id === before.chosenId);
        set({ ...answer.value, failure: null });
        if (isThere) return;
        // What was chosen was settled: the one that took its place in the list comes next.
        const next = decisions[Math.min(Math.max(0, place), decisions.length - 1)];
        set({ chosenId: null, ...notLooking });
        if (next !== undefined) choose(next.decision.id);
      },
      async more() {
        const { next, kind } = get();
        if (next === null) return;
        const mine = (turn += 1);
        const answer = await bridge.invoke('late.list', { kind, after: next });
        if (mine !== turn) return;
        if (!answer.ok) set({ failure: answer });
        else
          set({
            ...answer.value,
            decisions: [...(get().decisions ?? []), ...answer.value.decisions],
            failure: null,
          });
      },
      show(kind) {
        if (kind === get().kind) return;
        set({ kind, ...empty });
        void get().load();
      },
      choose,
      move(by) {
        const { decisions, chosenId } = get();
        const at = decisions?.findIndex(({ decision }) => decision.id === chosenId) ?? -1;
        const to = decisions?.[at + by];
        if (to !== undefined) choose(to.decision.id);
      },
      turnEvidence() {
        const sides = evidenceSides(get().seen);
        set({ evidence: sides[(sides.indexOf(get().evidence) + 1) % sides.length] ?? 'now' });
      },
      showEvidence: (evidence) => set({ evidence }),
      ask(stands) {
        const of = chosenLate(get());
        set({ asked: of === undefined ? null : { of, stands } });
      },
      async settle(reason) {
        const { asked } = get();
        if (asked === null) return { ok: false, code: 'not-found', detail: '', errors: [] };
        const answer = await bridge.invoke('late.settle', {
          lateId: asked.of.decision.id,
          stands: asked.stands,
          standing: asked.of.standing?.id ?? null,
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

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, BridgeInput, BridgeResult, Failure } from '../../contract/bridge.ts';
import type { BacklogCase } from '../../contract/supervision.ts';

type Preview = BridgeResult<'reassignment.preview'>;
type Move = BridgeInput<'reassignment.create'>;
export type MoveTarget = BridgeInput<'reassignment.preview'>['target'];

/** One action of a supervisor moves no more (S1). */
export const MOST_CASES = 1000;

export type Moved = Readonly<{
  answers: BridgeResult<'reassignment.create'>['answers'];
  /** As they were before, by id. */
  before: ReadonlyMap<string, BacklogCase>;
  wasUndone: boolean;
}>;

export type ReassignmentState = Readonly<{
  queue: string | null;
  assignee: string | null;
  /** Which the filter names and which are ticked: the one or the other is moved. */
  isMatching: boolean;
  selected: ReadonlySet<string>;
  /** From which a range is ticked. */
  anchor: string | null;
  target: MoveTarget | null;
  preview: Preview | null;
  /** A question on its way. */
  busy: boolean;
  failure: Failure | null;
  moved: Moved | null;
}>;

export type ReassignmentStore = StoreApi<
  ReassignmentState & {
    filter(by: Partial<Pick<ReassignmentState, 'queue' | 'assignee'>>): void;
    toggle(caseId: string): void;
    /** Ticks everything between the one that was ticked last and this one, in the order given. */
    toggleTo(caseId: string, order: readonly string[]): void;
    select(caseIds: readonly string[]): void;
    selectMatching(): void;
    /** Resolves what is chosen to cases with their epochs, and to what people would hold. */
    previewTo(target: MoveTarget | null): Promise<void>;
    /** Moves what the preview named, to whom it said. True where it was answered. */
    move(reason: string): Promise<boolean>;
    /** Gives back what was moved, as far as nobody has decided or moved it since. */
    undo(reason: string): Promise<boolean>;
    clear(): void;
  }
>;

const nothing = {
  isMatching: false,
  selected: new Set<string>(),
  anchor: null,
  target: null,
  preview: null,
  busy: false,
  failure: null,
} as const;
const none = { queue: null, assignee: null, ...nothing, moved: null } as const;

/** How many cases are chosen; `total` is what the filter matches. */
export const chosenCount = ({ isMatching, selected }: ReassignmentState, total: number): number =>
  isMatching ? Math.min(total, MOST_CASES) : selected.size;

/** What is moved: a case that the plan has no place for stays where it is. */
export function casesToMove({ preview, target }: ReassignmentState): Move['cases'] {
  if (preview === null || target === null) return [];
  if (target.to !== 'balanced') return preview.cases.map(({ id, epoch }) => ({ caseId: id, epoch }));
  const to = new Map<string, Preview['plan'][number]['personId']>(
    preview.plan.map(({ caseId, personId }) => [caseId, personId]),
  );
  return preview.cases.flatMap(({ id, epoch }) => {
    const personId = to.get(id);
    return personId === undefined ? [] : [{ caseId: id, epoch, personId }];
  });
}

/** Cases of the open queues that are moved to others. */
export function createReassignmentStore(bridge: Bridge): ReassignmentStore {
  let turn = 0;
  return createStore((set, get) => {
    async function send(move: Move, before: Moved['before'], wasUndone: boolean): Promise<boolean> {
      if (get().busy) return false;
      set({ busy: true, failure: null });
      const answer = await bridge.invoke('reassignment.create', move);
      if (!answer.ok) {
        set({ busy: false, failure: answer });
        return false;
      }
      set({ ...nothing, moved: { answers: answer.value.answers, before, wasUndone } });
      return true;
    }

    return {
      ...none,
      filter: (by) => set({ ...nothing, ...by }),
      toggle(caseId) {
        const selected = new Set(get().selected);
        if (!selected.delete(caseId)) selected.add(caseId);
        set({ selected, isMatching: false, anchor: caseId });
      },
      toggleTo(caseId, order) {
        const { anchor, selected } = get();
        const [one, other] = [order.indexOf(anchor ?? caseId), order.indexOf(caseId)];
        if (one === -1 || other === -1) return get().toggle(caseId);
        const range = order.slice(Math.min(one, other), Math.max(one, other) + 1);
        set({ selected: new Set([...selected, ...range]), isMatching: false, anchor: caseId });
      },
      select: (caseIds) => set({ selected: new Set(caseIds), isMatching: false, anchor: null }),
      selectMatching: () => set({ selected: new Set<string>(), isMatching: true, anchor: null }),
      async previewTo(target) {
        const mine = (turn += 1);
        set({ target, preview: null, failure: null });
        if (target === null) return;
        const { isMatching, selected, queue, assignee } = get();
        const filter = isMatching
          ? { cases: null, queue, assignee }
          : { cases: [...selected].slice(0, MOST_CASES), queue: null, assignee: null };
        const answer = await bridge.invoke('reassignment.preview', {
          target,
          filter: filter as BridgeInput<'reassignment.preview'>['filter'],
        });
        if (mine === turn) set(answer.ok ? { preview: answer.value } : { failure: answer });
      },
      async move(reason) {
        const state = get();
        const cases = casesToMove(state);
        if (state.target === null || state.preview === null || cases.length === 0) return false;
        const target = state.target.to === 'balanced' ? ({ to: 'people' } as const) : state.target;
        const before = new Map(state.preview.cases.map((one) => [one.id as string, one]));
        return send({ target, reason, cases }, before, false);
      },
      async undo(reason) {
        const { moved } = get();
        if (moved === null) return false;
        const cases = undoOf(moved);
        if (cases.length === 0) return false;
        return send({ target: { to: 'people' }, reason, cases }, moved.before, true);
      },
      clear() {
        turn += 1;
        set(none);
      },
    };
  });
}

/** To whom and where each was before, under the epoch that the move gave it: one that has gone on answers `changed`. */
export const undoOf = ({ answers, before, wasUndone }: Moved): Move['cases'] =>
  wasUndone
    ? []
    : answers.flatMap(({ caseId, status, epoch }) => {
        const was = before.get(caseId);
        if (status !== 'moved' || epoch === null || was === undefined) return [];
        return [{ caseId, epoch, personId: was.assignee?.id ?? null, queue: was.queue }];
      });

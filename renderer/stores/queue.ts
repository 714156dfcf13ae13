import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  Bridge,
  BridgeResult,
  Failure,
  QueueFilter,
  QueueOrder,
  QueueRow,
} from '../../contract/bridge.ts';

export const everything: QueueFilter = {
  queue: null,
  source: null,
  dueWithinMinutes: null,
  drafts: false,
  search: '',
};

type Counts = BridgeResult<'queue.open'>['counts'];

export type QueueState = Readonly<{
  filter: QueueFilter;
  order: QueueOrder;
  snapshotId: number | null;
  total: number;
  /** Rows that are here, by their place in the frozen order. */
  rows: ReadonlyMap<number, QueueRow>;
  counts: Counts | null;
  /** The place of the case on screen; -1 when none is. */
  active: number;
  failure: Failure | null;
}>;

export type QueueStore = StoreApi<
  QueueState & {
    /** Takes a new order from the core, arrivals included. The active case stays active if it is still in it. */
    refresh(): Promise<void>;
    setFilter(filter: Partial<QueueFilter>): Promise<void>;
    setOrder(order: QueueOrder): Promise<void>;
    /** Fetches what is missing between two places, both included. */
    ensure(from: number, to: number): Promise<void>;
    /** Asks again for rows whose badge may have changed. */
    invalidate(caseIds: readonly string[] | null): Promise<void>;
    activate(index: number): Promise<QueueRow | null>;
    /** Among the rows that are here; null where the core must be asked. */
    undecidedAfter(from: number): number | null;
    nextUndecided(from: number, direction?: 'forward' | 'back'): Promise<number | null>;
    indexOf(caseId: string): Promise<number | null>;
    clear(): void;
  }
>;

const WINDOW = 100;
/** Rows kept around what was last asked for; the rest is asked for again. */
const KEPT = 1000;

export function createQueueStore(bridge: Bridge): QueueStore {
  // An answer to an older question must not overwrite a newer one's.
  let turn = 0;
  const pending = new Set<number>();

  return createStore((set, get) => {
    async function open(filter: QueueFilter, order: QueueOrder): Promise<void> {
      const mine = (turn += 1);
      const before = get();
      const activeId = before.rows.get(before.active)?.caseId;
      set({ filter, order });
      const answer = await bridge.invoke('queue.open', { filter, order, count: WINDOW });
      if (mine !== turn) return;
      if (!answer.ok) {
        set({ failure: answer });
        return;
      }
      const { snapshotId, total, rows, counts } = answer.value;
      pending.clear();
      set({
        snapshotId,
        total,
        counts,
        failure: null,
        rows: new Map(rows.map((row, index) => [index, row])),
        active: -1,
      });
      const index = activeId === undefined ? null : await get().indexOf(activeId);
      if (index !== null && mine === turn) await get().activate(index);
    }

    async function fetchRows(from: number, count: number): Promise<void> {
      const { snapshotId } = get();
      if (snapshotId === null) return;
      const answer = await bridge.invoke('queue.rows', { snapshotId, from, count });
      if (!answer.ok || get().snapshotId !== snapshotId) return;
      const rows = new Map(get().rows);
      answer.value.rows.forEach((row, offset) => rows.set(from + offset, row));
      if (rows.size > KEPT) {
        const { active } = get();
        for (const index of rows.keys()) {
          if (Math.abs(index - from) > KEPT / 2 && index !== active) rows.delete(index);
        }
      }
      set({ rows });
    }

    return {
      filter: everything,
      order: 'priority',
      snapshotId: null,
      total: 0,
      rows: new Map(),
      counts: null,
      active: -1,
      failure: null,

      refresh: () => open(get().filter, get().order),
      setFilter: (filter) =>
        open(filter === everything ? everything : { ...get().filter, ...filter }, get().order),
      setOrder: (order) => open(get().filter, order),

      async ensure(from, to) {
        const { rows, total } = get();
        const wanted: number[] = [];
        for (let index = Math.max(0, from); index <= Math.min(to, total - 1); index += 1) {
          if (!rows.has(index) && !pending.has(index)) wanted.push(index);
        }
        const first = wanted[0];
        const last = wanted.at(-1);
        if (first === undefined || last === undefined) return;
        for (const index of wanted) pending.add(index);
        await fetchRows(first, Math.min(500, last - first + 1));
        for (const index of wanted) pending.delete(index);
      },

      async invalidate(caseIds) {
        const { rows } = get();
        const places = [...rows].flatMap(([index, row]) =>
          caseIds === null || caseIds.includes(row.caseId) ? [index] : [],
        );
        if (places.length === 0) return;
        const first = Math.min(...places);
        const last = Math.max(...places);
        for (let from = first; from <= last; from += 500)
          await fetchRows(from, Math.min(500, last - from + 1));
      },

      async activate(index) {
        const { total } = get();
        if (total === 0 || index < 0) return null;
        const place = Math.min(index, total - 1);
        set({ active: place });
        if (!get().rows.has(place)) await get().ensure(place, place);
        return get().rows.get(place) ?? null;
      },

      undecidedAfter(from) {
        const { rows } = get();
        for (let index = from + 1; ; index += 1) {
          const row = rows.get(index);
          if (row === undefined) return null;
          if (row.work === 'open' || row.work === 'draft') return index;
        }
      },

      async nextUndecided(from, direction = 'forward') {
        const { snapshotId } = get();
        if (snapshotId === null) return null;
        const answer = await bridge.invoke('queue.nextUndecided', { snapshotId, from, direction });
        return answer.ok ? answer.value.index : null;
      },

      async indexOf(caseId) {
        const { snapshotId } = get();
        if (snapshotId === null) return null;
        const answer = await bridge.invoke('queue.indexOf', { snapshotId, caseId });
        return answer.ok ? answer.value.index : null;
      },

      clear() {
        turn += 1;
        set({ snapshotId: null, total: 0, rows: new Map(), counts: null, active: -1, filter: everything });
      },
    };
  });
}

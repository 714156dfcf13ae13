import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, DecidedDecision, Failure } from '../../contract/bridge.ts';

export type DecidedState = Readonly<{
  /** Null until it was asked for. */
  total: number | null;
  /** Those that are here, by their place; the newest is at 0. */
  rows: ReadonlyMap<number, DecidedDecision>;
  asOf: string | null;
  failure: Failure | null;
}>;

export type DecidedStore = StoreApi<
  DecidedState & {
    /** Fetches what is missing between two places, both included. */
    ensure(from: number, to: number): Promise<void>;
    /** Asks anew for what was looked at last: places move when something is decided. */
    reload(): Promise<void>;
    clear(): void;
  }
>;

const PAGE = 50;
const none = { total: null, rows: new Map(), asOf: null, failure: null } as const;

/** What the person decided, newest first, in pieces as they are looked at. */
export function createDecidedStore(bridge: Bridge): DecidedStore {
  // An answer to an older question must not overwrite a newer one's.
  let turn = 0;
  let lookedAt = 0;

  return createStore((set, get) => {
    async function ask(from: number, known: DecidedState['rows']): Promise<void> {
      const mine = (turn += 1);
      const answer = await bridge.invoke('decision.list', { from, count: PAGE });
      if (mine !== turn) return;
      if (!answer.ok) {
        set({ failure: answer });
        return;
      }
      const { total, decisions, asOf } = answer.value;
      const rows = new Map(total === get().total ? known : []);
      decisions.forEach((one, index) => rows.set(from + index, one));
      set({ total, rows, asOf, failure: null });
    }

    return {
      ...none,
      async ensure(from, to) {
        const { rows, total } = get();
        const last = Math.min(to, (total ?? 0) - 1);
        for (let index = Math.max(0, from); index <= last; index += 1) {
          if (rows.has(index)) continue;
          lookedAt = index;
          await ask(index, rows);
          return;
        }
      },
      reload: () => ask(Math.max(0, Math.min(lookedAt, (get().total ?? 0) - PAGE)), new Map()),
      clear() {
        turn += 1;
        lookedAt = 0;
        set(none);
      },
    };
  });
}

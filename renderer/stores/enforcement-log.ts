import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, Failure } from '../../contract/bridge.ts';
import type { EnforcementLine, EnforcementState } from '../../contract/enforcement.ts';

export type EnforcementLogState = Readonly<{
  /** Null shows every state. */
  state: EnforcementState | null;
  /** Null until the first answer. */
  lines: readonly EnforcementLine[] | null;
  failed: number;
  waiting: number;
  next: string | null;
  /** When the last answer came. */
  at: string | null;
  failure: Failure | null;
  /** The line that the focus is or was on. */
  chosenId: string | null;
}>;

export type EnforcementLogStore = StoreApi<
  EnforcementLogState & {
    /** Asks for the first page again; further pages that are shown stay. */
    refresh(): Promise<void>;
    show(state: EnforcementState | null): Promise<void>;
    more(): Promise<void>;
    choose(id: string): void;
    /** Null when the platform is asked again. */
    askAgain(id: string, reason: string): Promise<Failure | null>;
    clear(): void;
  }
>;

export const chosenLine = ({ lines, chosenId }: EnforcementLogState): EnforcementLine | undefined =>
  lines?.find(({ id }) => id === chosenId);

const none = {
  state: null,
  lines: null,
  failed: 0,
  waiting: 0,
  next: null,
  at: null,
  failure: null,
  chosenId: null,
} as const;

/** What the platform was asked to do, in pages, as the supervisors' room shows it. */
export function createEnforcementLogStore(bridge: Bridge): EnforcementLogStore {
  let turn = 0;
  let pages = 1;

  return createStore((set, get) => {
    async function ask(after: string | null): Promise<void> {
      const mine = (turn += 1);
      const { state } = get();
      const answer = await bridge.invoke('enforcement.list', { state, after });
      if (mine !== turn) return;
      if (!answer.ok) {
        set({ failure: answer });
        return;
      }
      const { lines, next, ...rest } = answer.value;
      const before = get().lines ?? [];
      const arrived = new Map(lines.map((line) => [line.id, line]));
      if (after === null && pages === 1) set({ ...rest, lines, next, failure: null });
      else {
        // What moved to another place of the order stays where it is being read, with what is new about it.
        const shown = before.map((line) => arrived.get(line.id) ?? line);
        const known = new Set(shown.map(({ id }) => id));
        const added = lines.filter(({ id }) => !known.has(id));
        if (after === null) set({ ...rest, lines: [...added, ...shown], failure: null });
        else {
          pages += 1;
          set({ ...rest, lines: [...shown, ...added], next, failure: null });
        }
      }
    }

    return {
      ...none,
      refresh: () => ask(null),
      async show(state) {
        pages = 1;
        set({ state, lines: null, next: null, chosenId: null });
        await ask(null);
      },
      async more() {
        const { next } = get();
        if (next !== null) await ask(next);
      },
      choose: (chosenId) => set({ chosenId }),
      async askAgain(id, reason) {
        const answer = await bridge.invoke('enforcement.retry', { id, reason });
        if (!answer.ok) return answer;
        const { lines } = get();
        set({ lines: lines?.map((line) => (line.id === id ? { ...line, ...answer.value } : line)) ?? null });
        void ask(null);
        return null;
      },
      clear() {
        turn += 1;
        pages = 1;
        set(none);
      },
    };
  });
}

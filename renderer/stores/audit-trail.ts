import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AuditFilter, AuditLine } from '../../contract/audit.ts';
import type { Bridge, Failure } from '../../contract/bridge.ts';

export type AuditTrailState = Readonly<{
  /** What is asked for. */
  filter: AuditFilter;
  /** What was asked for when `lines` came: another where there was no contact since. */
  shown: AuditFilter;
  lines: readonly AuditLine[] | null;
  next: string | null;
  /** When the newest of it was read; the central API's clock. */
  at: string | null;
  failure: Failure | null;
  asking: boolean;
  chosenId: string | null;
}>;

export type AuditTrailStore = StoreApi<
  AuditTrailState & {
    /** The first page anew. */
    refresh(): Promise<void>;
    show(filter: AuditFilter): Promise<void>;
    more(): Promise<void>;
    choose(id: string): void;
    clear(): void;
  }
>;

export const wholeTrail: AuditFilter = { reference: '', person: '', kind: null, from: null, until: null };
const none = {
  filter: wholeTrail,
  shown: wholeTrail,
  lines: null,
  next: null,
  at: null,
  failure: null,
  asking: false,
  chosenId: null,
} as const;

export const chosenEvent = ({ lines, chosenId }: AuditTrailState): AuditLine | undefined =>
  lines?.find(({ id }) => id === chosenId);

/** The audit trail in pages. What was read last stays on screen without contact, and with it what was asked then. */
export function createAuditTrailStore(bridge: Bridge): AuditTrailStore {
  let turn = 0;

  return createStore((set, get) => {
    async function ask(after: string | null): Promise<void> {
      const mine = (turn += 1);
      const { filter } = get();
      set({ asking: true });
      const answer = await bridge.invoke('audit.list', { filter, after });
      if (mine !== turn) return;
      if (!answer.ok) {
        set({ failure: answer, asking: false });
        return;
      }
      const { lines, next, at } = answer.value;
      const before = after === null ? [] : (get().lines ?? []);
      set({
        shown: filter,
        lines: [...before, ...lines],
        next,
        failure: null,
        asking: false,
        ...(after === null ? { at } : {}),
      });
    }

    return {
      ...none,
      refresh: () => ask(null),
      async show(filter) {
        set({ filter });
        await ask(null);
      },
      async more() {
        const { next, filter, shown } = get();
        if (next !== null && filter === shown) await ask(next);
      },
      choose: (chosenId) => set({ chosenId }),
      clear() {
        turn += 1;
        set(none);
      },
    };
  });
}

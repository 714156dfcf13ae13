import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AttentionItem, Bridge, BridgeResult, Failure } from '../../contract/bridge.ts';

export type ChangedEvidenceState = Readonly<{
  /** The decision that is looked at. */
  id: AttentionItem['id'] | null;
  value: BridgeResult<'attention.difference'> | null;
  failure: Failure | null;
}>;

export type ChangedEvidenceStore = StoreApi<
  ChangedEvidenceState & {
    choose(id: AttentionItem['id']): void;
    /** Asks what changed for the one that was chosen; what was shown of it stays until the answer is here. */
    load(): Promise<void>;
    fail(failure: Failure): void;
    clear(): void;
  }
>;

type Listed = Readonly<{ value: BridgeResult<'attention.list'> | null }>;

/** Decisions that wait because the evidence changed after them, in the order in which they are listed. */
export const changedItems = ({ value }: Listed): readonly AttentionItem[] =>
  (value?.items ?? []).filter(({ why }) => why === 'changed');

const none = { id: null, value: null, failure: null } as const;

/** What changed after one decision that waits for it (D11). */
export function createChangedEvidenceStore(bridge: Bridge): ChangedEvidenceStore {
  return createStore((set, get) => ({
    ...none,
    choose(id) {
      if (id !== get().id) set({ id, value: null, failure: null });
    },
    async load() {
      const { id } = get();
      if (id === null) return;
      const answer = await bridge.invoke('attention.difference', { id });
      if (get().id !== id) return;
      set(answer.ok ? { value: answer.value, failure: null } : { value: null, failure: answer });
    },
    fail: (failure) => set({ failure }),
    clear: () => set(none),
  }));
}

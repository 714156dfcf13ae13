import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, BridgeInput, BridgeMethod, BridgeResult, Failure } from '../../contract/bridge.ts';

export type AnswerState<M extends BridgeMethod> = Readonly<{
  /** The last good answer; an unreachable one keeps the one before. */
  value: BridgeResult<M> | null;
  failure: Failure | null;
  loading: boolean;
}>;

export type AnswerStore<M extends BridgeMethod> = StoreApi<
  AnswerState<M> & { load(params: BridgeInput<M>): Promise<void>; clear(): void }
>;

/** What the core last answered to one question. Calls while one is under way share a second one after it. */
export function createAnswerStore<M extends BridgeMethod>(bridge: Bridge, method: M): AnswerStore<M> {
  let running: Promise<void> | null = null;
  let next: BridgeInput<M> | null = null;
  return createStore((set) => {
    async function ask(params: BridgeInput<M>): Promise<void> {
      set({ loading: true });
      const answer = await bridge.invoke(method, params);
      set(
        answer.ok
          ? { value: answer.value, failure: null, loading: false }
          : { failure: answer, loading: false },
      );
    }
    async function load(params: BridgeInput<M>): Promise<void> {
      if (running !== null) {
        next = params;
        return running;
      }
      running = ask(params);
      await running;
      running = null;
      if (next !== null) {
        const again = next;
        next = null;
        await load(again);
      }
    }
    return {
      value: null,
      failure: null,
      loading: false,
      load,
      clear: () => set({ value: null, failure: null }),
    };
  });
}

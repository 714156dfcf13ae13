import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, BridgeInput, BridgeResult, Failure } from '../../contract/bridge.ts';
import type { TeamMember } from '../../contract/supervision.ts';

export type CoverageState = Readonly<{
  /** Whose row the focus is or was in. */
  chosenId: string | null;
  /** Whom the dialog asks about, as they were when it was asked. */
  asked: TeamMember | null;
}>;

export type CoverageStore = StoreApi<
  CoverageState & {
    choose(personId: string): void;
    ask(person: TeamMember): void;
    mark(order: BridgeInput<'people.away'>): Promise<BridgeResult<'people.away'> | Failure>;
    clear(): void;
  }
>;

const none = { chosenId: null, asked: null } as const;

/** Who is not there, and whose cases are handed on. */
export function createCoverageStore(bridge: Bridge): CoverageStore {
  return createStore((set) => ({
    ...none,
    choose: (chosenId) => set({ chosenId }),
    ask: (asked) => set({ asked }),
    async mark(order) {
      const answer = await bridge.invoke('people.away', order);
      return answer.ok ? answer.value : answer;
    },
    clear: () => set(none),
  }));
}

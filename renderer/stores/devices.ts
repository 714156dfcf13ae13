import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, BridgeInput, Failure } from '../../contract/bridge.ts';
import type { DeviceLine, EndDevice } from '../../contract/devices.ts';

/** What one person has on one device. */
export const lineKey = ({ id, person }: DeviceLine): string => `${id} ${person.id}`;

export type DevicesState = Readonly<{
  devices: readonly DeviceLine[] | null;
  at: string | null;
  failure: Failure | null;
  chosenKey: string | null;
  /** What the dialog asks about. */
  how: EndDevice['how'];
}>;

export type DevicesStore = StoreApi<
  DevicesState & {
    load(): Promise<void>;
    choose(key: string): void;
    ask(how: EndDevice['how']): void;
    /** The lines as they are then, or why nothing was done. */
    end(order: BridgeInput<'devices.end'>): Promise<readonly DeviceLine[] | Failure>;
    clear(): void;
  }
>;

const none = { devices: null, at: null, failure: null, chosenKey: null, how: 'retire' } as const;

export const chosenDevice = ({ devices, chosenKey }: DevicesState): DeviceLine | undefined =>
  devices?.find((line) => lineKey(line) === chosenKey);

/** The devices that people work on. */
export function createDevicesStore(bridge: Bridge): DevicesStore {
  let turn = 0;
  return createStore((set, get) => ({
    ...none,
    async load() {
      const mine = (turn += 1);
      const answer = await bridge.invoke('devices.list', {});
      if (mine === turn) set(answer.ok ? { ...answer.value, failure: null } : { failure: answer });
    },
    choose: (chosenKey) => set({ chosenKey }),
    ask: (how) => set({ how }),
    async end(order) {
      const answer = await bridge.invoke('devices.end', order);
      if (!answer.ok) return answer;
      const changed = new Map(answer.value.devices.map((line) => [lineKey(line), line]));
      // An answer to an earlier question would show it as it was before.
      turn += 1;
      set({ devices: get().devices?.map((line) => changed.get(lineKey(line)) ?? line) ?? null });
      return answer.value.devices;
    },
    clear() {
      turn += 1;
      set(none);
    },
  }));
}

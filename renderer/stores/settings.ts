import { createStore, type StoreApi } from 'zustand/vanilla';
import { Settings, type Bridge, type Failure } from '../../contract/bridge.ts';

export type SettingsStore = StoreApi<
  Readonly<{ settings: Settings; failure: Failure | null }> & {
    load(): Promise<void>;
    change(settings: Partial<Settings>): Promise<void>;
    set(settings: Settings): void;
  }
>;

export function createSettingsStore(bridge: Bridge): SettingsStore {
  return createStore((set) => ({
    settings: Settings.parse({}),
    failure: null,
    async load() {
      const answer = await bridge.invoke('settings.get', {});
      if (answer.ok) set({ settings: answer.value, failure: null });
    },
    async change(settings) {
      const answer = await bridge.invoke('settings.set', settings);
      set(answer.ok ? { settings: answer.value, failure: null } : { failure: answer });
    },
    set: (settings) => set({ settings }),
  }));
}

import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { BridgeEvent } from '../../contract/bridge.ts';
import { EVENT_CHANNEL, INVOKE_CHANNEL } from './channels.ts';

/** What the page is given: the two functions of the contract's `Bridge`, and nothing of Electron. */
contextBridge.exposeInMainWorld('docket', {
  invoke: (method: unknown, params: unknown): Promise<unknown> =>
    ipcRenderer.invoke(INVOKE_CHANNEL, method, params),
  subscribe: (listener: (event: BridgeEvent) => void): (() => void) => {
    // The event of Electron itself stays here: it leads back to ipcRenderer.
    const pass = (_event: IpcRendererEvent, event: BridgeEvent): void => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, pass);
    return () => {
      ipcRenderer.removeListener(EVENT_CHANNEL, pass);
    };
  },
});

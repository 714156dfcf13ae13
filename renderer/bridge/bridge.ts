import type { Bridge } from '../../contract/bridge.ts';
import { createLoopbackBridge } from './loopback-bridge.ts';

declare global {
  interface Window {
    /** Given by the preload script of the desktop shell. */
    readonly docket?: Bridge;
  }
}

/** The bridge of the shell that this window is in. `onGone`: whether the workstation has stopped answering. */
export function connectBridge(onGone: (gone: boolean) => void): Bridge {
  return window.docket ?? createLoopbackBridge(onGone);
}

import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { Workstation } from '../core/workstation.ts';
import { EVENT_CHANNEL, INVOKE_CHANNEL } from './channels.ts';
import { PAGE_ORIGIN } from './schemes.ts';

/** Carries the bridge over one channel each way. A call from anything but the page's main frame is refused. */
export function carryBridge(workstation: Workstation, page: () => WebContents | null): () => void {
  ipcMain.handle(INVOKE_CHANNEL, (event, method: unknown, params: unknown) => {
    // Synchronously first: the frame is null once it has navigated or gone.
    if (!isFromPage(event, page())) return { ok: false, code: 'forbidden', detail: '', errors: [] };
    return workstation.invoke(String(method), params);
  });
  const end = workstation.subscribe((event) => {
    const contents = page();
    if (contents && !contents.isDestroyed()) contents.send(EVENT_CHANNEL, event);
  });
  return () => {
    ipcMain.removeHandler(INVOKE_CHANNEL);
    end();
  };
}

function isFromPage(event: IpcMainInvokeEvent, page: WebContents | null): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && event.sender === page && frame.origin === PAGE_ORIGIN;
}

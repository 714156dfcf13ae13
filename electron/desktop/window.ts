import { BrowserWindow, dialog, type Session } from 'electron';
import { join } from 'node:path';
import { PAGE_URL } from './schemes.ts';

const MOST_RELOADS = 3;
const RELOADS_FORGOTTEN_MS = 5 * 60_000;

/** The one window. When its renderer dies it is loaded again, and the page asks the core where it was. */
export function openWindow(ses: Session, isPackaged: boolean): BrowserWindow {
  const window = new BrowserWindow({
    name: 'main',
    windowStatePersistence: true,
    width: 1440,
    height: 900,
    minWidth: 480,
    minHeight: 360,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      session: ses,
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !isPackaged,
    },
  });
  window.once('ready-to-show', () => window.show());

  let reloads: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    reloads = [...reloads.filter((at) => at > Date.now() - RELOADS_FORGOTTEN_MS), Date.now()];
    if (reloads.length <= MOST_RELOADS) void window.loadURL(PAGE_URL);
    else
      dialog.showErrorBox(
        'Docket',
        'The window ended again and again. What you decided is kept; start Docket anew.',
      );
  });
  let asking = false;
  window.on('unresponsive', () => {
    if (asking) return;
    asking = true;
    void dialog
      .showMessageBox(window, {
        message: 'The window does not answer.',
        buttons: ['Wait', 'Load again'],
        cancelId: 0,
      })
      .then(({ response }) => {
        asking = false;
        if (response === 0 || window.isDestroyed()) return;
        window.webContents.forcefullyCrashRenderer();
        void window.loadURL(PAGE_URL);
      });
  });
  return window;
}

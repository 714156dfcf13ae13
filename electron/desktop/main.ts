import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { app, dialog, Menu, powerMonitor, protocol, session, shell, type BrowserWindow } from 'electron';
import { createSystemClock, createSystemIds, machineSettings, openWorkstation } from '../core/workstation.ts';
import { carryBridge } from './bridge.ts';
import { findForbiddenSwitch, guardContents, guardRequests, guardSession } from './guard.ts';
import { createKeychain } from './keychain.ts';
import { createLog } from './log.ts';
import { parseOptions, type DesktopOptions } from './options.ts';
import { evidenceUrl, PAGE_URL, schemes, serveEvidence, servePage } from './schemes.ts';
import { openWindow } from './window.ts';

// Whoever read these may be gone before this process is: a word that nobody hears must not end it half way.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

// Everything up to `whenReady` must happen before the app is ready, and so without waiting for anything.
const options = readOptions();
const profile = join(options.data, 'electron');
mkdirSync(profile, { recursive: true, mode: 0o700 });
app.setPath('userData', profile);
protocol.registerSchemesAsPrivileged(schemes);
const door = findForbiddenSwitch(app);
if (door) refuse(`Docket does not start with --${door}.`);
app.enableSandbox();

if (app.requestSingleInstanceLock()) {
  let window: BrowserWindow | null = null;
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('session-created', guardSession);
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  app.on('window-all-closed', () => app.quit());
  if (process.env['DOCKET_PARENT_PIPE'] === '1') {
    process.stdin.resume();
    process.stdin.once('end', () => app.quit());
  }
  app
    .whenReady()
    .then(() => open((opened) => (window = opened)))
    .catch((error: unknown) => refuse(error instanceof Error ? error.message : String(error)));
} else {
  app.quit();
}

async function open(show: (window: BrowserWindow) => void): Promise<void> {
  // What an organisation's own certificate authority signed counts here as it does in a browser.
  setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')]);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu()));
  const log = createLog(join(options.data, 'logs'));
  const workstation = await openWorkstation({
    dataDir: options.data,
    centralUrl: options.central,
    shell: 'desktop',
    version: app.getVersion(),
    demo: options.demo,
    ...(options.cacheHours === undefined ? {} : { cacheHours: options.cacheHours }),
    keys: createKeychain(join(options.data, 'keys')),
    clock: createSystemClock(),
    ids: createSystemIds(),
    log,
    evidenceUrl,
    // Confirmed by its person, parsed as http or https by the bridge, and recorded.
    openAddress: (address) => void shell.openExternal(address).catch(() => log.warn('address.not-opened')),
  });

  // In memory: the page keeps nothing on disk, the workstation does.
  const ses = session.fromPartition('docket');
  guardRequests(ses, !app.isPackaged);
  servePage(ses, join(import.meta.dirname, '../renderer'));
  serveEvidence(ses, (digest, range) => workstation.evidence(digest, range));

  const window = openWindow(ses, app.isPackaged);
  const endBridge = carryBridge(workstation, () => (window.isDestroyed() ? null : window.webContents));
  show(window);

  // Only hints that contact may be back: what is true of the network, asking finds out.
  for (const event of ['resume', 'unlock-screen'] as const)
    powerMonitor.on(event as 'resume', () => void workstation.invoke('sync.now', {}));

  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    endBridge();
    void workstation.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  await window.loadURL(PAGE_URL);
  process.stdout.write(`shell ready ${JSON.stringify({ url: PAGE_URL })}\n`);
}

function readOptions(): DesktopOptions {
  try {
    const folders = { folder: app.getPath('appData'), home: app.getPath('home') };
    const args = process.argv.slice(app.isPackaged ? 1 : 2);
    return parseOptions(args, process.env, folders, machineSettings());
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  if (app.isReady()) dialog.showErrorBox('Docket cannot start', sentence);
  app.exit(1);
  // `exit` lets what is running run on.
  throw new Error(sentence);
}

function menu(): Electron.MenuItemConstructorOptions[] {
  const zoom = {
    label: 'View',
    submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }],
  } as const;
  const shared: Electron.MenuItemConstructorOptions[] = [
    { role: 'editMenu' },
    { ...zoom, submenu: [...zoom.submenu] },
  ];
  // Without an edit menu macOS has no copy and paste.
  return process.platform === 'darwin' ? [{ role: 'appMenu' }, ...shared, { role: 'windowMenu' }] : shared;
}

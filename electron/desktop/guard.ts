import type { App, Session, WebContents } from 'electron';

const OWN_ADDRESSES = /^(app:\/\/docket\/|evidence:\/\/content\/|blob:app:\/\/docket\/|data:)/;

/** Switches that would open a door which no fuse closes. */
export function findForbiddenSwitch(app: App): string | null {
  const doors = [
    'remote-debugging-port',
    'remote-debugging-pipe',
    'disable-web-security',
    'allow-file-access-from-files',
  ];
  const packagedOnly = app.isPackaged ? doors : [];
  return ['no-sandbox', ...packagedOnly].find((name) => app.commandLine.hasSwitch(name)) ?? null;
}

/** Every session: no permission, no device, no capture, no dictionaries from outside. */
export function guardSession(ses: Session): void {
  ses.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  ses.setPermissionCheckHandler(() => false);
  ses.setDevicePermissionHandler(() => false);
  ses.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  ses.setSpellCheckerEnabled(false);
  ses.on('will-download', (event) => event.preventDefault());
}

/** The window's session: nothing but its own files and evidence is ever asked for. */
export function guardRequests(ses: Session, allowDevTools: boolean): void {
  // The last listener wins, and without a filter it sees every scheme.
  ses.webRequest.onBeforeRequest((details, answer) => {
    const allowed =
      OWN_ADDRESSES.test(details.url) || (allowDevTools && details.url.startsWith('devtools://'));
    answer({ cancel: !allowed });
  });
}

/** Every page: it stays where it was loaded and opens nothing. `loadURL` of the main process is not seen here. */
export function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    // A frame may show evidence; the page itself goes nowhere.
    if (event.isMainFrame || !event.url.startsWith('evidence://content/')) event.preventDefault();
  });
}

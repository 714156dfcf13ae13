import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromiumArguments, findChromium } from '../support/chromium.ts';

export type Window = Readonly<{ close(): void }>;

/** Opens Docket in a Chromium window of its own, else in the usual browser. */
export function openWindow(url: string, data: string, say: (sentence: string) => void): Window {
  const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (process.platform === 'linux' && !hasDisplay) {
    say('There is no display to open a window on: open the address above in a Chromium browser.');
    return { close: () => {} };
  }
  const page = writeDoor(url, data);
  const chromium = findChromium();
  const [file, args] = chromium
    ? [chromium, [`--app=${page}`, `--user-data-dir=${join(data, 'browser')}`, ...chromiumArguments()]]
    : usualBrowser(page);
  const browser = spawn(file, args, { stdio: 'ignore' });
  browser.on('error', (error) =>
    say(`No window could be opened (${error.message}): open the address above.`),
  );
  return {
    close: () => {
      if (chromium) browser.kill();
      rmSync(doorFile(data), { force: true });
    },
  };
}

/**
 * A page that only its owner can read and that leads on to Docket: every user of the machine can read the
 * arguments of a process, and the address carries the token.
 */
function writeDoor(url: string, data: string): string {
  mkdirSync(data, { recursive: true });
  const file = doorFile(data);
  rmSync(file, { force: true });
  const target = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  writeFileSync(
    file,
    `<!doctype html><meta http-equiv="refresh" content="0; url=${target}"><title>Docket</title>\n`,
    {
      mode: 0o600,
    },
  );
  return pathToFileURL(file).href;
}

function doorFile(data: string): string {
  return join(data, 'open.html');
}

function usualBrowser(page: string): [file: string, args: string[]] {
  switch (process.platform) {
    case 'darwin':
      return ['open', [page]];
    case 'win32':
      return ['cmd', ['/c', 'start', '', page]];
    default:
      return ['xdg-open', [page]];
  }
}

import { homedir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, canUseApt } from './apt.ts';
import { findProgram, isExecutable } from './find-program.ts';
import { fromRoot } from './root.ts';
import { isRoot, runNode } from './run.ts';

const NAMES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    join(homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .flatMap((name) => process.env[name] ?? [])
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};

const LINUX_NAMES = [
  '/usr/bin/chromium',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** What keeps a Chromium to its page: no updates, no first-run pages, no traffic of its own. */
export function chromiumArguments(): readonly string[] {
  return [
    '--disable-quic',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // Chromium refuses to sandbox itself for root.
    ...(isRoot() ? ['--no-sandbox'] : []),
  ];
}

/** DOCKET_CHROMIUM, else one installed on the system. A named one that is missing is an error, not a hint. */
export function findChromium(): string | undefined {
  const named = process.env['DOCKET_CHROMIUM'];
  if (named) {
    if (!isExecutable(named)) throw new Error(`DOCKET_CHROMIUM names ${named}, which is not a program.`);
    return named;
  }
  return findProgram(NAMES[process.platform] ?? LINUX_NAMES);
}

/** Also looks at what Playwright has downloaded. */
export async function findChromiumForTests(): Promise<string | undefined> {
  const found = findChromium();
  if (found) return found;
  const { chromium } = await import('@playwright/test');
  const own = chromium.executablePath();
  return isExecutable(own) ? own : undefined;
}

/** Finds a Chromium or installs one; throws with what to install when neither works. */
export async function provideChromium(): Promise<string> {
  const found = await findChromiumForTests();
  if (found) return found;
  console.log('No Chromium found: installing one.');
  if (canUseApt()) await aptInstall(['chromium']);
  else
    await runNode(fromRoot('node_modules/playwright/cli.js'), ['install', 'chromium'], { output: 'inherit' });
  const installed = await findChromiumForTests();
  if (installed) return installed;
  throw new Error(
    'The end-to-end tests need a Chromium and none could be installed. Install one (Debian and Ubuntu: ' +
      '`apt-get install chromium`; elsewhere: `npx playwright install chromium`), or name one in DOCKET_CHROMIUM.',
  );
}

import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { findElectron } from '../../build/support/electron.ts';
import { fromRoot } from '../../build/support/root.ts';
import { expect, test } from '../support/e2e.ts';
import { createReviewWindow } from '../support/review-window.ts';
import type { Processes } from '../support/processes.ts';

const executablePath = findElectron();
test.skip(executablePath === undefined, 'the Electron binary is not on this machine');

async function launch(processes: Processes): Promise<Readonly<{ app: ElectronApplication; page: Page }>> {
  const central = await processes.startCentral();
  const app = await _electron.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['.', '--central', central.url, '--data', processes.folder('desktop'), '--demo'],
    cwd: fromRoot(),
    chromiumSandbox: true,
  });
  return { app, page: await app.firstWindow() };
}

test('security 6: the page is of our scheme, has two functions and nothing of Node, and goes nowhere', async ({
  processes,
}) => {
  const { app, page } = await launch(processes);
  await expect(page).toHaveURL('app://docket/index.html');
  const given = await page.evaluate(() => ({
    docket: Object.keys((window as unknown as { docket: object }).docket).toSorted(),
    node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
    opened: window.open('https://example.org/') === null,
    asked: fetch('https://example.org/').then(
      () => 'answered',
      () => 'refused',
    ),
  }));
  expect(given).toMatchObject({ docket: ['invoke', 'subscribe'], node: [], opened: true });
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await expect(page).toHaveURL('app://docket/index.html');
  const denied = await page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'given',
      () => 'denied',
    ),
  );
  expect(denied).toBe('denied');
  const windows = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
  await app.close();
});

test('a reviewer signs in, decides a case by keyboard, and finds the window again after its renderer died', async ({
  processes,
}) => {
  const { app, page } = await launch(processes);
  const window = createReviewWindow(page, 'app://docket/index.html');
  await window.signIn();
  await window.waitUntilReady();
  await window.press('u');
  await expect(window.title).toBeVisible();
  const title = await window.title.textContent();
  await window.press('n');
  await page.keyboard.type('Half a thought');
  await expect(window.decision.getByText(/^saved/)).toBeVisible();
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await expect(window.title).toHaveText(title ?? '', { timeout: 20_000 });
  await expect(window.rationale).toHaveValue('Half a thought');
  await app.close();
});

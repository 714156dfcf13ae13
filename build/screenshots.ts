import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { z } from 'zod';
import { takeDemoCases } from './screenshots/demo-cases.ts';
import { startChild } from './start/child.ts';
import { chromiumArguments, provideChromium } from './support/chromium.ts';
import { fromRoot } from './support/root.ts';

/**
 * The pictures in README.md and docs/, taken from the running demo: `npm run screenshots`, or with a folder
 * to put them elsewhere. Every picture is of the real window over the real central API.
 */

const Ready = z.object({ url: z.string() });
const [given] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const folder = given ?? fromRoot('docs/images');
/** `--demo` takes the demo's cases alone. */
const onlyDemo = process.argv.includes('--demo');
/** Until the evidence of the queue is on this device. */
const SETTLE_MS = 6000;
const small = { width: 1280, height: 800 };
const large = { width: 1920, height: 1080 };

type Shot = Readonly<{ name: string; viewport: typeof small; theme: 'light' | 'dark' }>;

async function openPage(browser: Browser, url: string, { viewport, theme }: Shot): Promise<Page> {
  const context = await browser.newContext({ viewport, colorScheme: theme, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function signIn(page: Page): Promise<void> {
  const demo = page.getByRole('button', { name: /reviewer-07/ });
  const queue = page.getByRole('region', { name: 'Queue' });
  await demo.or(queue).first().waitFor();
  if (await demo.isVisible()) {
    await page.screenshot({ path: join(folder, 'sign-in-light.png') });
    await demo.click();
  }
  await queue.getByRole('option').first().waitFor();
}

/** A decision in the making, so that the picture shows the three panes at work. */
async function beginDecision(page: Page): Promise<void> {
  await page.keyboard.press('j');
  await page.getByRole('region', { name: 'Evidence' }).getByRole('heading', { level: 1 }).waitFor();
  const ticked = page.getByRole('region', { name: 'Decision' }).getByRole('checkbox', { checked: true });
  // The draft of the picture before is still there.
  const keys = (await ticked.count()) === 0 ? ['1', 'x', 'r', 't'] : ['t'];
  for (const key of keys) await page.keyboard.press(key);
  await page.waitForTimeout(600);
}

async function takeAll(browser: Browser, url: string): Promise<void> {
  const shots: readonly Shot[] = [
    { name: 'review-light', viewport: small, theme: 'light' },
    { name: 'review-dark', viewport: small, theme: 'dark' },
    { name: 'review-light-1920', viewport: large, theme: 'light' },
    { name: 'review-dark-1920', viewport: large, theme: 'dark' },
    { name: 'offline', viewport: small, theme: 'light' },
  ];
  for (const shot of shots) {
    const page = await openPage(browser, url, shot);
    await signIn(page);
    await beginDecision(page);
    if (shot.name === 'offline') await takeOffline(page);
    else await page.screenshot({ path: join(folder, `${shot.name}.png`) });
    if (shot.name === 'review-light') await takeDialogs(page);
    await page.context().close();
  }
}

async function takeDialogs(page: Page): Promise<void> {
  for (const [keys, name] of [
    ['Shift+?', 'keys-light'],
    ['Control+k', 'commands-light'],
  ] as const) {
    await page.keyboard.press(keys);
    await page.getByRole('dialog').waitFor();
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
}

/** Without contact: a decision is held, and another one is in the making. */
async function takeOffline(page: Page): Promise<void> {
  const rooms = page.getByRole('navigation');
  await rooms.getByText('Sync').click();
  await page.getByRole('button', { name: 'Work offline' }).click();
  await page.getByRole('button', { name: 'End working offline' }).waitFor();
  await rooms.getByText('Review').click();
  await page.keyboard.press('n');
  await page.keyboard.type('Asks applicants for a $120 deposit and moves them to a messenger.');
  await page.keyboard.press('Control+Enter');
  await page.getByText('sent when contact returns').waitFor();
  await page.waitForTimeout(600);
  for (const key of ['2', 'x', 'w', 't']) await page.keyboard.press(key);
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(folder, 'review-offline-light.png') });
  await rooms.getByText('Sync').click();
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, 'sync-light.png') });
}

mkdirSync(folder, { recursive: true });
const data = mkdtempSync(join(tmpdir(), 'docket-screenshots-'));
const docket = startChild({
  name: 'docket',
  readyWords: 'ready',
  file: process.execPath,
  args: [fromRoot('build/start.ts'), '--no-open', '--quiet', '--data', data],
});
try {
  const { url } = Ready.parse(await docket.ready);
  const browser = await chromium.launch({
    executablePath: await provideChromium(),
    args: [...chromiumArguments()],
  });
  // The demo first: a decision made for the other pictures would take its case out of the queue.
  const entrance = await openPage(browser, url, { name: 'entrance', viewport: small, theme: 'light' });
  await signIn(entrance);
  await entrance.waitForTimeout(SETTLE_MS);
  await entrance.context().close();
  await takeDemoCases(browser, { url, folder, viewport: small });
  if (!onlyDemo) await takeAll(browser, url);
  await browser.close();
  console.log(`screenshots are in ${folder}`);
} finally {
  await docket.stop();
  rmSync(data, { recursive: true, force: true });
}

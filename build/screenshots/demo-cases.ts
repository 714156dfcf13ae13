import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';

/** One picture: a case found by words of its title, and the tab of its evidence that the picture is of. */
type Shown = Readonly<{
  name: string;
  search: string;
  tab: RegExp;
  /** A second picture in the dark. */
  dark?: boolean;
  /** The cover over a graphic picture is what is to be seen. */
  covered?: boolean;
}>;

const shown: readonly Shown[] = [
  { name: 'job-post', search: 'Data entry clerk', tab: /job post/i, dark: true },
  { name: 'messages', search: 'send the deposit first', tab: /^messages/i },
  { name: 'profile', search: 'illustrator for six years', tab: /profile/i },
  { name: 'image', search: 'a date on the card set again', tab: /identity card/i, dark: true },
  { name: 'document', search: 'contract uploaded', tab: /contract/i, dark: true },
  { name: 'media', search: 'here is the receipt', tab: /recording/i },
  { name: 'payments', search: '60 payments in 47 minutes', tab: /payments/i, dark: true },
  { name: 'links', search: '14 accounts two devices', tab: /links/i },
  { name: 'sign-ins', search: '53 minutes later', tab: /sign-ins/i },
  { name: 'history', search: 'small deposit third time', tab: /history/i },
  { name: 'detection', search: 'Packing from home', tab: /detection/i },
  { name: 'report', search: 'wants my bank log-in', tab: /report/i },
  { name: 'graphic', search: 'reference picture', tab: /attachment/i, covered: true },
  { name: 'right-to-left', search: 'Typing from home shekels', tab: /job post/i },
];

/** Of the signed-in reviewer's queue. Waits for each picture only so long: one that cannot be had is said, not fatal. */
export async function takeDemoCases(
  browser: Browser,
  { url, folder, viewport }: { url: string; folder: string; viewport: { width: number; height: number } },
): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport, colorScheme: theme, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(url);
    const queue = page.getByRole('region', { name: 'Queue' });
    await queue.getByRole('option').first().waitFor();
    if (theme === 'light') await picture(page, join(folder, 'demo-queue.jpg'));
    for (const one of shown) {
      if (theme === 'dark' && !one.dark) continue;
      const name = theme === 'dark' ? `demo-${one.name}-dark` : `demo-${one.name}`;
      await take(page, one, join(folder, `${name}.jpg`)).catch((error: unknown) => {
        console.log(
          `no picture ${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
        );
      });
    }
    await context.close();
  }
}

const PATIENCE_MS = 10_000;

/** JPEG, since so many full of text and photographs would weigh too much as PNG. */
async function picture(page: Page, path: string): Promise<void> {
  await page.screenshot({ path, type: 'jpeg', quality: 85 });
}

async function take(page: Page, { search, tab, covered = false }: Shown, path: string): Promise<void> {
  const field = page.getByRole('region', { name: 'Queue' }).getByRole('searchbox');
  await field.fill(search);
  await page.waitForTimeout(700);
  const found = page.getByRole('region', { name: 'Queue' }).getByRole('option').first();
  await found.click({ timeout: PATIENCE_MS });
  const evidence = page.getByRole('region', { name: 'Evidence' });
  await evidence.getByRole('heading', { level: 1 }).waitFor({ timeout: PATIENCE_MS });
  await evidence.getByRole('tab', { name: tab }).first().click({ timeout: PATIENCE_MS });
  const cover = evidence.getByRole('button', { name: /show the picture/i });
  if (!covered && (await cover.isVisible())) await cover.click();
  // Pages of a document and tiles of a list are drawn after the tab is there.
  await page.waitForTimeout(1500);
  await picture(page, path);
}

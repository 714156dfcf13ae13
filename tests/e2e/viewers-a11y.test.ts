import type { Page } from '@playwright/test';
import { createReviewWindow } from '../support/review-window.ts';
import { startFakeWindow } from '../support/fake-window.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { richEvidence } from '../support/rich-evidence.ts';

test.use({
  viewport: { width: 1280, height: 800 },
  contextOptions: { reducedMotion: 'reduce' },
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
});

type Fake = Awaited<ReturnType<typeof startFakeWindow>>;

const kinds = [
  'Job post',
  'Detection',
  'Report 1',
  'Messages',
  'Profile',
  'Payments',
  'Links',
  'Sign-ins',
  'History',
] as const;

async function openCase(page: Page, fake: Fake) {
  await page.goto(fake.url());
  const window = createReviewWindow(page, fake.url());
  await window.waitForQueue();
  await window.press('j');
  await expect(window.title).toBeVisible();
  return window;
}

async function openTab(page: Page, name: string) {
  await page.getByRole('tab', { name: new RegExp(`(^|\\d)${name}`) }).click();
  return page.getByRole('tabpanel', { name: new RegExp(name) });
}

test('WCAG 2.2 AA: every viewer of structured evidence in three themes', async ({ page }) => {
  test.setTimeout(180_000);
  const fake = await startFakeWindow({ evidence: richEvidence });
  try {
    await openCase(page, fake);
    const seen: Record<string, string[]> = {};
    const look = (theme: string) =>
      violations(page, {
        within: '[data-focus="evidence"]',
        rules: theme === 'light' ? 'all' : 'colours',
      });
    for (const theme of ['light', 'dark', 'contrast']) {
      await fake.bridge.invoke('settings.set', { theme: theme as 'light' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      // Each in light with every rule, and in one of the others: a unit test holds every pair of their colours.
      const looked = kinds.filter(
        (_, place) => theme === 'light' || (place % 2 === 0) === (theme === 'dark'),
      );
      for (const kind of looked) {
        await openTab(page, kind);
        seen[`${kind}, ${theme}`] = await look(theme);
        // The other way in which it is shown.
        if (kind === 'Links' || kind === 'Payments') {
          await page.keyboard.press('c');
          if (kind === 'Links') await page.locator('[data-node]').first().waitFor();
          seen[`${kind}, ${theme}, otherwise`] = await look(theme);
          await page.keyboard.press('c');
        }
      }
    }
    expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, []])));
  } finally {
    await fake.close();
  }
});

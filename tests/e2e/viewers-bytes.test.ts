import type { Page } from '@playwright/test';
import { callBridge } from '../support/bridge-call.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import type { ReviewWindow } from '../support/review-window.ts';

test.use({ viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: 'reduce' } });

/** How many of a canvas's pixels are not white. */
const inked = (page: Page, number: number): Promise<number> =>
  page.locator(`[data-page="${number}"] canvas`).evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at]! < 200) count += 1;
    return count;
  });

async function openItem(window: ReviewWindow, page: Page, words: string, tab: RegExp): Promise<void> {
  // The list of the search before may hold one row as well.
  const row = window.cases.getByRole('option').first();
  const before = await row.getAttribute('data-case-id');
  await window.queue.getByRole('searchbox').fill(words);
  await expect(window.cases.getByRole('option')).toHaveCount(1);
  await expect(row).not.toHaveAttribute('data-case-id', before ?? '');
  await window.cases.getByRole('option').first().click();
  await window.evidence.getByRole('tab', { name: tab }).first().click();
  await expect(page.getByRole('tabpanel')).toBeVisible();
}

test('a document is drawn page by page, searched, zoomed and turned; a recording plays when asked; a picture turns', async ({
  docket: { window, shell },
  page,
}) => {
  test.setTimeout(120_000);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await window.open();
  await window.signIn();
  await window.waitUntilReady();

  await test.step('document', async () => {
    await openItem(window, page, 'contract uploaded', /contract/i);
    await expect(page.getByText('Page 1 of 12')).toBeVisible();
    await expect.poll(() => inked(page, 1)).toBeGreaterThan(500);
    // Only what is near is drawn.
    expect(await page.locator('canvas').count()).toBeLessThan(6);
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await expect(page.getByText('Page 2 of 12')).toBeVisible();
    const before = (await page.locator('[data-page="2"]').boundingBox())!;
    await window.evidence.focus();
    await window.press('=');
    await expect
      .poll(async () => (await page.locator('[data-page="2"]').boundingBox())!.width)
      .toBeGreaterThan(before.width * 1.2);
    await window.press('0');
    await page.getByRole('button', { name: 'Turn' }).click();
    await expect
      .poll(async () => {
        const { width, height } = (await page.locator('[data-page="2"]').boundingBox())!;
        return width > height;
      })
      .toBe(true);
    await page.getByRole('searchbox', { name: 'Search in the document' }).fill('schedule b');
    await expect(page.getByText(/^found \d+ times$/)).toBeVisible({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Next hit' }).click();
    expect(await violations(page)).toEqual([]);
  });

  await test.step('recording', async () => {
    await openItem(window, page, 'here is the receipt', /recording/i);
    const video = page.locator('video');
    await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.readyState)).toBeGreaterThan(0);
    expect(await video.evaluate((one: HTMLVideoElement) => [one.paused, one.muted, one.autoplay])).toEqual([
      true,
      true,
      false,
    ]);
    await page.getByRole('button', { name: '2 ×' }).click();
    await video.evaluate((one: HTMLVideoElement) => one.play());
    await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.currentTime)).toBeGreaterThan(0.5);
    expect(await video.evaluate((one: HTMLVideoElement) => one.playbackRate)).toBe(2);
    // Ranges from the encrypted cache: a place near the end is reached without what lies before.
    await video.evaluate((one: HTMLVideoElement) => void (one.currentTime = 7));
    await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.seeking)).toBe(false);
  });

  await test.step('picture', async () => {
    await openItem(window, page, 'a date on the card set again', /identity card/i);
    await expect(page.getByRole('img', { name: /identity card/i })).toHaveCount(0);
    await window.evidence.focus();
    await page.getByRole('button', { name: 'Show the picture' }).click();
    const picture = page.getByRole('img', { name: /identity card/i });
    await expect
      .poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth))
      .toBeGreaterThan(100);
    await page.getByRole('button', { name: 'Turn' }).click();
    await expect(picture).toHaveCSS('rotate', '90deg');
    await page.getByRole('button', { name: 'Invert colours' }).click();
    await expect(picture).toHaveCSS('filter', 'invert(1)');
    await window.press('0');
    await expect(picture).toHaveCSS('rotate', '0deg');
  });

  const { hostname } = new URL(shell.url);
  expect(asked.filter((url) => !url.startsWith('blob:') && new URL(url).hostname !== hostname)).toEqual([]);
});

const files = [
  { words: 'contract uploaded', tab: /contract/i, shown: 'canvas' },
  { words: 'here is the receipt', tab: /recording/i, shown: 'video' },
  {
    words: 'a date on the card set again',
    tab: /identity card/i,
    shown: 'button:has-text("Show the picture")',
  },
] as const;
const sizes = [
  { width: 1280, height: 800 },
  // The same at 200 % zoom.
  { width: 640, height: 400 },
] as const;

test('WCAG 2.2 AA: documents, recordings and pictures in three themes, at twice the size too, and each decided from there by keyboard', async ({
  docket: { window, shell },
  page,
}) => {
  test.setTimeout(180_000);
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  for (const { words, tab, shown } of files) {
    await test.step(words, async () => {
      await openItem(window, page, words, tab);
      const panel = page.getByRole('tabpanel');
      await expect(panel.locator(shown).first()).toBeVisible();
      await panel.focus();
      // Thumbnails, where there are pages.
      await window.press('c');
      const seen: Record<string, string[]> = {};
      for (const theme of ['light', 'dark', 'contrast'] as const) {
        await callBridge(shell.url, 'settings.set', { theme });
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        for (const size of sizes) {
          await page.setViewportSize(size);
          await expect(panel.locator(shown).first()).toBeVisible();
          const found = await violations(page, {
            within: '[data-focus="evidence"]',
            rules: theme === 'light' ? 'all' : 'colours',
          });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          seen[`${theme} at ${size.width}`] = [
            ...found,
            ...Array.from({ length: Math.max(0, wide) }, () => 'a pixel cut off').slice(0, 1),
          ];
        }
      }
      expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, []])));
      await page.setViewportSize(sizes[0]);
      const { caseId } = await window.openCase();
      await panel.focus();
      await window.press('a', 'ControlOrMeta+Enter');
      await expect
        .poll(async () => {
          const { decisions } = await callBridge(shell.url, 'decision.recent', { count: 3 });
          return decisions.map((one) => one.caseId);
        })
        .toContain(caseId);
    });
  }
});

test('the pages of a document are small pictures too, each a button that leads to it', async ({
  docket: { window },
  page,
}) => {
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await openItem(window, page, 'contract uploaded', /contract/i);
  await expect(page.getByText('Page 1 of 12')).toBeVisible();
  await page.getByRole('tabpanel').focus();
  await window.press('c');
  const strip = page.getByRole('navigation', { name: 'Pages, small' });
  await expect(strip.getByRole('button')).toHaveCount(12);
  await expect(strip.getByRole('button', { name: 'Page 1', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await strip.getByRole('button', { name: 'Page 7' }).focus();
  await window.press('Enter');
  await expect(page.getByText('Page 7 of 12')).toBeVisible();
  await expect(strip.getByRole('button', { name: 'Page 7' })).toHaveAttribute('aria-current', 'page');
  await window.press('c');
  await expect(strip).toHaveCount(0);
});

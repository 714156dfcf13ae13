import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
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
  await window.queue.getByRole('searchbox').fill(words);
  await expect(window.cases.getByRole('option')).toHaveCount(1);
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
    const axe = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(axe.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
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

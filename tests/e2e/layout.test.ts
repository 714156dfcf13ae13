import type { Locator, Page } from '@playwright/test';
import { createReviewWindow } from '../support/review-window.ts';
import { startFakeWindow } from '../support/fake-window.ts';
import { expect, test } from '../support/e2e.ts';

const sizes = [
  { name: '1280×800', width: 1280, height: 800 },
  { name: '1920×1080', width: 1920, height: 1080 },
  { name: '1280×800 at 200 % zoom', width: 640, height: 400 },
  { name: '1280×800 at 400 % zoom', width: 320, height: 200 },
] as const;
const languages = ['en', 'en-XA', 'ar-XB'] as const;

/** What reaches past the sides of the window and so cannot be read or pressed. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
    for (const element of document.querySelectorAll('button, input, select, textarea, h1, h2, [role=tab]')) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width > 1 && (left < -1 || right > innerWidth + 1)) {
        found.push(`${element.tagName} ${element.textContent?.slice(0, 40)}: ${left} to ${right}`);
      }
    }
    return found;
  });

const bottomOf = async (locator: Locator): Promise<number> => {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('it is not on screen');
  return box.y + box.height;
};

for (const lang of languages) {
  test(`nothing is cut off at any size with 12 policies and 12 tabs: ${lang}`, async ({ page }) => {
    const fake = await startFakeWindow({ tabs: 12 });
    try {
      await page.setViewportSize(sizes[0]);
      await page.goto(fake.url(lang));
      await page.getByRole('listbox').getByRole('option').first().waitFor();
      await expect(page.locator('html')).toHaveAttribute('dir', lang === 'ar-XB' ? 'rtl' : 'ltr');
      await page.keyboard.press('j');
      await expect(page.getByRole('tab')).toHaveCount(13);

      for (const { name, ...viewport } of sizes) {
        await test.step(name, async () => {
          await page.setViewportSize(viewport);
          await expect.poll(() => cutOff(page)).toEqual([]);
          // `n` brings the decision on screen, in its drawer where the window is narrow.
          await page.keyboard.press('n');
          const submit = page.locator('[data-focus="decision"]').getByRole('button').last();
          await expect(submit).toBeInViewport({ ratio: 0.99 });
          await expect.poll(() => cutOff(page)).toEqual([]);
          expect(await bottomOf(submit)).toBeLessThanOrEqual(viewport.height);
          await page.keyboard.press('Escape');
        });
      }
    } finally {
      await fake.close();
    }
  });
}

test('in a narrow window the drawers take the focus, F6 goes round, and Esc leads back to the evidence', async ({
  page,
}) => {
  const fake = await startFakeWindow();
  try {
    await page.setViewportSize({ width: 900, height: 700 });
    await page.goto(fake.url());
    const window = createReviewWindow(page, fake.url());
    await expect(window.evidence).toBeVisible();
    await expect(window.queue).toBeHidden();
    await page.getByRole('button', { name: 'Queue', exact: true }).click();
    await expect(window.queue).toBeFocused();
    await window.press('j', 'F6');
    await expect(window.evidence).toBeFocused();
    await expect(window.queue).toBeHidden();
    await window.press('F6');
    await expect(window.decision).toBeFocused();
    await window.press('n');
    await expect(window.rationale).toBeFocused();
    await window.press('Escape');
    await expect(window.evidence).toBeFocused();
    await expect(window.decision).toBeHidden();
  } finally {
    await fake.close();
  }
});

test('nothing under a dialog hears a key, and Esc gives the focus back', async ({ page }) => {
  const fake = await startFakeWindow();
  try {
    await page.goto(fake.url());
    const window = createReviewWindow(page, fake.url());
    await window.waitForQueue();
    await window.press('j', '1', 'x', 'r');
    await window.write('Asks applicants for a deposit of $120 before they may work.');
    await window.cases.focus();
    for (const keys of ['ControlOrMeta+k', 'Shift+?', 'o']) {
      await window.press(keys);
      await expect(page.getByRole('dialog')).toBeVisible();
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).focus();
      await window.press('ControlOrMeta+Enter', 'F6', 'a', 'Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
      await expect(window.cases).toBeFocused();
    }
    expect(fake.asked('decision.submit')).toEqual([]);
  } finally {
    await fake.close();
  }
});

test('50,000 cases: the page holds the rows in view, and what it keeps of the queue stays small', async ({
  page,
}) => {
  const fake = await startFakeWindow({ cases: 50_000 });
  try {
    await page.goto(fake.url());
    const window = createReviewWindow(page, fake.url());
    await window.waitForQueue();
    await window.press('j');
    await window.cases.focus();
    const rows = window.cases.getByRole('option');
    const few = await rows.count();
    await window.press('End');
    await expect(window.cases.getByRole('option', { selected: true })).toHaveAttribute(
      'aria-posinset',
      '50000',
    );
    await expect(window.title).toContainText('50000');
    expect(await rows.count()).toBeLessThanOrEqual(few + 12);
  } finally {
    await fake.close();
  }
});

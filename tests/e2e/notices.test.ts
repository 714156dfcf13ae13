import { createReviewWindow } from '../support/review-window.ts';
import { startFakeWindow } from '../support/fake-window.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';

test('fault 6: that work was restored, and what it lacks, is said until it is put away from the palette', async ({
  page,
}) => {
  const fake = await startFakeWindow();
  try {
    await page.goto(fake.url());
    const window = createReviewWindow(page, fake.url());
    await window.waitForQueue();
    fake.setStatus({
      restored: { copiedAt: '2026-11-20T14:03:00.000Z', found: 12, lost: 2, doubtful: 1 },
    });
    const notice = page.getByRole('alert').filter({ hasText: 'restored' });
    await expect(notice).toContainText('12 steps made since were found');
    await expect(notice).toContainText('2 steps of yours could not be read');
    await expect(notice).toContainText('1 decision may have been taken back since: it waits');
    expect(await violations(page)).toEqual([]);
    await window.press('ControlOrMeta+k');
    await page.keyboard.type('restored work');
    await window.press('Enter');
    await expect(notice).toBeHidden();
    await expect(window.cases).toBeVisible();
  } finally {
    await fake.close();
  }
});

test('S3: a computer that is being retired says so in the bar', async ({ page }) => {
  const fake = await startFakeWindow();
  try {
    await page.goto(fake.url());
    await createReviewWindow(page, fake.url()).waitForQueue();
    fake.setStatus({ retiring: true });
    await expect(page.getByRole('banner')).toContainText('This computer is being retired');
  } finally {
    await fake.close();
  }
});

import { createReviewWindow } from '../support/review-window.ts';
import { startFakeWindow } from '../support/fake-window.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';

test('the Sync room says how it stands, and each thing is done by keyboard', async ({ page }) => {
  const fake = await startFakeWindow();
  try {
    await page.goto(fake.url());
    const window = createReviewWindow(page, fake.url());
    await window.waitForQueue();
    fake.setStatus({ ready: 22, fetching: 3 });
    fake.setReadiness({ missing: 31, missingBytes: 48_000_000, stuck: 2, memoryOnly: 4 });
    const run = async (words: string) => {
      await window.press('ControlOrMeta+k');
      await page.keyboard.type(words);
      await window.press('Enter');
    };
    await run('go to sync');
    const main = page.getByRole('main');
    await expect(main.getByRole('heading', { name: 'Sync', exact: true })).toBeVisible();
    await expect(main).toContainText('22 of 36 cases are wholly here');
    await expect(main).toContainText('31 pieces of evidence are missing, 46 MiB');
    await expect(main).toContainText('2 of them were refused or damaged');
    await expect(main).toContainText('4 cases may be opened with contact only');

    await run('make ready');
    await expect.poll(() => fake.asked('sync.makeReady').at(-1)?.params).toEqual({ stop: false });
    await expect(main.getByRole('button', { name: 'Stop fetching' })).toBeVisible();
    await run('stop fetching');
    await expect.poll(() => fake.asked('sync.makeReady').at(-1)?.params).toEqual({ stop: true });
    await expect(main).toContainText('You stopped fetching ahead.');

    await run('work offline');
    await expect(main).toContainText(
      'You chose to work offline. Nothing is sent or fetched until you end it.',
    );
    await main.getByRole('button', { name: 'End working offline' }).focus();
    await page.keyboard.press('Enter');
    await expect(main.getByRole('button', { name: 'Work offline', exact: true })).toBeVisible();

    fake.setErrors([{ at: '2026-11-20T14:03:00.000Z', what: 'not-central', detail: 'status 407' }]);
    await run('sync now');
    await expect(main).toContainText('Something else answered in place of the central API');
    expect(await violations(page)).toEqual([]);
  } finally {
    await fake.close();
  }
});

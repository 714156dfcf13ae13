import type { Page } from '@playwright/test';
import type { Role } from '../../contract/people.ts';
import { createReviewWindow } from '../support/review-window.ts';
import { startFakeWindow } from '../support/fake-window.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { richEvidence } from '../support/rich-evidence.ts';

test.use({ viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: 'reduce' } });

async function openMessages(page: Page, role: Role) {
  const fake = await startFakeWindow({ evidence: richEvidence, cases: 2, role });
  await page.goto(fake.url());
  const window = createReviewWindow(page, fake.url());
  await window.waitForQueue();
  await window.press('j');
  await page.getByRole('tab', { name: /(^|\d)Messages/ }).click();
  const panel = page.getByRole('tabpanel', { name: /Messages/ });
  await expect(panel).toBeVisible();
  await panel.focus();
  return { fake, window, panel };
}

const copyWords = async (page: Page): Promise<string> => {
  await page.evaluate(() => {
    document.addEventListener('copy', (event) => {
      document.documentElement.dataset['copied'] = event.defaultPrevented ? 'kept' : 'copied';
    });
    const words = document.querySelector('[role="tabpanel"] [data-at]')!;
    document.getSelection()!.selectAllChildren(words);
  });
  await page.keyboard.press('ControlOrMeta+c');
  return page.evaluate(() => document.documentElement.dataset['copied'] ?? 'not asked');
};

test('an address is opened outside Docket only when it was chosen and confirmed, and it is recorded', async ({
  page,
  context,
}) => {
  const { fake, window, panel } = await openMessages(page, 'reviewer');
  try {
    await expect(panel.getByRole('button', { name: /Web addresses/ })).toBeVisible();
    await window.press('Shift+W');
    const dialog = page.getByRole('dialog', { name: 'Open an address outside Docket' });
    await expect(dialog).toContainText('recorded');
    await expect(dialog).toContainText('goes to evil[.]example, which is not what it looks like');
    expect(await violations(page, { within: '[role="dialog"]' })).toEqual([]);
    await window.press('ControlOrMeta+Enter');
    await expect(dialog.getByRole('alert')).toHaveText('Choose an address.');
    expect(fake.asked('evidence.takeOut')).toEqual([]);
    await dialog.getByRole('radio', { name: /evil/ }).focus();
    await window.press('Space', 'ControlOrMeta+Enter');
    await expect(dialog).toBeHidden();
    expect(fake.asked('evidence.takeOut')).toMatchObject([
      { params: { address: 'https://paypal.example.com@evil.example/login' } },
    ]);
    // The window itself went nowhere, and opened nothing.
    expect(context.pages()).toHaveLength(1);
    expect(new URL(page.url()).hostname).toBe('127.0.0.1');
  } finally {
    await fake.close();
  }
});

test('U1: words are copied where the role may, and that is recorded', async ({ page }) => {
  const { fake } = await openMessages(page, 'reviewer');
  try {
    expect(await copyWords(page)).toBe('copied');
    await expect.poll(() => fake.asked('evidence.takeOut').length).toBe(1);
    expect(fake.asked('evidence.takeOut')).toMatchObject([{ params: { address: null } }]);
  } finally {
    await fake.close();
  }
});

test('in the role of an outside vendor nothing is copied or opened, and the window says so', async ({
  page,
}) => {
  const { fake, window } = await openMessages(page, 'vendor-reviewer');
  try {
    expect(await copyWords(page)).toBe('kept');
    await expect(page.getByText('In your role nothing of the evidence leaves Docket.').first()).toBeVisible();
    await window.press('Shift+W');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(fake.asked('evidence.takeOut')).toEqual([]);
  } finally {
    await fake.close();
  }
});

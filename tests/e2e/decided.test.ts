import type { Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
import { decidedOf, lineOf } from '../support/fake-enforcement.ts';
import { startFakeWindow } from '../support/fake-window.ts';

test.use({ viewport: { width: 1280, height: 800 } });

type Plan = NonNullable<Parameters<typeof startFakeWindow>[0]>;

async function withWindow(
  page: Page,
  plan: Plan,
  work: (fake: Awaited<ReturnType<typeof startFakeWindow>>) => Promise<void>,
): Promise<void> {
  const fake = await startFakeWindow(plan);
  try {
    await page.goto(fake.url());
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await work(fake);
  } finally {
    await fake.close();
  }
}

test('9,000 decisions: by keyboard to the oldest one, with few of them in the page', async ({ page }) => {
  const decided = Array.from({ length: 9_000 }, (_, index) => decidedOf(index));
  await withWindow(page, { decided }, async () => {
    await page.keyboard.press('Shift+D');
    const list = page.getByRole('group', { name: 'Decisions, newest first' });
    await expect(list).toBeFocused();
    await expect(list.getByText('Data entry 0', { exact: true })).toBeVisible();
    await page.keyboard.press('End');
    await expect(list.getByText('Data entry 8999', { exact: true })).toBeVisible();
    expect(await list.getByRole('listitem').count()).toBeLessThan(80);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  });
});

test('the count of today opens the list, and each action says in words what became of it', async ({
  page,
}) => {
  const action = decidedOf(0).actions[0]!.action;
  const actions = (
    [
      ['asked', ''],
      ['done', 'Removed'],
      ['failed', 'The account is under a legal hold'],
      ['taken-back', ''],
    ] as const
  ).map(([state, detail]) => ({ action, state, detail, at: null }));
  await withWindow(page, { decided: [decidedOf(0, { actions })] }, async () => {
    await page.getByTitle('What you decided').click();
    const said = page.getByRole('dialog').getByRole('listitem').first().getByRole('listitem');
    await expect(said).toHaveText([
      /asked$/,
      /done: Removed$/,
      /failed: The account is under a legal hold$/,
      /taken back$/,
    ]);
  });
});

test('a recall is asked about first, and follows the decision that was named', async ({ page }) => {
  const decided = [decidedOf(0), decidedOf(1), decidedOf(2)];
  await withWindow(page, { decided }, async (fake) => {
    await page.keyboard.press('Shift+D');
    const dialog = page.getByRole('dialog');
    const recall = dialog.getByRole('button', { name: 'Recall JP-8999' });
    await recall.press('Enter');
    await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await page.keyboard.press('Enter');
    expect(fake.asked('decision.undo')).toEqual([]);
    await recall.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('recall on its way')).toBeVisible();
    expect(fake.asked('decision.undo').map(({ params }) => params)).toEqual([
      { decisionId: decided[1]?.decisionId },
    ]);
    await expect(recall).toBeHidden();
  });
});

test('a supervisor sees in the bar that something failed, and has the platform asked again by keyboard', async ({
  page,
}) => {
  const enforcement = [lineOf(0, 'failed'), lineOf(1, 'confirmed'), lineOf(2, 'requested')];
  await withWindow(page, { role: 'supervisor', enforcement }, async (fake) => {
    const room = page.getByRole('navigation').getByRole('button', { name: /^Enforcement/ });
    await expect(room).toContainText('1 failed');
    await room.press('Enter');
    const states = page.getByRole('table').getByRole('row').locator('td:first-child');
    await expect(states).toHaveText([/failed/, /waiting/, /done/]);

    await page.getByRole('button', { name: /^1 attempt: .*JP-9000/ }).focus();
    await page.keyboard.press('Shift+R');
    const reason = page.getByRole('dialog').getByRole('textbox', { name: 'Reason' });
    await expect(reason).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Say why you ask again.')).toBeVisible();
    await page.keyboard.type('The hold was lifted');
    await page.keyboard.press('Enter');
    await expect(states).toHaveText([/waiting/, /waiting/, /done/]);
    await expect(room).not.toContainText('failed');
    expect(fake.asked('enforcement.retry')).toHaveLength(1);

    await page.getByRole('combobox', { name: 'Show' }).selectOption('Failed');
    await expect(page.getByText('Nothing failed.')).toBeVisible();
    fake.setStatus({ contact: 'offline' });
    await page.getByRole('combobox', { name: 'Show' }).selectOption('Done');
    await expect(page.getByText(/This needs contact with the central API/)).toBeVisible();
  });
});

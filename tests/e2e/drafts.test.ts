import type { Locator } from '@playwright/test';
import { callBridge } from '../support/bridge-call.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { createReviewWindow } from '../support/review-window.ts';

const caretIn = (field: Locator) =>
  field.evaluate((element) => (element as HTMLTextAreaElement).selectionStart);

test('D10: drafts are listed with their words, opened with one key where the caret was, also after a kill, and discarded after a question', async ({
  docket: { central, shell, window },
  processes,
  page,
}) => {
  test.setTimeout(180_000);
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await window.press('u');

  const left: string[] = [];
  await test.step('two drafts are left in the middle of a sentence', async () => {
    for (const words of ['The first asks for a deposit', 'The second looks like the same text']) {
      left.push((await window.openCase()).caseId);
      await window.press('x');
      await window.write(words);
      for (let step = 0; step < 7; step += 1) await page.keyboard.press('ArrowLeft');
      await window.press('Escape', 'j');
      await expect.poll(async () => (await window.openCase()).caseId).not.toBe(left.at(-1));
    }
    await expect.poll(async () => (await window.state()).status.drafts).toBe(2);
  });

  await shell.process.kill();
  const again = await processes.startLoopback({ central: central.url, dataDir: shell.dataDir });
  const after = createReviewWindow(page, again.url);
  await after.open();
  await after.waitForQueue();

  const drafts = page.getByRole('main').locator('section').filter({ hasText: 'First words' });
  await test.step('one key shows both, the newest first, with their first words', async () => {
    await after.press('Shift+U');
    await expect(drafts.getByRole('row')).toHaveCount(3);
    await expect(drafts.getByRole('row').nth(1)).toContainText('The second looks like the same text');
    await expect(drafts.getByRole('row').nth(2)).toContainText('The first asks for a deposit');
    await expect(drafts.getByRole('row').nth(1).getByRole('button').first()).toBeFocused();
    expect(await violations(page)).toEqual([]);
  });

  await test.step('one key opens the older one, with the caret where it was', async () => {
    await after.press('ArrowDown', 'Enter');
    await expect(after.rationale).toBeFocused();
    await expect(after.rationale).toHaveValue('The first asks for a deposit');
    expect(await caretIn(after.rationale)).toBe('The first asks for a deposit'.length - 7);
    expect((await callBridge(again.url, 'app.state', {})).lastCaseId).toBe(left[0]);
    await page.keyboard.type('small ');
    await expect(after.rationale).toHaveValue('The first asks for a small deposit');
    await after.press('Escape');
  });

  await test.step('from anywhere one key goes to the other one', async () => {
    await after.press('Shift+O');
    await expect(after.rationale).toBeFocused();
    await expect(after.rationale).toHaveValue('The second looks like the same text');
    expect(await caretIn(after.rationale)).toBe('The second looks like the same text'.length - 7);
    await after.press('Escape');
  });

  await test.step('one is discarded, once the question is answered', async () => {
    await after.press('Shift+U');
    await expect(drafts.getByRole('row').nth(1).getByRole('button').first()).toBeFocused();
    const dialog = page.getByRole('dialog', { name: 'Discard this draft?' });
    await after.press('Delete');
    await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await expect(dialog).toContainText('The first asks for a small deposit');
    await after.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(drafts.getByRole('row')).toHaveCount(3);
    await after.press('Delete');
    await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await after.press('Shift+Tab', 'Enter');
    await expect(dialog).toBeHidden();
    await expect(drafts.getByRole('row')).toHaveCount(2);
    await expect(drafts).not.toContainText('The first asks');
    await expect(drafts.getByRole('row').nth(1).getByRole('button').first()).toBeFocused();
    await after.press('Shift+U', 'Delete');
    await expect(dialog).toContainText('The second looks like');
    await after.press('Escape');
    await expect.poll(async () => (await after.state()).status.drafts).toBe(1);
  });
});

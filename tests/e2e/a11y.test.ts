import { callBridge } from '../support/bridge-call.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { changedItem, differenceOf } from '../support/fake-changes.ts';
import { decidedOf, failureItem, lineOf } from '../support/fake-enforcement.ts';
import { lateOn } from '../support/fake-late.ts';
import { startFakeWindow } from '../support/fake-window.ts';

test.use({ viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: 'reduce' } });

const themes = ['light', 'dark', 'contrast'] as const;

test('WCAG 2.2 AA: the sign-in page', async ({ docket: { window }, page }) => {
  await window.open();
  await expect(page.getByRole('button', { name: /reviewer-07/ })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
});

test('WCAG 2.2 AA: review, palette, keys, sync and settings in three themes', async ({
  docket: { shell, window },
  page,
}) => {
  test.setTimeout(180_000);
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await window.press('u');
  await expect(window.title).toBeVisible();
  await window.press('1', 'x');

  for (const theme of themes) {
    const rules = theme === 'light' ? 'all' : 'colours';
    await test.step(theme, async () => {
      await callBridge(shell.url, 'settings.set', { theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      const seen: Record<string, string[]> = { review: await violations(page, { rules }) };
      // Long lists of what other places show in the same colours: once.
      const lists = [
        ['palette', 'ControlOrMeta+k'],
        ['keys', 'Shift+?'],
      ] as const;
      for (const [name, keys] of theme === 'light' ? lists : []) {
        await window.press(keys);
        await expect(page.getByRole('dialog')).toBeVisible();
        seen[name] = await violations(page, { rules });
        await window.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();
      }
      for (const room of ['Sync', 'Settings', 'Review']) {
        await page.getByRole('navigation').getByText(room, { exact: true }).click();
        await expect(page.getByRole('main')).toBeVisible();
        seen[room] = await violations(page, { rules });
      }
      expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, []])));
    });
  }
});

test('WCAG 2.2 AA: what was decided, a failure of the platform, and the Enforcement room in three themes', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const fake = await startFakeWindow({
    role: 'supervisor',
    decided: Array.from({ length: 40 }, (_, index) => decidedOf(index)),
    attention: [failureItem()],
    enforcement: [lineOf(0, 'failed'), lineOf(1, 'requested'), lineOf(2, 'confirmed')],
  });
  try {
    await page.goto(fake.url());
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    const dialog = page.getByRole('dialog');
    for (const theme of themes) {
      const rules = theme === 'light' ? 'all' : 'colours';
      await test.step(theme, async () => {
        await fake.bridge.invoke('settings.set', { theme });
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        const seen: Record<string, string[]> = {};
        await page.keyboard.press('Shift+D');
        await expect(dialog.getByText('JP-9000')).toBeVisible();
        seen['decided'] = await violations(page, { rules });
        await dialog.getByRole('button', { name: 'Recall JP-9000' }).press('Enter');
        await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
        seen['recall'] = await violations(page, { rules });
        await page.keyboard.press('Enter');
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();

        await page.getByRole('button', { name: 'Needs attention' }).press('Enter');
        await expect(dialog.getByText('under a legal hold')).toBeVisible();
        seen['attention'] = await violations(page, { rules });
        await page.keyboard.press('Escape');

        await page
          .getByRole('navigation')
          .getByRole('button', { name: /^Enforcement/ })
          .press('Enter');
        const logs = page.getByRole('button', { name: /^1 attempt: / });
        await expect(logs).toHaveCount(3);
        await logs.first().press('ArrowDown');
        await expect(logs.nth(1)).toBeFocused();
        await logs.nth(1).press('Enter');
        await expect(page.getByText('HTTP 200')).toBeVisible();
        seen['room'] = await violations(page, { rules });
        await logs.nth(1).press('Enter');
        await logs.first().press('Shift+R');
        await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeFocused();
        seen['ask again'] = await violations(page, { rules });
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();
        await page.getByRole('navigation').getByRole('button', { name: 'Review' }).press('Enter');
        expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, []])));
      });
    }
  } finally {
    await fake.close();
  }
});

test('WCAG 2.2 AA: a late decision compared, what changed, drafts and the question, in three themes', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const fake = await startFakeWindow({
    late: lateOn(0),
    attention: [changedItem(1)],
    differences: [differenceOf(1)],
  });
  try {
    await page.goto(fake.url());
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await page.keyboard.press('j');
    const offer = page.getByText('late decision waits here');
    const dialog = page.getByRole('dialog');
    await expect(offer).toBeVisible();
    const seen: Record<string, string[]> = { offer: await violations(page) };
    await page.keyboard.press('x');
    await page.keyboard.press('n');
    await page.keyboard.type('Asks for money first.');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Compare' })).toBeVisible();
    for (const theme of themes) {
      const rules = theme === 'light' ? 'all' : 'colours';
      await test.step(theme, async () => {
        await fake.bridge.invoke('settings.set', { theme });
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        seen[`${theme} banner`] = await violations(page, { rules });
        for (const [keys, words] of [
          ['Shift+L', 'Your view and a late decision'],
          ['Shift+V', 'Reply of the client'],
        ] as const) {
          await page.keyboard.press(keys);
          await expect(dialog.getByText(words)).toBeVisible();
          seen[`${theme} ${keys}`] = await violations(page, { rules });
          await page.keyboard.press('Escape');
          await expect(dialog).toBeHidden();
        }
        await page.keyboard.press('Shift+U');
        await expect(page.locator('[data-draft]')).toBeFocused();
        seen[`${theme} drafts`] = await violations(page, { rules });
        await page.keyboard.press('Delete');
        await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
        seen[`${theme} discard`] = await violations(page, { rules });
        await page.keyboard.press('Enter');
        await expect(dialog).toBeHidden();
        await page.keyboard.press('Shift+O');
        await expect(page.getByRole('textbox', { name: /rationale/i })).toBeFocused();
        await page.keyboard.press('Escape');
      });
    }
    expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, []])));
  } finally {
    await fake.close();
  }
});

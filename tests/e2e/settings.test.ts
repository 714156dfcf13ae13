import { expect, test } from '../support/e2e.ts';
import { startFakeWindow } from '../support/fake-window.ts';

test('a command is given a sequence, which then runs it; one character alone is bound after a moment; Esc leaves it', async ({
  page,
}) => {
  const fake = await startFakeWindow();
  await page.goto(fake.url());
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).press('Enter');
  const change = page.getByRole('button', { name: 'Change the key of Go to Sync' });
  const listener = page.getByRole('textbox', { name: 'Change the key of Go to Sync' });
  await change.press('Enter');
  await page.keyboard.press('g');
  await expect(listener).toHaveValue(/^g … and a second one/);
  await page.keyboard.press('y');
  await expect(change).toContainText('g y');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('g');
  await page.keyboard.press('y');
  await expect(page.getByRole('heading', { level: 1, name: 'Sync' })).toBeVisible();

  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).press('Enter');
  await change.press('Enter');
  await page.keyboard.press('y');
  await expect(change).toContainText('y');
  await change.press('Enter');
  await page.keyboard.press('Escape');
  await expect(change).toContainText('y');
  // Those of a kind that the palette leaves out can be changed too.
  await expect(page.getByRole('button', { name: 'Change the key of Policy 3' })).toBeVisible();
  await fake.close();
});

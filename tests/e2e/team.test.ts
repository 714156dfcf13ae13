import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { startFakeWindow } from '../support/fake-window.ts';

test('WCAG 2.2 AA: the figures of the team and the move of cases, by keyboard: spread, moved, and taken back', async ({
  page,
}) => {
  const fake = await startFakeWindow({ role: 'supervisor' });
  await page.goto(fake.url());
  await page.getByRole('navigation').getByRole('button', { name: 'Team' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Queues' })).toBeVisible();
  await expect(page.getByText('114 of 123 cases that came in')).toBeVisible();
  await expect(page.getByRole('row', { name: /^Fraud/ })).toContainText('11 due within an hour');
  await expect(page.getByRole('row', { name: /^Off-platform pay/ })).toContainText('6 to 79');
  const seen: Record<string, string[]> = { room: await violations(page) };

  await page.keyboard.press('a');
  await expect(page.getByText('40 cases selected').first()).toBeVisible();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Move 40 cases' });
  const to = dialog.getByRole('combobox', { name: 'To' });
  await expect(to).toBeFocused();
  await to.selectOption('balanced');
  await expect(dialog.getByText('1 case fits nobody')).toBeVisible();
  await expect(dialog.getByRole('row', { name: /^Amara Okafor/ })).toContainText('39 of 50');
  seen['preview'] = await violations(page);
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByText('Say why')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('A wave of near-duplicates.');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('39 cases moved, 0 already there').first()).toBeVisible();
  seen['moved'] = await violations(page);

  await page.keyboard.press('u');
  const undo = page.getByRole('dialog', { name: 'Give 39 cases back?' });
  await expect(undo).toBeVisible();
  await page.keyboard.type('The wrong wave.');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Given back: 39.').first()).toBeVisible();

  // A range, with Shift.
  const boxes = page.getByRole('checkbox', { name: /^Select [A-Z]/ });
  await boxes.nth(1).click();
  await boxes.nth(4).click({ modifiers: ['Shift'] });
  await expect(page.getByText('4 cases selected')).toBeVisible();
  await page.setViewportSize({ width: 640, height: 400 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
  expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, []])));
  await fake.close();
});

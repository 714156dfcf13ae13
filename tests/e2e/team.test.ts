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

test('S1: a person is marked as away and as back by keyboard, from their row, with a reason', async ({
  page,
}) => {
  const fake = await startFakeWindow({ role: 'supervisor' });
  await page.goto(fake.url());
  await page.getByRole('navigation').getByRole('button', { name: 'Team' }).press('Enter');
  const row = page.getByRole('row', { name: /^Amara Okafor/ });
  await page.keyboard.press('w');
  await expect(page.getByText('Go to the row of a person first.').first()).toBeVisible();
  await row.getByRole('button', { name: 'Mark Amara Okafor as away' }).focus();
  await page.keyboard.press('w');
  await page.keyboard.type('On leave');
  const dialog = page.getByRole('dialog', { name: 'Is Amara Okafor away?' });
  expect(await violations(page)).toEqual([]);
  // The head of the table, which sticks, lies below the dialog.
  await dialog.getByLabel(/^Back on/).click();
  await dialog.getByLabel(/^Back on/).fill('2020-01-01T09:00');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Choose a time to come')).toBeVisible();
  await dialog.getByLabel(/^Back on/).fill('');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('3 cases were handed on').first()).toBeVisible();
  await expect(row).toContainText('Away since');
  await row.getByRole('button', { name: 'Mark Amara Okafor as back' }).press('Enter');
  await page.keyboard.type('Well again');
  await page.keyboard.press('Enter');
  await expect(row).not.toContainText('Away since');
  expect(fake.asked('people.away')).toMatchObject([
    { params: { away: true, until: null, reason: 'On leave' } },
    { params: { away: false, until: null, reason: 'Well again' } },
  ]);
  await fake.close();
});

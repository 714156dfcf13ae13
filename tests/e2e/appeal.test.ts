import { violations } from '../support/accessibility.ts';
import { expect, test } from '../support/e2e.ts';
import { firstDecision } from '../support/fake-appeal.ts';
import { startFakeWindow } from '../support/fake-window.ts';

test('WCAG 2.2 AA: an appeal, by keyboard: the first decision is read, upheld with reasons of one’s own, and submitted', async ({
  page,
}) => {
  const fake = await startFakeWindow({ appeal: firstDecision() });
  await page.goto(fake.url());
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await page.keyboard.press('j');
  const first = page.getByRole('region', { name: 'The decision that is appealed' });
  await expect(first).toContainText('asks applicants for a deposit');
  await expect(first).toContainText('Choose what is right');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('Shift+X');
  await expect(first.getByRole('status')).toContainText('it is overturned');
  expect(await violations(page, { rules: 'colours' })).toEqual([]);
  await page.keyboard.press('Shift+A');
  await expect(first.getByRole('status')).toContainText('it is upheld');
  await page.keyboard.press('n');
  await page.keyboard.type('The deposit goes to the client, not to the platform.');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(first).toBeHidden();
  expect(fake.asked('decision.submit')).toMatchObject([
    {
      params: {
        content: { outcome: 'violation', rationale: 'The deposit goes to the client, not to the platform.' },
      },
    },
  ]);
  await fake.close();
});

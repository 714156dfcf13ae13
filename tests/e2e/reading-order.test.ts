import { openScreenReader } from '../support/screen-reader.ts';
import { startFakeWindow } from '../support/fake-window.ts';
import { expect, test } from '../support/e2e.ts';

test.use({ viewport: { width: 1280, height: 800 } });

test('a case is taken from the queue to a decision by reading order and names alone', async ({ page }) => {
  const fake = await startFakeWindow();
  try {
    await page.goto(fake.url());
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    const reader = await openScreenReader(page);

    await test.step('the queue is read before the evidence, and that before the decision', async () => {
      const all = await reader.read();
      const regions = all.filter(({ role }) => role === 'region').map(({ name }) => name);
      expect(regions.filter((name) => ['Queue', 'Evidence', 'Decision'].includes(name))).toEqual([
        'Queue',
        'Evidence',
        'Decision',
      ]);
      const landmarks = all
        .map(({ role }) => role)
        .filter((role) => /^(banner|main|contentinfo)$/.test(role));
      expect(landmarks).toEqual(['banner', 'main', 'contentinfo']);
    });

    let title = '';
    await test.step('the queue is a list with a name; a row says what, how urgent, and what has been done', async () => {
      const list = await reader.tabTo('listbox', /^Cases$/);
      expect(list.within).toEqual(['Queue']);
      await page.keyboard.press('ArrowDown');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const all = await reader.read();
      const rows = all.filter(({ role }) => role === 'option');
      expect(rows[0]?.name).toMatch(/P[123] · .*(min|h|late)/u);
      expect(rows[0]?.name).toMatch(/Risk 0\.\d\d|evidence not here yet|–/u);
      title = all.find(({ role, within }) => role === 'heading' && within[0] === 'Evidence')?.name ?? '';
      expect(title.length).toBeGreaterThan(5);
      expect(rows[0]?.name).toContain(title);
    });

    await test.step('the evidence: its tabs, and under the chosen one a panel with that name', async () => {
      const tab = await reader.tabTo('tab', /./);
      expect(tab.within).toEqual(['Evidence']);
      const all = await reader.read();
      const panel = all.find(({ role }) => role === 'tabpanel');
      expect(panel?.name).toBe(tab.name);
    });

    await test.step('what is missing is named, and is said when it changes', async () => {
      const all = await reader.read();
      const missing = all.find(
        ({ name, within }) => within.includes('Decision') && /Choose an outcome/i.test(name),
      );
      expect(missing).toBeDefined();
      await expect(page.locator('[data-focus="decision"] [aria-live="polite"]')).not.toBeEmpty();
    });

    const groups: string[] = [];
    await test.step('the form in the order in which a case is thought through', async () => {
      await reader.tabTo('checkbox', /./);
      await page.keyboard.press('Space');
      await expect.poll(async () => (await reader.focused()).checked).toBe(true);
      const all = await reader.read();
      const inForm = all.filter(({ within }) => within.includes('Decision'));
      for (const { role, name } of inForm)
        if (role === 'group' || role === 'radiogroup' || role === 'textbox') groups.push(name);
      expect(groups.join(' · ')).toMatch(/Polic.*Outcome.*Action.*Severity.*Rationale/u);
      for (const one of inForm.filter(({ role }) => /^(checkbox|radio|textbox|button|combobox)$/.test(role)))
        expect(one.name, JSON.stringify(one)).not.toBe('');
    });

    await test.step('outcome, action and rationale by their names', async () => {
      await reader.tabTo('radio', /./);
      await page.keyboard.press('ArrowRight');
      for (let turn = 0; turn < 3 && !(await reader.focused()).name.startsWith('Violation'); turn += 1)
        await page.keyboard.press('ArrowRight');
      await expect.poll(async () => (await reader.focused()).checked).toBe(true);
      await reader.tabTo('checkbox', /^Remove post$/);
      await page.keyboard.press('Space');
      await expect.poll(async () => (await reader.focused()).checked).toBe(true);
      await reader.tabTo('textbox', /rationale/i);
      await page.keyboard.type('Asks applicants for a deposit of $120 before they may work.');
    });

    await test.step('the button says what it will do; after it the next case is named where the focus is', async () => {
      const button = await reader.tabTo('button', /and next$/);
      expect(button.name).toMatch(/remove/i);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(title);
      const next = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
      const focused = await reader.focused();
      expect(focused).toMatchObject({ role: 'region', name: 'Evidence' });
      expect(focused.description).toContain(next.trim());
    });
    expect(fake.asked('decision.submit')).toHaveLength(1);
  } finally {
    await fake.close();
  }
});

test('Tab goes through the window in reading order, stops nowhere without a name, and comes round', async ({
  page,
}) => {
  const fake = await startFakeWindow({ tabs: 12 });
  try {
    await page.goto(fake.url());
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await page.keyboard.press('j');
    await expect(page.getByRole('tab')).toHaveCount(13);
    const reader = await openScreenReader(page);
    await reader.tabTo('button', /^Review$/);
    const stops: string[] = [];
    const nameless: string[] = [];
    for (let step = 0; step < 80; step += 1) {
      await page.keyboard.press('Tab');
      const { role, name, within } = await reader.focused();
      // After its last stop the focus goes to the browser, and comes back to the page as a whole.
      if (role === 'RootWebArea' || (role === 'none' && within.length === 0)) break;
      if (name === '') nameless.push(`${role} in ${within.join(' ')}`);
      if (within[0] !== undefined && within[0] !== stops.at(-1)) stops.push(within[0]);
    }
    expect(nameless).toEqual([]);
    expect(stops.filter((name) => ['Queue', 'Evidence', 'Decision'].includes(name))).toEqual([
      'Queue',
      'Evidence',
      'Decision',
    ]);
  } finally {
    await fake.close();
  }
});

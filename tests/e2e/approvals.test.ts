import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { approvalLine } from '../support/fake-approvals.ts';
import { startFakeWindow } from '../support/fake-window.ts';
import { createReviewWindow } from '../support/review-window.ts';

const approvals = [approvalLine(0, 8), approvalLine(1), approvalLine(2, 1, { own: true })];

test('WCAG 2.2 AA: Approvals in three themes; both answers stay in sight, at 200 % too', async ({ page }) => {
  const themes = ['light', 'dark', 'contrast'] as const;
  for (const theme of themes) {
    const fake = await startFakeWindow({ role: 'supervisor', settings: { theme }, approvals });
    await page.setViewportSize(theme === 'dark' ? { width: 640, height: 400 } : { width: 1280, height: 800 });
    await page.goto(fake.url());
    await page.getByRole('navigation').getByRole('button', { name: 'Approvals' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'The case' })).toBeVisible();
    await expect(page.getByRole('tab').first()).toBeVisible();
    expect(await violations(page, { rules: theme === 'contrast' ? 'colours' : 'all' })).toEqual([]);
    await page.getByText('The account was made to collect fees').scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: /^Approve/ })).toBeInViewport();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
    await fake.close();
  }
});

test('D12: a reviewer closes an account; a supervisor refuses it, then approves the next try; each learns what became of it', async ({
  docket: { central, window },
  processes,
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await window.press('u');
  await window.openCase();
  const title = (await window.title.textContent()) ?? '';
  await test.step('the form says that a second person is asked', async () => {
    await window.press('x', '1', 'g', 'c');
    await window.write('Collects fees before any work, with a copied licence.');
    await expect(window.decision.getByText(/once a second person has approved it/)).toBeVisible();
    await window.press('Control+Enter');
    await expect(window.title).not.toHaveText(title);
  });

  const desk = await processes.startLoopback({ central: central.url });
  const deskPage = await context.newPage();
  const supervisor = createReviewWindow(deskPage, desk.url);
  const waiting = deskPage.getByRole('navigation', { name: 'Waiting for approval' });
  await test.step('the supervisor looks at the case and refuses, with a reason, by keyboard', async () => {
    await supervisor.open();
    await supervisor.typeCredentials('supervisor-01');
    await deskPage.getByRole('navigation').getByRole('button', { name: 'Approvals' }).press('Enter');
    await expect(async () => {
      await supervisor.press('r');
      await expect(waiting.getByRole('button').first()).toContainText(title, { timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await expect(deskPage.getByRole('tabpanel')).toBeVisible();
    await supervisor.press('x', 'Enter');
    await expect(deskPage.getByRole('dialog')).toContainText('Say why');
    await deskPage.keyboard.type('The licence is genuine: I asked the registry.');
    await supervisor.press('Enter');
    await expect(deskPage.getByText('Nothing waits for approval.')).toBeVisible();
  });

  await test.step('the author reads the reason and decides again', async () => {
    await page.bringToFront();
    const reason = page.getByRole('dialog').getByText(/I asked the registry/);
    await expect(async () => {
      await page
        .getByRole('button', { name: /attention/i })
        .first()
        .press('Enter');
      await expect(reason).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await page.getByRole('dialog').getByRole('button', { name: 'Reopen with the draft' }).press('Enter');
    await expect(window.title).toHaveText(title);
    await expect(window.rationale).toHaveValue('Collects fees before any work, with a copied licence.');
    await window.press('Control+Enter');
    await expect(window.title).not.toHaveText(title);
  });

  await test.step('approved, it is asked of the platform, and its author sees that', async () => {
    await deskPage.bringToFront();
    await expect(async () => {
      await supervisor.press('r');
      await expect(waiting.getByRole('button').first()).toContainText(title, { timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await supervisor.press('a', 'Enter');
    await expect(deskPage.getByText('Nothing waits for approval.')).toBeVisible();
    await page.bringToFront();
    await window.press('Shift+D');
    const newest = page.getByRole('dialog').getByRole('listitem').first();
    await expect(newest).toContainText(title);
    await expect(newest).toContainText(/Close account.*(asked|done)/, { timeout: 30_000 });
  });
});

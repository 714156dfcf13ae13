import { callBridge } from '../support/bridge-call.ts';
import { readDecisions } from '../support/central-database.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { createReviewWindow } from '../support/review-window.ts';

const FIRST = 'The post asks for a deposit before any work is given, which no client may do.';

test('D8: a colleague’s late decision is only announced, compared once there is a view, and adopted with one key', async ({
  docket: { central, shell, window },
  processes,
  page,
}) => {
  test.setTimeout(180_000);
  const supervisor = await processes.startLoopback({ central: central.url });
  const second = await processes.startLoopback({ central: central.url });
  const signIn = (url: string, username: string) =>
    callBridge(url, 'session.signIn', { username, password: `${username}-demo` });
  await signIn(second.url, 'reviewer-08');
  await signIn(supervisor.url, 'supervisor-01');

  await window.open();
  await window.signIn('reviewer-07');
  await window.waitUntilReady();
  await window.press('u');
  const { caseId } = await window.openCase();

  await test.step('decided without contact, while a supervisor gives the case to somebody else', async () => {
    await callBridge(shell.url, 'sync.byChoice', { offline: true });
    await window.press('1', 'x', 'r');
    await window.write(FIRST);
    await window.submit();
    const { case: opened } = await callBridge(shell.url, 'case.open', { caseId, view: false });
    const { people } = await callBridge(supervisor.url, 'people.list', {});
    const to = people.find(({ username }) => username === 'reviewer-08');
    await callBridge(supervisor.url, 'reassignment.create', {
      target: { to: 'person', personId: to!.id },
      reason: 'The first is away.',
      cases: [{ caseId: opened.id, epoch: opened.epoch }],
    });
    await callBridge(shell.url, 'sync.byChoice', { offline: false });
    await expect
      .poll(async () => (await callBridge(shell.url, 'attention.list', {})).items.map(({ why }) => why))
      .toContain('late');
  });

  const owner = createReviewWindow(page, second.url);
  const banner = owner.decision.getByRole('status').filter({ hasText: 'late decision' });
  await test.step('the new owner is told that there is one, and nothing of what it says', async () => {
    await owner.open();
    await owner.waitForQueue();
    await callBridge(second.url, 'sync.now', {});
    await expect
      .poll(async () => (await callBridge(second.url, 'late.offers', {})).offers.map((one) => one.caseId))
      .toContain(caseId);
    await page.reload();
    await owner.waitForQueue();
    const { case: given } = await callBridge(second.url, 'case.open', { caseId, view: false });
    await owner.press('/');
    await page.keyboard.type(given.title);
    const row = page.locator(`[data-case-id="${caseId}"]`);
    await row.click();
    await expect(banner).toContainText('Choose an outcome of your own');
    await expect(banner.getByRole('button')).toHaveCount(0);
    await owner.press('Shift+L');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByText('Choose an outcome of your own first, then look.')).toBeVisible();
    expect(await page.content()).not.toContain(FIRST);
  });

  const dialog = page.getByRole('dialog', { name: 'Your view and a late decision' });
  await test.step('with an outcome of their own they see both side by side', async () => {
    await owner.press('x');
    await owner.write('Looks like a fee.');
    await owner.press('Escape', 'Shift+L');
    await expect(dialog.getByText(FIRST)).toBeVisible();
    await expect(dialog.getByRole('row', { name: /^Rationale differs/ })).toContainText('Looks like a fee.');
    await expect(dialog.getByRole('row', { name: /^Outcome same/ })).toContainText('Violation');
    expect(await violations(page)).toEqual([]);
    await owner.press('k');
    await expect(dialog).toBeHidden();
    await expect(owner.rationale).toHaveValue('Looks like a fee.');
    await owner.press('Shift+L');
    await expect(dialog.getByText(FIRST)).toBeVisible();
  });

  await test.step('one key adopts it', async () => {
    await owner.press('a');
    await expect(dialog).toBeHidden();
    await expect(owner.decision.getByText(/sent in \d s/)).toBeVisible();
    await expect(banner).toBeHidden();
    await expect.poll(async () => (await owner.state()).status.waiting, { timeout: 30_000 }).toBe(0);
  });

  const stored = (await readDecisions(central)).filter((row) => row.caseId === caseId);
  expect(stored).toMatchObject([
    { username: 'reviewer-07', status: 'late', standing: false },
    { username: 'reviewer-08', status: 'applied', standing: true, body: { rationale: FIRST } },
  ]);
  expect(stored[1]?.body.adopts).toBe(stored[0]?.id);
});

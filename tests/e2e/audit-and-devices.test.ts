import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { createReviewWindow } from '../support/review-window.ts';

test('S3, U1: an auditor finds who viewed a case; a supervisor revokes a device, and its window loses its cache', async ({
  docket: { central, window },
  processes,
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await window.open();
  await window.signIn();
  await window.press('j');
  await expect(window.title).toBeVisible();
  const reference =
    (await window.evidence
      .getByText(/^[A-Z]{2}-\d+$/)
      .first()
      .textContent()) ?? '';

  const audit = await processes.startLoopback({ central: central.url });
  const auditPage = await context.newPage();
  const auditor = createReviewWindow(auditPage, audit.url);
  await test.step('the auditor filters by keyboard, and saves what is shown', async () => {
    await auditor.open();
    await auditor.typeCredentials('auditor-01');
    await expect(auditPage.getByRole('heading', { name: 'Audit' })).toBeVisible();
    const viewed = auditPage
      .getByRole('row')
      .filter({ hasText: 'Viewed the case' })
      .filter({ hasText: reference });
    await expect(async () => {
      await auditor.press('Shift+F');
      await expect(auditPage.getByRole('textbox', { name: 'Case' })).toBeFocused();
      await auditPage.keyboard.press('ControlOrMeta+a');
      await auditPage.keyboard.type(reference);
      await auditor.press('Enter');
      await expect(viewed.first()).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    expect(await violations(auditPage)).toEqual([]);
    const saved = auditPage.waitForEvent('download');
    await auditPage.getByRole('button', { name: 'Save as CSV' }).press('Enter');
    expect((await saved).suggestedFilename()).toMatch(/^docket-audit-.*\.csv$/);
  });

  const desk = await processes.startLoopback({ central: central.url });
  const deskPage = await context.newPage();
  const supervisor = createReviewWindow(deskPage, desk.url);
  await test.step('the supervisor revokes the device of the reviewer, and sees the answer', async () => {
    await supervisor.open();
    await supervisor.typeCredentials('supervisor-01');
    await deskPage.getByRole('navigation').getByRole('button', { name: 'Devices' }).press('Enter');
    const line = deskPage.getByRole('row').filter({ hasText: 'reviewer-07' }).first();
    expect(await violations(deskPage)).toEqual([]);
    await line.getByRole('button', { name: /^Revoke/ }).press('Enter');
    await expect(deskPage.getByRole('dialog')).toContainText('what waits there is lost');
    await expect(deskPage.getByRole('textbox', { name: 'Reason' })).toBeFocused();
    expect(await violations(deskPage)).toEqual([]);
    await deskPage.keyboard.type('Left on a train');
    await supervisor.press('Enter');
    await expect(deskPage.getByRole('dialog')).toContainText('revoked');
    await supervisor.press('Escape');
    await expect(line).toContainText('Left on a train');
  });

  await test.step('the window of the device says so and has nothing left', async () => {
    await expect(page.getByText(/Everything it held has been removed/)).toBeVisible({ timeout: 60_000 });
  });
});

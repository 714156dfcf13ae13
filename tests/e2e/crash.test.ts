import { expect, test } from '../support/e2e.ts';
import { createReviewWindow } from '../support/review-window.ts';
import { callBridge } from '../support/bridge-call.ts';

test('fault 34: the renderer dies; the window that comes back shows the same case with its draft', async ({
  docket: { shell, window },
  page,
  context,
}) => {
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await window.press('u', 'j', 'j');
  const { caseId } = await window.openCase();
  const words = 'Asks for a deposit before any wor';
  await window.press('1');
  await window.write(words);
  await expect
    .poll(
      async () => (await callBridge(shell.url, 'case.open', { caseId, view: false })).draft.content.rationale,
    )
    .toBe(words);

  const crashed = page.waitForEvent('crash');
  const devtools = await context.newCDPSession(page);
  void devtools.send('Page.crash').catch(() => undefined);
  await crashed;

  const again = await context.newPage();
  const after = createReviewWindow(again, shell.url);
  await after.open();
  await expect(after.title).toBeVisible({ timeout: 20_000 });
  expect((await after.openCase()).caseId).toBe(caseId);
  await expect(after.rationale).toHaveValue(words);
});

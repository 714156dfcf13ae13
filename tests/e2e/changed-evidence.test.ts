import { callBridge } from '../support/bridge-call.ts';
import { readDecisions } from '../support/central-database.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import type { Processes } from '../support/processes.ts';
import { createReviewWindow } from '../support/review-window.ts';

const REVIEWER = 'reviewer-31';
const WHY = 'Asks applicants for a deposit before they may work, which no client may do.';

const post = (title: string, text: string) => ({
  key: 'post',
  label: 'The post',
  document: {
    kind: 'job-post',
    title,
    client: { id: 'account-1', label: 'Client 7301' },
    sections: [{ name: 'description', heading: 'Description', text }],
  },
});
const reply = {
  key: 'reply',
  label: 'Reply of the client',
  document: {
    kind: 'profile',
    account: { id: 'account-1', label: 'Client 7301' },
    about: 'The agency wrote that by mistake.',
  },
};

/** A central API with one reviewer, and a producer that sends posts and edits them. */
async function startQueue(processes: Processes) {
  const dataDir = processes.folder('central');
  await processes.central(dataDir, ['users', 'add', REVIEWER, '--role', 'reviewer'], `${REVIEWER}-demo`);
  const added = ['producers', 'add', 'detector', '--name', 'Detector', '--sources', 'detection'];
  const key = await processes.central(dataDir, added);
  const central = await processes.startCentral({ mode: 'serve', dataDir });
  const send = async (path: string, body: object): Promise<void> => {
    const response = await fetch(`${central.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok, await response.text()).toBe(true);
  };
  return {
    central,
    add: (name: string, text: string) =>
      send('/v1/cases', {
        externalId: name,
        source: 'detection',
        queue: 'job-posts',
        title: name,
        subject: { type: 'job-post', id: name, label: name },
        riskScore: 0.9,
        evidence: [post(name, text)],
      }),
    edit: (name: string, text: string) =>
      send(`/v1/cases/${name}/evidence`, {
        externalId: `edit of ${name}`,
        evidence: [post(name, text), reply],
      }),
  };
}

test('D11, R5: evidence changed after two decisions: the difference is seen word by word, one is confirmed, one reopened', async ({
  processes,
  page,
}) => {
  test.setTimeout(180_000);
  const { central, add, edit } = await startQueue(processes);
  const names = ['first-post', 'second-post'];
  for (const name of names) await add(name, 'A refundable deposit of $120 is due before you start.');
  const shell = await processes.startLoopback({ central: central.url, demo: false });
  const window = createReviewWindow(page, shell.url);
  await window.open();
  await window.typeCredentials(REVIEWER);
  await expect(window.status).toContainText('Online');
  await expect(window.cases.getByRole('option')).toHaveCount(2, { timeout: 30_000 });
  await window.waitUntilReady();

  await test.step('both are decided without contact, while their evidence changes', async () => {
    await window.press('u');
    await window.openCase();
    // The catalogue comes by itself, and may come after the cases.
    await expect(window.decision.getByRole('checkbox').first()).toBeVisible();
    await callBridge(shell.url, 'sync.byChoice', { offline: true });
    for (const [decided] of names.entries()) {
      await window.press('1', 'x', 'r');
      await window.write(WHY);
      await window.press('ControlOrMeta+Enter');
      await expect.poll(async () => (await window.state()).status.waitingDecisions).toBe(decided + 1);
      await page.waitForTimeout(500);
    }
    for (const name of names) await edit(name, 'No deposit is due before you start.');
    await callBridge(shell.url, 'sync.byChoice', { offline: false });
    await expect
      .poll(
        async () =>
          (await callBridge(shell.url, 'attention.list', {})).items.filter(({ why }) => why === 'changed')
            .length,
        { timeout: 30_000 },
      )
      .toBe(2);
  });

  const dialog = page.getByRole('dialog', { name: 'What changed since you decided' });
  let first = '';
  await test.step('one key shows what changed, word by word', async () => {
    await expect(page.getByRole('button', { name: 'Needs attention' })).toContainText('2');
    await window.press('Shift+V');
    await expect(dialog.getByText('2 pieces of evidence changed')).toBeVisible({ timeout: 20_000 });
    await expect(dialog.locator('del').filter({ hasText: 'A refundable' })).toBeVisible();
    await expect(dialog.locator('ins').filter({ hasText: 'No' }).first()).toBeVisible();
    await expect(dialog.locator('h3').filter({ hasText: 'Reply of the client' })).toContainText('added');
    await expect(dialog).toContainText('The agency wrote that by mistake.');
    expect(await violations(page)).toEqual([]);
    first = (await dialog.locator('b').first().textContent()) ?? '';
    expect(names).toContain(first);
  });

  const second = await test.step('one key confirms it; the next one is reopened with its draft', async () => {
    await window.press('c');
    await expect(dialog.locator('b').first()).not.toHaveText(first);
    const name = (await dialog.locator('b').first().textContent()) ?? '';
    await page.waitForTimeout(400);
    await window.press('o');
    await expect(dialog).toBeHidden();
    await expect(window.title).toContainText(name);
    await expect(window.rationale).toHaveValue(WHY);
    return name;
  });
  await expect.poll(async () => (await window.state()).status.waiting, { timeout: 30_000 }).toBe(0);
  const { items } = await callBridge(shell.url, 'attention.list', {});
  expect(items).toEqual([]);

  const stored = await readDecisions(central);
  expect(stored).toMatchObject([{ status: 'applied', standing: true, body: { rationale: WHY } }]);
  expect(stored[0]?.body.caseVersion).toBeGreaterThan(1);
  expect(second).not.toBe(first);
});

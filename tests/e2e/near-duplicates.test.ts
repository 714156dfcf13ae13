import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { callBridge } from '../support/bridge-call.ts';
import { readDecisions } from '../support/central-database.ts';
import { expect, test } from '../support/e2e.ts';
import type { ReviewWindow } from '../support/review-window.ts';

test.use({ viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: 'reduce' } });

const rationale = 'One text under many names: it asks for a deposit before any work.';

const groupOn = (page: Page) => {
  const dialog = page.getByRole('dialog');
  return {
    dialog,
    cases: dialog.getByRole('listbox', { name: 'Cases of the group' }),
    ticked: dialog.getByText(/^\d+ of \d+ ticked$/),
    submit: dialog.getByRole('button', { name: /^Remove post in / }),
  };
};

/** Goes down the queue to a case. */
async function goTo(window: ReviewWindow, caseId: string): Promise<void> {
  await expect(async () => {
    await window.press('j');
    await window.page.waitForTimeout(60);
    expect((await window.openCase()).caseId).toBe(caseId);
  }).toPass({ intervals: [0], timeout: 30_000 });
}

/** The first case of the demo's queue is one of a wave; in the form, what stands on each of it. */
async function decideInForm(window: ReviewWindow): Promise<void> {
  await window.press('j');
  await expect(window.decision.getByText(/more cases? nearly the same/)).toBeVisible();
  await window.press('1', 'x', 'r');
}

/** The case that the list says is looked at. */
const lookedAt = (page: Page): Promise<string | null> =>
  groupOn(page).cases.evaluate((list) => {
    const id = list.getAttribute('aria-activedescendant') ?? '';
    return document.getElementById(id)?.getAttribute('data-case-id') ?? null;
  });

test('D13: a wave is decided by keyboard with two exceptions, each case on its own; another batch is taken back while it is held', async ({
  docket: { central, shell, window },
  page,
}) => {
  test.setTimeout(240_000);
  const { dialog, cases, ticked, submit } = groupOn(page);
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await decideInForm(window);
  const { caseId: like } = await window.openCase();
  const group = await callBridge(shell.url, 'decision.nearDuplicates', {
    like,
    content: null,
    from: 0,
    count: 100,
  });
  expect(group.total).toBeGreaterThanOrEqual(12);
  const all = group.cases.map(({ caseId }) => caseId);

  // Without contact nothing leaves the desktop, and all of it works the same.
  await callBridge(shell.url, 'sync.byChoice', { offline: true });
  await window.press('Shift+N');
  await expect(cases).toBeFocused();
  await expect(ticked).toHaveText(`${all.length} of ${all.length} ticked`);
  await window.press('ControlOrMeta+Enter');
  await expect(dialog.getByRole('textbox', { name: /rationale/i })).toBeFocused();
  await page.keyboard.type(rationale);
  await expect(submit).toHaveText(new RegExp(`^Remove post in ${all.length} cases`));
  await window.press('Escape');
  await expect(cases).toBeFocused();
  const exceptions: (string | null)[] = [];
  await window.press('j', 'j', 'Space');
  exceptions.push(await lookedAt(page));
  await window.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Space');
  exceptions.push(await lookedAt(page));
  await expect(ticked).toHaveText(`${all.length - 2} of ${all.length} ticked`);
  expect(exceptions).toEqual([all[2], all[5]]);
  await window.press('ControlOrMeta+Enter');
  await expect(dialog).toBeHidden();
  const held = all.length - 2;
  await expect(page.getByText(`${held} decisions are kept, and sent when contact returns.`)).toBeVisible();
  await expect(window.decision.getByRole('button', { name: `Undo all ${held}` })).toBeVisible();
  expect((await window.state()).status.waitingDecisions).toBe(held);

  // The first batch, taken back whole; then the same one again, and this time it stays.
  await page.waitForTimeout(400);
  await window.press('z');
  await expect(page.getByText(`${held} decisions were taken back.`)).toBeVisible();
  expect((await window.state()).status.waitingDecisions).toBe(0);
  await expect(window.rationale).toHaveValue(rationale);
  expect((await window.openCase()).caseId).toBe(like);

  await window.press('Shift+N');
  await expect(ticked).toHaveText(`${all.length} of ${all.length} ticked`);
  await window.press('j', 'j', 'Space', 'j', 'j', 'j', 'Space');
  await expect(submit).toHaveText(new RegExp(`^Remove post in ${held} cases`));
  await window.press('ControlOrMeta+Enter');
  await expect(dialog).toBeHidden();
  await callBridge(shell.url, 'sync.byChoice', { offline: false });
  await expect.poll(async () => (await window.state()).status.waiting, { timeout: 60_000 }).toBe(0);
  expect((await window.state()).status.attention).toBe(0);

  // The exceptions are a group of their own now: decided, and taken back while they are held.
  const left = await callBridge(shell.url, 'decision.nearDuplicates', {
    like: all[2]!,
    content: null,
    from: 0,
    count: 100,
  });
  expect(left.cases.map(({ caseId }) => caseId)).toEqual([all[2], all[5]]);
  await goTo(window, all[2]!);
  await expect(window.decision.getByText('1 more case nearly the same')).toBeVisible();
  await window.press('1', 'x', 'r', 'Shift+N');
  await expect(cases).toBeFocused();
  await window.press('n');
  await page.keyboard.type('Decided in haste, and taken back at once.');
  await window.press('ControlOrMeta+Enter');
  await expect(dialog).toBeHidden();
  await page.waitForTimeout(400);
  await window.press('z');
  await expect(page.getByText('2 decisions were taken back.')).toBeVisible();
  await expect.poll(async () => (await window.state()).status.waiting, { timeout: 30_000 }).toBe(0);

  const stored = await readDecisions(central);
  const decided = all.filter((caseId) => !exceptions.includes(caseId));
  expect(stored.map(({ caseId }) => caseId).toSorted()).toEqual(decided.toSorted());
  expect(new Set(stored.map(({ id }) => id)).size).toBe(held);
  expect(new Set(stored.map(({ body }) => body.batchId)).size).toBe(1);
  expect(stored[0]?.body.batchId).not.toBeNull();
  const targets = new Set(stored.map(({ body }) => body.actions[0]?.target.id));
  expect(targets.size, 'each on its own post').toBe(held);
  for (const { body, status, standing } of stored) {
    expect({ status, standing }).toEqual({ status: 'applied', standing: true });
    expect(body).toMatchObject({ outcome: 'violation', rationale, policies: [expect.any(String)] });
    expect(body.actions).toMatchObject([{ action: 'remove-content', target: { type: 'job-post' } }]);
  }
});

test('WCAG 2.2 AA: the banner, the group and what became of each case in three themes', async ({
  docket: { shell, window },
  page,
}) => {
  test.setTimeout(180_000);
  const { dialog, cases } = groupOn(page);
  const violations = async (): Promise<string[]> => {
    const { violations: found } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    return found.flatMap((rule) =>
      rule.nodes.map(({ target, failureSummary }) => `${rule.id} at ${target.join(' ')}\n${failureSummary}`),
    );
  };
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await decideInForm(window);
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    await test.step(theme, async () => {
      await callBridge(shell.url, 'settings.set', { theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      const banner = await violations();
      await window.press('Shift+N');
      await expect(cases).toBeFocused();
      await window.press('j', 'Space', 'j', 'j');
      await expect(dialog.getByText(/is struck out/)).toBeVisible();
      const group = await violations();
      await window.press('Escape');
      await expect(dialog).toBeHidden();
      expect({ banner, group }).toEqual({ banner: [], group: [] });
    });
  }
});

import type { Page } from '@playwright/test';
import { callBridge } from '../support/bridge-call.ts';
import { readDecisions } from '../support/central-database.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { startFakeWindow } from '../support/fake-window.ts';
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
  await expect(window.decision.getByText(`${held} cases`)).toBeVisible();
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
  await expect(ticked).toHaveText('2 of 2 ticked');
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

/** What reaches past the sides of the window and so cannot be read or pressed. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[role=dialog] :is(button, textarea, h2, h3, p, [role=option])')]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1))
      .map(({ element, box }) => `${element.textContent?.slice(0, 40)}: ${box.left} to ${box.right}`),
  );

for (const lang of ['en', 'en-XA', 'ar-XB']) {
  test(`nothing of a group is cut off at any size: ${lang}`, async ({ page }) => {
    const fake = await startFakeWindow({ duplicates: 14 });
    try {
      await page.goto(fake.url(lang));
      await page.getByRole('listbox').getByRole('option').first().waitFor();
      await page.keyboard.press('j');
      await expect(page.locator('[data-focus="decision"]').getByText(/13/)).toBeVisible();
      for (const key of ['1', 'x', 'r', 'Shift+N']) await page.keyboard.press(key);
      const submit = page.getByRole('dialog').getByRole('button').last();
      for (const [width, height] of [
        [1280, 800],
        [1920, 1080],
        [640, 400],
        [320, 200],
      ] as const) {
        await test.step(`${width}×${height}`, async () => {
          await page.setViewportSize({ width, height });
          await expect.poll(() => cutOff(page)).toEqual([]);
          await submit.scrollIntoViewIfNeeded();
          await expect(submit).toBeInViewport({ ratio: 0.99 });
          await expect.poll(() => cutOff(page)).toEqual([]);
        });
      }
    } finally {
      await fake.close();
    }
  });
}

const nobody = async (): Promise<string[]> => [];

test('WCAG 2.2 AA: the banner, the group, what is held and what became of each case in three themes', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const { dialog, ticked } = groupOn(page);
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    const fake = await startFakeWindow({
      cases: 80,
      duplicates: 30,
      refused: [4],
      refusedLater: [3],
      settings: { theme },
    });
    try {
      await page.goto(fake.url());
      await page.getByRole('listbox').getByRole('option').first().waitFor();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await page.keyboard.press('j');
      await expect(page.getByText('29 more cases nearly the same')).toBeVisible();
      for (const key of ['1', 'x', 'r']) await page.keyboard.press(key);
      // The other themes are the same page in other colours, whose pairs a unit test holds.
      const look = theme === 'light' ? violations : nobody;
      const seen: Record<string, string[]> = { banner: await look(page) };
      await page.keyboard.press('Shift+N');
      await expect(ticked).toHaveText('29 of 30 ticked');
      for (const key of ['j', 'j']) await page.keyboard.press(key);
      await expect(dialog.getByText(/^Cannot be decided/)).toBeVisible();
      seen['refused'] = await look(page);
      for (const key of ['j', 'Space', 'j']) await page.keyboard.press(key);
      await expect(dialog.getByText(/is struck out/)).toBeVisible();
      await expect(dialog.getByText(/asks for a second person/)).toBeVisible();
      seen['group'] = await violations(page, { rules: theme === 'light' ? 'all' : 'colours' });
      await page.keyboard.press('n');
      await page.keyboard.type(rationale);
      await page.keyboard.press('ControlOrMeta+Enter');
      await expect(dialog.getByText(/^not decided: /)).toBeVisible();
      seen['answers'] = await look(page);
      await page.keyboard.press('Escape');
      await expect(page.getByText('27 cases')).toBeVisible();
      seen['held'] = await look(page);
      expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, []])));
    } finally {
      await fake.close();
    }
  }
});

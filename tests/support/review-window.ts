import { expect, type Locator, type Page } from '@playwright/test';
import { callBridge } from './bridge-call.ts';

/** What a reviewer sees of a decision just before it is submitted. */
export type Shown = Readonly<{
  title: string;
  outcome: string;
  severity: string;
  ticked: readonly string[];
  rationale: string;
}>;

export type ReviewWindow = ReturnType<typeof createReviewWindow>;

/** Character keys are refused for 300 ms after a submission from a field; a person needs longer to look. */
const SILENCE_MS = 400;

/** The window by its roles and names, worked by keyboard alone unless a method says otherwise. */
export function createReviewWindow(page: Page, shellUrl: string) {
  const queue = page.getByRole('region', { name: 'Queue' });
  const cases = queue.getByRole('listbox', { name: 'Cases' });
  const evidence = page.getByRole('region', { name: 'Evidence' });
  const decision = page.getByRole('region', { name: 'Decision' });
  const status = page.getByRole('status').first();
  const title = evidence.getByRole('heading', { level: 1 });
  const rationale = decision.getByRole('textbox', { name: /rationale/i });

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

  return {
    page,
    queue,
    cases,
    evidence,
    decision,
    status,
    title,
    rationale,
    press,

    async open(): Promise<void> {
      await page.goto(shellUrl);
    },

    /** As a demo account, or any whose password is made like theirs. */
    async signIn(username = 'reviewer-07'): Promise<void> {
      await this.typeCredentials(username);
      await this.waitForQueue();
    },

    async typeCredentials(username: string): Promise<void> {
      const name = page.getByRole('textbox', { name: /user ?name/i });
      await tabTo(page, name);
      await page.keyboard.type(username);
      await page.keyboard.press('Tab');
      await page.keyboard.type(`${username}-demo`);
      await page.keyboard.press('Enter');
    },

    async waitForQueue(): Promise<void> {
      await expect(cases.getByRole('option').first()).toBeVisible({ timeout: 30_000 });
    },

    /** Waits until evidence of the whole queue is on this device. */
    async waitUntilReady(): Promise<void> {
      await expect
        .poll(
          async () => {
            const { status: now } = await callBridge(shellUrl, 'app.state', {});
            return now.queue > 0 && now.ready === now.queue;
          },
          { timeout: 30_000 },
        )
        .toBe(true);
    },

    async openCase(): Promise<{ caseId: string }> {
      await expect(title).toBeVisible();
      const selected = cases.getByRole('option', { selected: true });
      await expect(selected).toHaveCount(1);
      const caseId = await selected.getAttribute('data-case-id');
      if (!caseId) throw new Error('the selected row names no case');
      return { caseId };
    },

    async write(text: string): Promise<void> {
      await press('n');
      await expect(rationale).toBeFocused();
      await page.keyboard.type(text);
    },

    async shown(): Promise<Shown> {
      const ticked = await decision.getByRole('checkbox', { checked: true }).all();
      return {
        title: (await title.textContent())?.trim() ?? '',
        outcome: await chosenOf(decision.getByRole('radiogroup', { name: 'Outcome' })),
        severity: await chosenOf(decision.getByRole('radiogroup', { name: 'Severity' })),
        ticked: await Promise.all(ticked.map(nameOf)),
        rationale: await rationale.inputValue(),
      };
    },

    /** Submits, and waits until the next case is there and takes keys again. */
    async submit(): Promise<void> {
      const before = await this.openCase();
      await press('ControlOrMeta+Enter');
      await expect.poll(async () => (await this.openCase()).caseId).not.toBe(before.caseId);
      await page.waitForTimeout(SILENCE_MS);
    },

    async state() {
      return callBridge(shellUrl, 'app.state', {});
    },
  };
}

/** Goes to an element as the keyboard does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let step = 0; step < 80; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the Tab key does not lead there');
}

/** The name of what is chosen; empty when nothing is. */
async function chosenOf(group: Locator): Promise<string> {
  const chosen = group.getByRole('radio', { checked: true });
  return (await chosen.count()) === 0 ? '' : nameOf(chosen);
}

async function nameOf(locator: Locator): Promise<string> {
  return locator.evaluate((element) => {
    const label = element.getAttribute('aria-label');
    if (label) return label;
    const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const named = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    return (named || element.closest('label')?.textContent || element.textContent || '').trim();
  });
}

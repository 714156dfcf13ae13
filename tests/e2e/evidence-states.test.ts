import { createReviewWindow } from '../support/review-window.ts';
import { startFakeWindow } from '../support/fake-window.ts';
import { expect, test } from '../support/e2e.ts';
import { violations } from '../support/accessibility.ts';
import { jobPost, richEvidence } from '../support/rich-evidence.ts';

test.use({ viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: 'reduce' } });

const states = [
  { status: 'missing', short: 'not here yet', says: /not on this device yet/, button: 'Fetch it now' },
  { status: 'fetching', short: 'fetching', says: /is being fetched.*so far/, button: null },
  {
    status: 'mismatch',
    short: 'refused',
    says: /not what the case names.*thrown away/,
    button: 'Fetch it again',
  },
  { status: 'expired', short: 'gone', says: /does not give this item any more/, button: 'Fetch it again' },
  { status: 'unreadable', short: 'unreadable', says: /cannot read it.*escalate/, button: null },
] as const;

test('faults 30, 31: an item that is missing, on its way, damaged or gone says so in place, and what can be done', async ({
  page,
}) => {
  const evidence = states.map(({ status }) => ({ document: jobPost, label: `Item ${status}`, status }));
  const fake = await startFakeWindow({ evidence, cases: 2 });
  try {
    await page.goto(fake.url());
    const window = createReviewWindow(page, fake.url());
    await window.waitForQueue();
    await window.press('j');
    for (const [index, { status, short, says, button }] of states.entries()) {
      await window.press(`Alt+Digit${index + 1}`);
      await expect(page.getByRole('tab', { name: `Item ${status}` })).toContainText(short);
      const panel = page.getByRole('tabpanel', { name: new RegExp(status) });
      await expect(panel).toContainText(says);
      await expect(panel.getByRole('button')).toHaveCount(button === null ? 0 : 1);
      if (button !== null) await expect(panel.getByRole('button', { name: button })).toBeVisible();
    }
    expect(await violations(page, { within: '[data-focus="evidence"]' })).toEqual([]);
    await window.press('Alt+Digit3', 'ControlOrMeta+k');
    await page.keyboard.type('fetch this item');
    await window.press('Enter');
    await expect.poll(() => fake.asked('evidence.fetch').length).toBe(1);
    // A case can be decided without it.
    await window.cases.focus();
    await window.press('1', 'x', 'r');
    await window.write('The post says it all.');
    await window.press('ControlOrMeta+Enter');
    await expect.poll(() => fake.asked('decision.submit').length).toBe(1);
  } finally {
    await fake.close();
  }
});

const kinds = [
  'Job post',
  'Detection',
  'Report 1',
  'Messages',
  'Profile',
  'Payments',
  'Links',
  'Sign-ins',
  'History',
];

test('a case is decided from each viewer of structured evidence by keyboard, with the focus in it', async ({
  page,
}) => {
  const fake = await startFakeWindow({ evidence: richEvidence, cases: kinds.length + 1 });
  try {
    await page.goto(fake.url());
    const window = createReviewWindow(page, fake.url());
    await window.waitForQueue();
    await window.press('j');
    for (const [index, kind] of kinds.entries()) {
      const tab = page.getByRole('tab', { name: new RegExp(`(^|\\d)${kind}`) });
      // The tenth has no number of its own.
      for (let step = 0; step < 12; step += 1) {
        if ((await tab.getAttribute('aria-selected')) === 'true') break;
        await window.press(']');
      }
      const panel = page.getByRole('tabpanel', { name: new RegExp(kind) });
      await panel.focus();
      await window.press('Space', 't', '1', 'x', 'r');
      await window.write(`It can be seen in the evidence: ${kind}.`);
      await window.press('ControlOrMeta+Enter');
      await expect.poll(() => fake.asked('decision.submit').length, kind).toBe(index + 1);
      // Character keys are refused for a moment after a submission from a field.
      await page.waitForTimeout(400);
    }
  } finally {
    await fake.close();
  }
});

test('WCAG 2.2 AA: every viewer of structured evidence at 200 % zoom, in one theme after the other, and nothing of it is cut off', async ({
  page,
}) => {
  // 1280×800 at twice the size.
  await page.setViewportSize({ width: 640, height: 400 });
  const fake = await startFakeWindow({ evidence: richEvidence, cases: 2 });
  try {
    await page.goto(fake.url());
    const window = createReviewWindow(page, fake.url());
    // The queue is behind a drawer at this size.
    await expect(page.getByText('No case is open')).toBeVisible();
    await window.press('j');
    await expect(window.title).toBeVisible();
    for (const [index, kind] of kinds.entries()) {
      const theme = (['light', 'dark', 'contrast'] as const)[index % 3];
      await fake.bridge.invoke('settings.set', { theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme ?? '');
      await page.getByRole('tab', { name: new RegExp(`(^|\\d)${kind}`) }).click();
      const panel = page.getByRole('tabpanel', { name: new RegExp(kind) });
      await expect(panel).toBeVisible();
      expect(await violations(page, { within: '[data-focus="evidence"]' }), kind).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, kind).toBeLessThanOrEqual(0);
    }
  } finally {
    await fake.close();
  }
});

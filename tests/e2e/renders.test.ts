import { callBridge } from '../support/bridge-call.ts';
import { countRenders } from '../support/count-renders.ts';
import { expect, test } from '../support/e2e.ts';

test('counts: what a key costs does not grow with what is on screen', async ({
  docket: { shell, window },
  page,
}) => {
  const renders = await countRenders(page);
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await window.press('u');
  await expect(window.title).toBeVisible();
  await page.waitForTimeout(1500);

  await test.step('an idle window renders nothing but its clocks', async () => {
    const idle = await renders.during(() => page.waitForTimeout(2000));
    expect(idle.renders, JSON.stringify(idle)).toBeLessThan(10);
  });

  await test.step('the next case: its panes, and the two rows that changed', async () => {
    const { caseId } = await window.openCase();
    const next = await renders.during(async () => {
      await window.press('j');
      await expect.poll(async () => (await window.openCase()).caseId).not.toBe(caseId);
    });
    expect(next.commits, JSON.stringify(next)).toBeLessThanOrEqual(10);
    expect(next.renders, JSON.stringify(next)).toBeLessThan(1000);
  });

  await test.step('a letter of the rationale: its field and the footer, never the queue or the evidence', async () => {
    await window.write('');
    // What the step to this case set off, its neighbours' evidence, is over first.
    await expect
      .poll(async () => (await renders.during(() => page.waitForTimeout(300))).renders)
      .toBeLessThan(5);
    // The first one begins the draft; both are on disk within the time.
    for (const character of ['T', 'h']) {
      const letter = await renders.during(async () => {
        await page.keyboard.type(character);
        await page.waitForTimeout(700);
      });
      expect(letter.renders, JSON.stringify(letter)).toBeLessThan(40);
    }
  });

  await test.step('the queue holds the rows in view, not all that are cached', async () => {
    const { status } = await callBridge(shell.url, 'app.state', {});
    const rows = await window.cases.getByRole('option').count();
    expect(rows).toBeLessThanOrEqual(Math.min(status.queue, 60));
  });
});

test('bad input: a wrong password, and no central API, are said in a sentence beside the form', async ({
  docket: { central, window },
  page,
}) => {
  await window.open();
  const name = page.getByRole('textbox', { name: /user ?name/i });
  await name.fill('reviewer-07');
  await name.press('Tab');
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(/password/i);
  await expect(alert).not.toContainText(/wrong-credentials|undefined|\{/);
  await expect(name).toHaveValue('reviewer-07');

  await central.process.kill();
  await page.keyboard.press('Enter');
  await expect(alert).toContainText(/contact|reach/i);
});

test('bad input: what a decision lacks is said before it can be submitted', async ({
  docket: { window },
  page,
}) => {
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await window.press('u');
  const { caseId } = await window.openCase();
  await window.press('x', 'ControlOrMeta+Enter');
  await page.waitForTimeout(300);
  expect((await window.openCase()).caseId).toBe(caseId);
  await expect(window.decision).toContainText(/policy/i);
  await window.press('1', 'n');
  await page.keyboard.type('too short');
  await window.press('ControlOrMeta+Enter');
  expect((await window.openCase()).caseId).toBe(caseId);
  await expect(window.decision).toContainText(/more character/i);
});

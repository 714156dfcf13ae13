import { callBridge } from '../support/bridge-call.ts';
import { readDecisions } from '../support/central-database.ts';
import { expect, test } from '../support/e2e.ts';
import { createReviewWindow, type ReviewWindow } from '../support/review-window.ts';

const OFFLINE = /offline|no contact|not reach/i;

async function decide(window: ReviewWindow, text: string): Promise<string> {
  const { caseId } = await window.openCase();
  await window.press('a');
  await window.write(text);
  await window.submit();
  return caseId;
}

async function openCases(shellUrl: string) {
  const { rows } = await callBridge(shellUrl, 'queue.open', { filter: {}, order: 'priority', count: 500 });
  return rows;
}

test('faults 1, 12, 38: no central API, a kill -9, and the shift goes on', async ({
  docket: { central, shell, window },
  processes,
  page,
}) => {
  test.setTimeout(300_000);
  await window.open();
  await window.signIn();
  await window.waitUntilReady();
  await window.press('u');
  await expect(window.title).toBeVisible();

  await test.step('L1: an idle window says within 20 s that contact was lost', async () => {
    await central.process.kill();
    await expect(window.status).toContainText(OFFLINE, { timeout: 20_000 });
  });

  const rationale = (n: number) => `Offline ${n}: nothing in this evidence breaks a rule.`;
  const decided: string[] = [];
  await test.step('D3: five are decided, the fifth is undone and comes back with what was typed', async () => {
    for (let n = 1; n <= 5; n += 1) decided.push(await decide(window, rationale(n)));
    await window.press('z');
    await expect.poll(async () => (await window.openCase()).caseId).toBe(decided[4]);
    await expect(window.rationale).toHaveValue(rationale(5));
  });
  const undone = decided.pop();

  const draft = { caseId: '', text: 'Half a sentence about the deposit that th' };
  await test.step('D10: a draft is left half written', async () => {
    await page.waitForTimeout(400);
    await window.press('j');
    await expect.poll(async () => (await window.openCase()).caseId).not.toBe(undone);
    draft.caseId = (await window.openCase()).caseId;
    await window.press('i');
    await window.write(draft.text);
    await page.waitForTimeout(500);
  });

  const again = await test.step('fault 1: the workstation is killed and starts without contact', async () => {
    await shell.process.kill();
    return processes.startLoopback({ central: central.url, dataDir: shell.dataDir });
  });
  const after = createReviewWindow(page, again.url);
  await after.open();
  await after.waitForQueue();
  await expect(after.status).toContainText(OFFLINE, { timeout: 20_000 });

  await test.step('R7: queue, evidence, four decisions and the draft are there; none is offered again', async () => {
    const { status } = await after.state();
    expect(status).toMatchObject({ waitingDecisions: 4 });
    expect(status.ready).toBe(status.queue);
    const rows = await openCases(again.url);
    const open = rows.filter((row) => row.work === 'open' || row.work === 'draft').map((row) => row.caseId);
    expect(open.length).toBeGreaterThan(10);
    for (const caseId of decided) expect(open).not.toContain(caseId);
    expect(open).toContain(undone);

    const opened = await callBridge(again.url, 'case.open', { caseId: draft.caseId, view: false });
    expect(opened.draft.content).toMatchObject({ outcome: 'insufficient-evidence', rationale: draft.text });
    expect(opened.evidence.every((view) => view.status === 'ready')).toBe(true);
    const { decisions } = await callBridge(again.url, 'decision.recent', { count: 20 });
    expect(
      decisions
        .filter((own) => own.state !== 'withdrawn')
        .map((own) => own.caseId)
        .toSorted(),
    ).toEqual(decided.toSorted());

    await after.press('u');
    await expect(after.title).toBeVisible();
    expect(decided).not.toContain((await after.openCase()).caseId);
  });

  const back =
    await test.step('D6: the central API returns, and the four arrive without a click', async () => {
      const started = await processes.startCentral({ port: central.port, dataDir: central.dataDir });
      await expect.poll(async () => (await after.state()).status.waiting, { timeout: 90_000 }).toBe(0);
      await expect(after.status).not.toContainText(OFFLINE);
      return started;
    });
  const rows = await openCases(again.url);
  expect(rows.filter((row) => row.work === 'open').map((row) => row.caseId)).toEqual(
    expect.not.arrayContaining(decided),
  );
  const stored = await readDecisions(back);
  expect(stored.map((row) => row.caseId).toSorted()).toEqual(decided.toSorted());
  expect(stored.map((row) => row.body.rationale).toSorted()).toEqual([1, 2, 3, 4].map(rationale));
  expect(stored.every((row) => row.status === 'applied' && row.standing)).toBe(true);
});

test('L1: the status bar follows a failed request within 3 s', async ({
  docket: { central, shell, window },
}) => {
  await window.open();
  await window.signIn();
  await central.process.kill();
  await callBridge(shell.url, 'sync.now', {});
  await expect(window.status).toContainText(OFFLINE, { timeout: 3_000 });
});

test('a page whose workstation has gone says so, and what to do', async ({
  docket: { shell, window },
  page,
}) => {
  await window.open();
  await window.signIn();
  await shell.process.kill();
  await expect(page.getByText(/workstation (has )?(stopped|ended|does not answer)/i).first()).toBeVisible({
    timeout: 20_000,
  });
});

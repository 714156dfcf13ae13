import { followCommandLog, type LoggedKey } from '../support/command-log.ts';
import { readCases, readDecisions } from '../support/central-database.ts';
import { expect, test } from '../support/e2e.ts';
import type { Processes } from '../support/processes.ts';
import { openScreenReader } from '../support/screen-reader.ts';
import { openShift, REVIEWER, type ShiftWorld } from '../support/shift/shift-world.ts';
import { rebound, workShift } from '../support/shift/shift.ts';
import { createTypist, type Typist } from '../support/shift/typist.ts';

test.use({ viewport: { width: 1280, height: 800 } });

/** `npm run shift` works 200 of them, at 15 keys a second. */
const CASES = Number(process.env['DOCKET_SHIFT_CASES'] ?? 38);
const SEED = Number(process.env['DOCKET_SHIFT_SEED'] ?? 1);

/** Gives two commands other keys, through Settings and by keyboard, as a reviewer would. */
async function rebind({ window }: ShiftWorld, typist: Typist): Promise<void> {
  const { page } = window;
  const goTo = async (room: string): Promise<void> => {
    await typist.press('Control+K', 'window.palette');
    await expect(page.getByRole('combobox')).toBeFocused();
    await typist.type(`go to ${room}`);
    await typist.press('Enter', null);
    await expect(page.getByRole('dialog')).toBeHidden();
  };
  await goTo('settings');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  const reader = await openScreenReader(page);
  for (const { command, key } of rebound) {
    await reader.tabTo('button', new RegExp(`^Change the key of ${command}\\b`), 400);
    await typist.press('Enter', null);
    await typist.press(key, null);
    await expect(page.getByRole('button', { name: `Change the key of ${command}` })).toContainText(key);
  }
  await goTo('review');
  await expect(window.queue).toBeVisible();
  await page.keyboard.press('F6');
  typist.expected.push({ commandId: 'window.next-pane', did: 'ran' });
}

/** The central API is killed when two fifths of the cases are done, and is there again after three fifths. */
function outage(world: ShiftWorld, processes: Processes) {
  const { central } = world;
  let current = central;
  let is: 'before' | 'during' | 'over' = 'before';
  return {
    central: () => current,
    wasThere: () => is === 'over',
    async follow(done: number): Promise<void> {
      if (is === 'before' && done >= CASES * 0.4) {
        is = 'during';
        await central.process.kill();
      }
      if (is === 'during' && done >= CASES * 0.6) {
        is = 'over';
        const { port, dataDir } = central;
        current = await processes.startCentral({ mode: 'serve', port, dataDir });
      }
    },
  };
}

test('D2, D3, D13, D14: a shift by keyboard alone: each key did what it is documented to do, and the central API holds what was meant', async ({
  processes,
  page,
}) => {
  test.setTimeout(60_000 + CASES * 8_000);
  const world = await openShift(processes, page, { cases: CASES, seed: SEED });
  const { window } = world;
  const log = await followCommandLog(page);
  await window.open();
  await window.signIn(REVIEWER);
  await expect
    .poll(async () => (await window.state()).status, { timeout: 90_000 })
    .toMatchObject({
      queue: CASES,
      ready: CASES,
    });
  // All of them in one frozen order.
  await page.reload();
  await window.waitForQueue();
  await log.take();

  const typist = createTypist(page);
  await rebind(world, typist);
  const cut = outage(world, processes);
  const { rows, intended, did } = await workShift(world, typist, { seed: SEED, before: cut.follow }).catch(
    async (error: unknown) => {
      // What went wrong shows where it did, not where the script could not go on.
      expect.soft(await log.take()).toEqual(typist.expected);
      throw error;
    },
  );
  const logged: readonly LoggedKey[] = await log.take();
  const { keys, seconds } = typist.figures();
  const kinds = [...did].map(([kind, count]) => `${count} ${kind}`).join(', ');
  console.log(
    `${rows.length} cases, ${keys} keys in ${seconds.toFixed(0)} s (${(keys / seconds).toFixed(1)} a second): ${kinds}`,
  );
  expect(logged).toEqual(typist.expected);
  expect(cut.wasThere()).toBe(true);
  expect(intended.size).toBe(CASES);
  expect([...did.keys()]).toEqual(
    expect.arrayContaining(['group', 'undone', 'draft', 'snoozed', 'escalated', 'ahead']),
  );

  await expect.poll(async () => (await window.state()).status.waiting, { timeout: 60_000 }).toBe(0);
  expect((await window.state()).status.attention).toBe(0);
  const stored = await readDecisions(cut.central());
  const decided = [...intended].flatMap(([caseId, one]) =>
    one.is === 'decided' ? [{ caseId, ...one }] : [],
  );
  const inOrder = <T extends { caseId: string }>(all: readonly T[]): T[] =>
    all.toSorted((a, b) => a.caseId.localeCompare(b.caseId));
  expect(
    inOrder(
      stored.map(({ caseId, body, standing, status }) => ({
        caseId,
        standing,
        status,
        outcome: body.outcome,
        policies: body.policies,
        actions: [...new Set(body.actions.map(({ action }) => action))].toSorted(),
        rationale: body.rationale,
        inGroup: body.batchId !== null,
      })),
    ),
  ).toEqual(
    inOrder(
      decided.map(({ caseId, outcome, policies, actions, rationale, inGroup }) => ({
        caseId,
        standing: true,
        status: 'applied',
        outcome,
        policies,
        actions: [...actions].toSorted(),
        rationale,
        inGroup,
      })),
    ),
  );
  expect(new Set(stored.flatMap(({ body }) => body.batchId ?? [])).size).toBe(1);
  const cases = new Map((await readCases(cut.central())).map((one) => [one.caseId, one]));
  const statesOf = (kind: string): (string | undefined)[] =>
    [...intended].flatMap(([caseId, { is }]) => (is === kind ? [cases.get(caseId)?.state] : []));
  expect(new Set(statesOf('decided'))).toEqual(new Set(['decided']));
  expect(new Set(statesOf('snoozed'))).toEqual(new Set(['snoozed']));
  expect(new Set(statesOf('escalated'))).toEqual(new Set(['escalated']));
});

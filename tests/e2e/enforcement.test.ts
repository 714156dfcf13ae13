import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { freePort } from '../../build/support/free-port.ts';
import type { EnforcementRequest } from '../../contract/enforcement.ts';
import { expect, test } from '../support/e2e.ts';
import type { Processes } from '../support/processes.ts';
import { createReviewWindow, type ReviewWindow } from '../support/review-window.ts';

const REVIEWER = 'reviewer-21';
const SUPERVISOR = 'supervisor-21';
const SECRET = 'a secret of the platform';
const UNDO_MS = 5_000;
const PROMISED_MS = 2_000;
/** How long the platform is away. */
const OUTAGE_MS = Number(process.env['DOCKET_OUTAGE_SECONDS'] ?? 20) * 1_000;

type Asked = EnforcementRequest & Readonly<{ at: string; isNew: boolean; answer: { status: string } }>;

/** A measured time, in the report whether the test passes or not. */
function within(limitMs: number, tookMs: number, what: string): void {
  const said = `${what}: ${Math.round(tookMs)} ms`;
  test.info().annotations.push({ type: 'measured', description: said });
  console.log(said);
  expect(tookMs, said).toBeLessThan(limitMs);
}

/** A central API with one reviewer, one supervisor, one producer and a platform, and nothing to decide yet. */
async function startTeam(processes: Processes) {
  const dataDir = processes.folder('central');
  for (const [username, role] of [
    [REVIEWER, 'reviewer'],
    [SUPERVISOR, 'supervisor'],
  ] as const)
    await processes.central(dataDir, ['users', 'add', username, '--role', role], `${username}-demo`);
  const added = ['producers', 'add', 'detector', '--name', 'Detector', '--sources', 'detection'];
  const key = await processes.central(dataDir, added);
  const port = await freePort();
  const logs: string[] = [];
  async function startPlatform(args: readonly string[] = []) {
    const platform = await processes.startPlatform({ port, secret: SECRET, args });
    logs.push(platform.log);
    return platform.process;
  }
  const central = await processes.startCentral({
    mode: 'serve',
    dataDir,
    env: { PLATFORM_URL: `http://127.0.0.1:${port}/enforcement`, PLATFORM_SECRET: SECRET },
  });

  let sent = 0;
  /** Every post is of one owner, so that their account is the subject of several decisions. */
  async function post(title: string): Promise<void> {
    sent += 1;
    const response = await fetch(`${central.url}/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        externalId: `case-${sent}`,
        source: 'detection',
        queue: 'job-posts',
        title,
        subject: { type: 'job-post', id: `post-${sent}`, label: title },
        related: [{ relation: 'owner', subject: { type: 'account', id: 'account-1', label: 'Owner' } }],
        riskScore: 0.9,
        evidence: [
          {
            key: 'post',
            label: 'Post',
            document: {
              kind: 'job-post',
              title,
              client: { id: 'account-1', label: 'Owner' },
              sections: [
                { name: 'description', heading: 'Description', text: 'Send a deposit of $120 first.' },
              ],
            },
          },
        ],
      }),
    });
    const answer: unknown = await response.json();
    expect(answer, JSON.stringify(answer)).toMatchObject({ results: [{ status: 'added' }] });
  }
  /** What the platform was asked and has verified, before and after an outage, oldest first. */
  const asked = (): readonly Asked[] =>
    logs
      .filter((log) => existsSync(log))
      .flatMap((log) => readFileSync(log, 'utf8').trim().split('\n'))
      .map((line) => JSON.parse(line) as Asked);
  return { central, post, asked, startPlatform };
}

/** Removes the post and suspends its owner, by keyboard. Returns when its undo window ends, in wall milliseconds. */
async function decide(window: ReviewWindow): Promise<number> {
  await window.press('1', 'x', 'r', 'g', 's');
  await window.write('Asks applicants for a deposit before they may work.');
  await window.press('ControlOrMeta+Enter');
  const endsAt = Date.now() + UNDO_MS;
  await expect(window.decision.getByText(/sent in \d s/)).toBeVisible();
  return endsAt;
}

/** Brings what waits behind "1 new" into the queue, and opens it. */
async function takeNew(window: ReviewWindow, title: string): Promise<void> {
  await window.press('ControlOrMeta+k');
  await expect(window.page.getByRole('dialog')).toBeVisible();
  await window.page.keyboard.type('show new cases');
  await window.press('Enter');
  await expect(window.cases.getByRole('option', { name: title })).toBeVisible();
  await window.press('u');
  await expect(window.title).toContainText(title);
}

/** What the list of decisions says became of the actions of one case. */
function actionsOf(page: Page, title: string) {
  const decisions = page.getByRole('group', { name: 'Decisions, newest first' }).locator('> ol > li');
  return decisions.filter({ hasText: title }).getByRole('listitem');
}

test('S4: a posted case is decided and carried out in time, once and in order, also after an outage of the platform', async ({
  processes,
  page,
}) => {
  test.setTimeout(180_000 + OUTAGE_MS);
  const { central, post, asked, startPlatform } = await startTeam(processes);
  const platform = await startPlatform();
  const shell = await processes.startLoopback({ central: central.url, demo: false });
  const window = createReviewWindow(page, shell.url);
  await window.open();
  await window.typeCredentials(REVIEWER);
  await expect(window.status).toContainText('Online');

  await test.step('a posted case is on screen within 2 s', async () => {
    const postedAt = performance.now();
    await post('First post');
    await expect(window.cases.getByRole('option', { name: 'First post' })).toBeVisible();
    within(PROMISED_MS, performance.now() - postedAt, 'from the request to the queue on screen');
  });

  await test.step('its actions are at the platform within 2 s of the end of the undo window', async () => {
    await window.press('j');
    await expect(window.title).toContainText('First post');
    const endsAt = await decide(window);
    expect(asked(), 'nothing leaves while it can be undone').toEqual([]);
    await expect.poll(() => asked().length, { timeout: 20_000, intervals: [50] }).toBe(2);
    for (const { action, at } of asked())
      within(PROMISED_MS, Date.parse(at) - endsAt, `from the end of the undo window to ${action.action}`);
  });

  await test.step('the reviewer sees that they are done', async () => {
    await window.press('Shift+D');
    await expect(actionsOf(page, 'First post')).toHaveText([/· done/, /· done/]);
    await window.press('Escape');
  });

  const awayAt = performance.now();
  await test.step('the platform is away, and two more are decided', async () => {
    await platform.kill();
    for (const title of ['Second post', 'Third post']) {
      const postedAt = performance.now();
      await post(title);
      await expect(window.queue.getByRole('button', { name: '1 new' })).toBeVisible();
      within(PROMISED_MS, performance.now() - postedAt, 'from the request to "1 new" on screen');
      await takeNew(window, title);
      await decide(window);
      await sleep(400);
    }
    await window.press('Shift+D');
    await expect(actionsOf(page, 'Third post')).toHaveText([/· asked/, /· asked/], { timeout: 20_000 });
    await sleep(Math.max(0, OUTAGE_MS - (performance.now() - awayAt)));
    expect(asked()).toHaveLength(2);
  });

  await test.step('it comes back, and everything is there within 2 s', async () => {
    await startPlatform();
    const backAt = Date.now();
    await expect.poll(() => asked().length, { timeout: 30_000, intervals: [50] }).toBe(6);
    const last = Math.max(...asked().map(({ at }) => Date.parse(at)));
    const away = Math.round((performance.now() - awayAt) / 1_000);
    within(PROMISED_MS, last - backAt, `after ${away} s away, from its return to the last of four actions`);
    for (const title of ['Second post', 'Third post'])
      await expect(actionsOf(page, title)).toHaveText([/· done/, /· done/]);
  });

  await test.step('each once, and in order for the account', async () => {
    expect(new Set(asked().map(({ id }) => id)).size).toBe(6);
    expect(asked().every(({ isNew, answer }) => isNew && answer.status === 'confirmed')).toBe(true);
    const account = asked().filter(({ action }) => action.target.type === 'account');
    expect(account.map(({ action }) => action.action)).toEqual(['suspend', 'suspend', 'suspend']);
    expect(account.map(({ sequence }) => sequence)).toEqual(
      account.map(({ sequence }) => sequence).toSorted((a, b) => a - b),
    );
    const decidedAt = account.map((one) => one.decidedAt);
    expect(decidedAt).toEqual(decidedAt.toSorted());
  });

  await test.step('a recall has the platform take both back, and the case comes again with what was done to it', async () => {
    const decision = page
      .getByRole('group', { name: 'Decisions, newest first' })
      .locator('> ol > li')
      .filter({ hasText: 'First post' });
    await decision.getByRole('button', { name: /^Recall/ }).press('Enter');
    await decision.getByRole('button', { name: 'Recall it' }).press('Enter');
    await expect(actionsOf(page, 'First post')).toHaveText([/· taken back/, /· taken back/], {
      timeout: 20_000,
    });
    const [first, second] = asked();
    const undone = asked().slice(6);
    expect(undone.map(({ reverses }) => reverses).toSorted()).toEqual([first?.id, second?.id].toSorted());
    await window.press('Escape');
    await takeNew(window, 'First post');
    await page.getByRole('tab', { name: 'Notes' }).click();
    await expect(window.evidence.getByText(/carried out by the platform/).first()).toBeVisible();
  });
});

test('S4: what the platform refuses reaches the reviewer once and the supervisor, who has it asked again', async ({
  processes,
  page,
  context,
}) => {
  test.setTimeout(180_000);
  const { central, post, startPlatform } = await startTeam(processes);
  const refusing = await startPlatform(['--fail-every', '1']);
  const shell = await processes.startLoopback({ central: central.url, demo: false });
  const window = createReviewWindow(page, shell.url);
  await window.open();
  await window.typeCredentials(REVIEWER);
  await expect(window.status).toContainText('Online');
  await post('Refused post');
  await window.waitForQueue();
  await window.press('j');
  await expect(window.title).toContainText('Refused post');
  await decide(window);

  const needed = page.getByRole('button', { name: /^Needs attention/ });
  await test.step('the reviewer is told, in the words of the platform, and puts it away', async () => {
    await expect(needed).toContainText('2', { timeout: 20_000 });
    await needed.press('Enter');
    const items = page.getByRole('dialog').getByRole('listitem');
    await expect(items).toHaveCount(2);
    await expect(items.first()).toContainText('A supervisor has been told; you need not do anything.');
    await expect(items.first()).toContainText('there is no such object here any more');
    await items.first().getByRole('button').press('Enter');
    await expect(items).toHaveCount(1);
    await window.press('Escape');
    await window.press('Shift+D');
    await expect(actionsOf(page, 'Refused post')).toHaveText([
      /failed: there is no such/,
      /failed: there is/,
    ]);
  });

  const desk = await processes.startLoopback({ central: central.url, demo: false });
  const other = await context.newPage();
  const supervisor = createReviewWindow(other, desk.url);
  await test.step('the supervisor sees it in the bar and in the room, with every attempt', async () => {
    await supervisor.open();
    await supervisor.typeCredentials(SUPERVISOR);
    const room = other.getByRole('navigation').getByRole('button', { name: /^Enforcement/ });
    await expect(room).toContainText('2 failed');
    await room.press('Enter');
    const states = other.getByRole('table').getByRole('row').locator('td:first-child');
    await expect(states).toHaveText([/failed/, /failed/]);
    await other
      .getByRole('button', { name: /^1 attempt/ })
      .first()
      .press('Enter');
    await expect(other.getByText('HTTP 200')).toBeVisible();
    await other
      .getByRole('button', { name: /^1 attempt/ })
      .first()
      .press('Enter');
  });

  await test.step('asked again by keyboard, it is done, and the reviewer needs to do nothing', async () => {
    await refusing.kill();
    await startPlatform();
    const done = other
      .getByRole('table')
      .getByRole('row')
      .filter({ hasText: /✓\s*done/ });
    for (const count of [1, 2]) {
      await other
        .getByRole('button', { name: /^1 attempt/ })
        .first()
        .focus();
      await supervisor.press('Shift+R');
      await other.keyboard.type('The platform has mended it');
      await supervisor.press('Enter');
      await expect(done).toHaveCount(count, { timeout: 20_000 });
    }
    await expect(actionsOf(page, 'Refused post')).toHaveText([/· done/, /· done/], { timeout: 20_000 });
    await window.press('Escape');
    await expect(needed).toBeHidden();
  });
});

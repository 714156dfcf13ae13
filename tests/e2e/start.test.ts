import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fromRoot } from '../../build/support/root.ts';
import { runNode } from '../../build/support/run.ts';
import { expect, test } from '../support/e2e.ts';
import { processesNaming, type Processes } from '../support/processes.ts';
import { createReviewWindow } from '../support/review-window.ts';

const Ready = z.object({ shell: z.literal('loopback'), url: z.url(), central: z.url() });

const start = (processes: Processes, data: string) =>
  processes.npmStart(['--shell', 'loopback', '--no-open', '--data', data, '--port', '0']);

test.describe.configure({ timeout: 180_000 });

test('npm start prints the ready line, and Ctrl+C ends everything that it started', async ({
  processes,
  page,
}) => {
  const data = processes.folder('whole');
  const docket = await start(processes, data);
  const ready = Ready.parse(docket.ready);
  expect((await fetch(`${ready.central}/healthz`)).status).toBe(200);
  const window = createReviewWindow(page, ready.url);
  await window.open();
  await expect(page.getByRole('button', { name: /reviewer-07/ })).toBeVisible();
  await window.signIn();

  docket.signal('SIGINT');
  await docket.ended;
  expect(await processesNaming(data, 10_000)).toEqual([]);
  await expect(fetch(`${ready.central}/healthz`)).rejects.toThrow();
  expect(existsSync(join(data, 'desktop/shell.lock'))).toBe(false);
});

test('fault 1: what a kill -9 leaves, the next start handles', async ({ processes, page }) => {
  const data = processes.folder('whole');
  const first = await start(processes, data);
  const window = createReviewWindow(page, Ready.parse(first.ready).url);
  await window.open();
  await window.signIn();

  first.signal('SIGKILL');
  await first.ended;
  expect(await processesNaming(data, 15_000)).toEqual([]);

  const second = await start(processes, data);
  const again = createReviewWindow(page, Ready.parse(second.ready).url);
  await again.open();
  await again.waitForQueue();
  second.signal('SIGINT');
  await second.ended;
  expect(await processesNaming(data, 10_000)).toEqual([]);
});

test('fault 9: a second workstation on the same folder leads to the first', async ({ docket, processes }) => {
  const { shell, central } = docket;
  const second = await processes.startLoopback({ central: central.url, dataDir: shell.dataDir });
  expect(second.url).toBe(shell.url);
  expect(await second.process.ended).toBe(0);
  expect((await fetch(new URL('/', shell.url))).status).toBe(200);
});

test('fault 9: a second npm start on the same folder says where the first one is, and ends', async ({
  processes,
}) => {
  const data = processes.folder('whole');
  const first = await start(processes, data);
  const { url, central } = Ready.parse(first.ready);
  const second = await runNode(
    fromRoot('build/start.ts'),
    ['--shell', 'loopback', '--no-open', '--data', data, '--port', '0'],
    { timeoutMs: 30_000 },
  );
  expect(second.output).toContain(`Docket runs already on this data folder, at ${url}`);
  expect(second.code).toBe(0);
  expect((await fetch(`${central}/healthz`)).status).toBe(200);
  first.signal('SIGINT');
  await first.ended;
  expect(await processesNaming(data, 10_000)).toEqual([]);
});

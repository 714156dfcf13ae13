import { cpSync } from 'node:fs';
import { test as base } from '@playwright/test';
import { createProcesses, type Central, type Processes, type Shell } from './processes.ts';
import { createReviewWindow, type ReviewWindow } from './review-window.ts';

type Docket = Readonly<{ central: Central; shell: Shell; window: ReviewWindow }>;

/**
 * `processes` starts parts of Docket and ends them with the test; `docket` is a central API with the demo queue,
 * a workstation, and its window. What the page reports as an error, or its policy refuses, fails the test.
 */
export const test = base.extend<
  { processes: Processes; docket: Docket; quiet: readonly string[] },
  { demoFolder: string }
>({
  /** What a central API with the demo queue has in its folder: made once, and copied for each test. */
  demoFolder: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const processes = createProcesses();
      const { dataDir, process } = await processes.startCentral();
      process.signal('SIGTERM');
      await process.ended;
      await provide(dataDir);
      await processes.end();
    },
    { scope: 'worker' },
  ],
  // Playwright reads the names of the fixtures from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  processes: async ({}, provide, info) => {
    const processes = createProcesses();
    await provide(processes);
    if (info.status !== info.expectedStatus) {
      await info.attach('processes.log', { body: processes.output(), contentType: 'text/plain' });
    }
    await processes.end();
  },
  quiet: [
    async ({ page }, provide) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy|React|Uncaught/.test(message.text())) {
          complaints.push(message.text());
        }
      });
      await provide(complaints);
      if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join('\n')}`);
    },
    { auto: true },
  ],
  docket: async ({ processes, demoFolder, page }, provide) => {
    const dataDir = processes.folder('central');
    cpSync(demoFolder, dataDir, { recursive: true });
    const central = await processes.startCentral({ dataDir });
    const shell = await processes.startLoopback({ central: central.url });
    await provide({ central, shell, window: createReviewWindow(page, shell.url) });
  },
});

export { expect } from '@playwright/test';

import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './support/chromium.ts';
import { fromRoot } from './support/root.ts';

const executablePath = findChromium();
const electronTests = '**/*.electron.test.ts';
/** They measure time: nothing else runs meanwhile. */
const timedTests = ['hostile', 'outage', 'renders', 'viewers'].map((name) => `**/${name}.test.ts`);
const browser: NonNullable<PlaywrightTestConfig['use']> = {
  browserName: 'chromium',
  launchOptions: { args: [...chromiumArguments()], ...(executablePath ? { executablePath } : {}) },
};

export default defineConfig({
  testDir: fromRoot('tests/e2e'),
  outputDir: fromRoot('test-results/e2e'),
  testMatch: '**/*.test.ts',
  forbidOnly: Boolean(process.env['CI']),
  // A flaky test hides a fault that reviewers would meet: it fails. CI runs on machines that others share, where a
  // second run tells a stall of the machine from a fault; the list names each test that needed it.
  retries: process.env['CI'] ? 1 : 0,
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: fromRoot('test-results', process.env['DOCKET_E2E_REPORT'] ?? 'playwright.json') }],
  ],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure', actionTimeout: 15_000 },
  projects: [
    {
      name: 'chromium',
      testIgnore: [electronTests, ...timedTests],
      use: browser,
    },
    {
      name: 'timed',
      testMatch: timedTests,
      use: browser,
    },
    {
      // These tests skip themselves where `findElectron()` (build/support/electron.ts) finds no binary.
      name: 'electron',
      testMatch: electronTests,
    },
  ],
});

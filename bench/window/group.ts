/** The rows of the window: what a reviewer waits for between a key and the next case, with a full queue cached. */
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright';
import { compile } from '../../build/compile.ts';
import { chromiumArguments, provideChromium } from '../../build/support/chromium.ts';
import { callBridge } from '../../tests/support/bridge-call.ts';
import { createProcesses } from '../../tests/support/processes.ts';
import { createReviewWindow } from '../../tests/support/review-window.ts';
import { percentile, type Group, type Plan, type RowSpec, type Sample } from '../rows.ts';
import { startPreparedCentral } from '../sync/prepared-central.ts';
import { startBarePages } from './bare-pages.ts';
import { installProbe, timePaint } from './probe.ts';

const FRAME_MS = 1000 / 60;
const SUBMISSIONS = 40;
const STEPS = 40;
/** What has not run yet is slower; a shift is long. */
const WARM_UP = 8;
/** A submission from a field refuses characters for 300 ms; between two cases a person needs longer. */
const PAUSE_MS = 350;
const PULL_PATIENCE_MS = 300_000;

const submit95 = 'submit to next case painted, p95, beside a bare list';
const submit99 = 'submit to next case painted, p99';
const submitEmpty = 'submit to next case painted, p95, beside an empty page';
const step95 = 'next case (j) painted, p95, beside a bare list';
const step99 = 'next case (j) painted, p99';
const specs: readonly RowSpec[] = [
  { name: submit95, unit: 'ms', bar: { atMost: round(2 * FRAME_MS) } },
  { name: submit99, unit: 'ms', bar: { atMost: 50 } },
  { name: submitEmpty, unit: 'ms', bar: null },
  { name: step95, unit: 'ms', bar: { atMost: round(2 * FRAME_MS) } },
  { name: step99, unit: 'ms', bar: { atMost: 50 } },
];

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function createWindowGroup(): Group {
  return { specs, measure };
}

async function measure({ rounds, cases, say }: Plan): Promise<readonly Sample[]> {
  await compile(['renderer']);
  const samples: Sample[] = [];
  const add = (row: string, docket: number, baseline: number | null): void => {
    samples.push({ row, docket, baseline });
    say(`  ${row}: ${docket.toFixed(1)}${baseline === null ? '' : ` against ${baseline.toFixed(1)}`}`);
  };
  const central = await startPreparedCentral(cases, 0, {
    posts: Math.min(cases, WARM_UP * 4 + rounds * (STEPS + SUBMISSIONS) * 1.5),
  });
  const pages = await startBarePages();
  const processes = createProcesses();
  const browser = await chromium.launch({
    executablePath: await provideChromium(),
    args: [...chromiumArguments()],
  });
  try {
    const shell = await processes.startLoopback({ central: central.url, demo: false });
    const docket = await openPage(browser);
    const window = createReviewWindow(docket, shell.url);
    await window.open();
    await window.typeCredentials('reviewer-07');
    await waitFor(async () => {
      const { status } = await callBridge(shell.url, 'app.state', {});
      return status.queue === cases && status.ready === cases;
    });
    // Everything there is, in its order: the queue that was on screen first may have been the first page of the feed.
    await docket.reload();
    await window.waitForQueue();
    await window.press('u');
    await window.openCase();
    const bare = await openPage(browser);
    await bare.goto(pages.list);
    const empty = await openPage(browser);
    await empty.goto(pages.empty);

    const decide = async (): Promise<number> => {
      await window.press('a', 'n');
      await docket.keyboard.type('Nothing in this post breaks a rule.');
      const ms = await timePaint(docket, 'Control+Enter');
      await sleep(PAUSE_MS);
      return ms;
    };
    const stepOf = async (page: Page): Promise<number> => {
      const ms = await timePaint(page, 'j');
      await sleep(PAUSE_MS / 4);
      return ms;
    };
    await docket.bringToFront();
    await repeat(WARM_UP, decide);
    await repeat(WARM_UP, () => stepOf(docket));
    for (let number = 0; number < rounds; number += 1) {
      say(`round ${number + 1} of ${rounds}`);
      await bare.bringToFront();
      const list = await repeat(STEPS, () => stepOf(bare));
      await empty.bringToFront();
      const least = await repeat(STEPS, () => stepOf(empty));
      await docket.bringToFront();
      const steps = await repeat(STEPS, () => stepOf(docket));
      const submissions = await repeat(SUBMISSIONS, decide);
      add(submit95, percentile(submissions, 95), percentile(list, 95));
      add(submit99, percentile(submissions, 99), percentile(list, 99));
      add(submitEmpty, percentile(submissions, 95), percentile(least, 95));
      add(step95, percentile(steps, 95), percentile(list, 95));
      add(step99, percentile(steps, 99), percentile(list, 99));
    }
    return samples;
  } finally {
    await browser.close();
    await processes.end();
    pages.close();
    await central.close();
  }
}

async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await installProbe(page);
  return page;
}

async function waitFor(done: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + PULL_PATIENCE_MS;
  while (!(await done())) {
    if (performance.now() > giveUpAt) throw new Error('the queue did not arrive in five minutes');
    await sleep(500);
  }
}

async function repeat(times: number, work: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let time = 0; time < times; time += 1) values.push(await work());
  return values;
}

import { expect, type Page } from '@playwright/test';
import type { IncomingCase } from '../../../contract/import.ts';
import { demoCases } from '../../../central/demo/seed-demo.ts';
import type { Central, Processes, Shell } from '../processes.ts';
import { createReviewWindow, type ReviewWindow } from '../review-window.ts';

export const REVIEWER = 'reviewer-31';
/** Of one text under many names; the demo has 37 of them. */
export const GROUP = 30;
const AT_ONCE = 10;

export type ShiftWorld = Readonly<{
  central: Central;
  shell: Shell;
  window: ReviewWindow;
  groupIds: Set<string>;
}>;

/** Cases of the demo, a group of near-duplicates among them, all with one reviewer. */
export async function openShift(
  processes: Processes,
  page: Page,
  { cases, seed }: Readonly<{ cases: number; seed: number }>,
): Promise<ShiftWorld> {
  const dataDir = processes.folder('central');
  const add = ['users', 'add', REVIEWER, '--role', 'reviewer', '--capacity', String(cases + 10)];
  await processes.central(dataDir, add, `${REVIEWER}-demo`);
  const added = ['producers', 'add', 'demo', '--name', 'Demo', '--sources', 'detection,report,vendor'];
  const key = await processes.central(dataDir, added);
  const central = await processes.startCentral({ mode: 'serve', dataDir });
  const { all, group } = await shiftCases(cases, seed);
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const response = await fetch(`${central.url}/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ cases: all.slice(from, from + AT_ONCE) }),
    });
    const answer = (await response.json()) as { results?: { status: string }[] };
    expect(
      answer.results?.every(({ status }) => status === 'added'),
      JSON.stringify(answer),
    ).toBe(true);
  }
  const shell = await processes.startLoopback({ central: central.url });
  return { central, shell, window: createReviewWindow(page, shell.url), groupIds: group };
}

async function shiftCases(cases: number, seed: number) {
  const { written, varied } = await demoCases(Date.now(), seed);
  const wave = written.filter(({ externalId }) => /^wave-\d+$/.test(externalId)).slice(6, 6 + GROUP);
  const singles: IncomingCase[] = [];
  for (let index = 0; singles.length < cases - wave.length; index += 1) {
    const one = varied(index);
    if (['detection', 'report'].includes(one.source) && one.compartment === null) singles.push(one);
  }
  const subjects = new Set(wave.map(({ subject }) => subject.id));
  return { all: [...singles, ...wave], group: subjects };
}

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Case } from '../../../contract/case.ts';
import { Command } from '../../../contract/command.ts';
import { createOpenCases } from '../../../electron/core/cases/open.ts';
import { readExposure } from '../../../electron/core/cases/exposure.ts';
import { createRevealed } from '../../../electron/core/cases/revealed.ts';
import { createBreaks } from '../../../electron/core/decisions/breaks.ts';
import { saveDraft } from '../../../electron/core/decisions/drafts.ts';
import { endShift, readLeft } from '../../../electron/core/decisions/shift.ts';
import { submitDecision } from '../../../electron/core/decisions/submit.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { at, caseOf, catalogue, violation } from '../support/valid.ts';

let bench: TestDesk;
beforeEach(() => void (bench = createTestDesk()));
afterEach(() => bench.end());

const commands = () =>
  outbox.listUnacknowledged(bench.desk.work).map(({ body }) => Command.parse(JSON.parse(body)));
const ofCase = (value: Case) => commands().filter((one) => 'caseId' in one && one.caseId === value.id);

/** One of each kind, and two that nobody has looked at. */
function desk() {
  const [opened, written, decided, snoozed, first, second] = Array.from({ length: 6 }, (_, index) =>
    bench.put(caseOf(undefined, index === 3 ? { state: { is: 'snoozed', until: at(60) } } : {})),
  ) as [Case, Case, Case, Case, Case, Case];
  done(createOpenCases(bench.desk, createRevealed()).open(opened.id, true));
  bench.runAfterwards();
  done(
    saveDraft(bench.desk, {
      caseId: written.id,
      follows: 0,
      content: { ...violation(), rationale: 'Begun' },
    }),
  );
  done(
    submitDecision(bench.desk, catalogue(), {
      caseId: decided.id,
      caseVersion: decided.version,
      content: violation(),
      openMs: 1,
      activeMs: 1,
    }),
  );
  return { opened, written, decided, snoozed, untouched: [first, second] as const };
}

test('D14: what was never on screen goes back, with the reason, and nothing else does; it is on disk before it is said', () => {
  bench.contact('offline');
  const { opened, written, decided, snoozed, untouched } = desk();
  expect(done(readLeft(bench.desk))).toMatchObject({ untouched: 2, begun: 1, drafts: 1, resting: 1 });
  const ended = done(endShift(bench.desk, 'End of shift'));
  expect(ended).toMatchObject({ released: 2, left: { untouched: 0, begun: 1, drafts: 1, resting: 1 } });
  bench.restart();
  for (const value of untouched)
    expect(ofCase(value)).toMatchObject([{ type: 'release', reason: 'End of shift', epoch: value.epoch }]);
  for (const value of [opened, written, snoozed])
    expect(ofCase(value).filter(({ type }) => type !== 'viewed')).toEqual([]);
  expect(ofCase(decided)).toMatchObject([{ type: 'decision' }]);
  expect(readExposure(bench.desk, catalogue())).toMatchObject({
    onBreakSince: ended.at,
    shiftEnded: true,
  });
});

test('F2: nothing new is given from before the first case goes back until another shift begins', () => {
  desk();
  done(endShift(bench.desk, ''));
  const types = commands().map(({ type }) => type);
  expect(types.filter((type) => type === 'take-break')).toHaveLength(1);
  expect(types.indexOf('take-break')).toBeLessThan(types.indexOf('release'));
  done(createBreaks(bench.desk, () => null).end());
  expect(readExposure(bench.desk, null)).toMatchObject({ onBreakSince: null, shiftEnded: false });
});

test('who is on a break already ends the shift without another one, and a second end gives nothing back twice', () => {
  desk();
  done(createBreaks(bench.desk, () => null).take());
  const since = readExposure(bench.desk, null).onBreakSince;
  bench.pass(60_000);
  expect(done(endShift(bench.desk, '')).released).toBe(2);
  expect(done(endShift(bench.desk, '')).released).toBe(0);
  expect(readExposure(bench.desk, null)).toMatchObject({ onBreakSince: since, shiftEnded: true });
  expect(commands().filter(({ type }) => type === 'take-break')).toHaveLength(1);
  expect(commands().filter(({ type }) => type === 'release')).toHaveLength(2);
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BridgeInput } from '../../../contract/bridge.ts';
import { bridge } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import { createQueue, type Queue } from '../../../electron/core/cases/queue.ts';
import { createCaseCommands } from '../../../electron/core/decisions/case-commands.ts';
import { saveDraft } from '../../../electron/core/decisions/drafts.ts';
import { submitDecision } from '../../../electron/core/decisions/submit.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { at, caseOf, catalogue, jobPost, noViolation, violation } from '../support/valid.ts';

let bench: TestDesk;
let queue: Queue;
const rules = catalogue();

beforeEach(() => {
  bench = createTestDesk();
  queue = createQueue(bench.desk, () => rules);
});
afterEach(() => bench.end());

const open = (params: Partial<BridgeInput<'queue.open'>> = {}) =>
  done(queue.open(bridge['queue.open'].params.parse({ filter: {}, order: 'priority', ...params })));
const titles = (params: Partial<BridgeInput<'queue.open'>> = {}) => open(params).rows.map((row) => row.title);
const rows = (snapshotId: number, from = 0, count = 100) =>
  done(queue.rows({ snapshotId, from, count })).rows;
const put = (title: string, score: number, change: Partial<Case> = {}) => {
  const post = jobPost(`about ${title}`);
  return bench.put(caseOf([post], { title, priority: { score, band: 'P2' }, ...change }), [post]);
};
const decide = (value: Case) =>
  done(
    submitDecision(bench.desk, rules, {
      caseId: value.id,
      caseVersion: value.version,
      content: noViolation(),
      openMs: 10,
      activeMs: 5,
    }),
  ).own;

describe('orders and filters', () => {
  beforeEach(() => {
    put('low', 10, { dueAt: at(10), createdAt: at(-1), queue: 'fraud', source: 'report' });
    put('high', 900, { dueAt: at(500), createdAt: at(-3) });
    put('middle', 500, { dueAt: null, createdAt: at(-2), queue: 'escalations' });
  });

  test('by priority, by due time with the undue last, and newest first', () => {
    expect(titles()).toEqual(['high', 'middle', 'low']);
    expect(titles({ order: 'due' })).toEqual(['low', 'high', 'middle']);
    expect(titles({ order: 'newest' })).toEqual(['low', 'middle', 'high']);
  });

  test('by queue, source, due time, drafts and words', () => {
    expect(titles({ filter: { queue: 'escalations' } })).toEqual(['middle']);
    expect(titles({ filter: { source: 'report' } })).toEqual(['low']);
    expect(titles({ filter: { queue: 'fraud', source: 'report' } })).toEqual(['low']);
    expect(titles({ filter: { dueWithinMinutes: 60 } })).toEqual(['low']);
    expect(titles({ filter: { search: 'about hig' } })).toEqual(['high']);
    expect(titles({ filter: { search: '" OR *' } })).toEqual([]);
    expect(titles({ filter: { search: ')(-' } })).toEqual([]);
    expect(titles({ filter: { drafts: true } })).toEqual([]);
  });

  test('counts are over all that is offered, whatever is filtered', () => {
    expect(open({ filter: { queue: 'escalations' } }).counts).toEqual({
      all: 3,
      detection: 2,
      report: 1,
      dueInHour: 1,
      drafts: 0,
      queues: [
        { queue: 'escalations', name: 'Escalations', count: 1 },
        { queue: 'fraud', name: 'Fraud', count: 2 },
      ],
    });
  });

  test('every answer fits the table', () => {
    expect(() => bridge['queue.open'].result.parse(open())).not.toThrow();
  });
});

describe('a frozen order', () => {
  test('R7: a case decided here stays in its place with its badge, and is in no new order', () => {
    const [one, two] = [put('one', 900), put('two', 800)];
    const { snapshotId } = open();
    decide(one);
    expect(rows(snapshotId).map(({ title, work }) => [title, work])).toEqual([
      ['one', 'held'],
      ['two', 'open'],
    ]);
    expect(titles()).toEqual(['two']);
    expect(open().counts.all).toBe(1);
    expect(two.title).toBe('two');
  });

  test('R7: an acknowledged decision covers its case until the cursor has passed it', () => {
    const one = put('one', 900);
    const own = decide(one);
    bench.send(own.decisionId, (position) => ({
      id: own.decisionId,
      status: 'applied',
      cursor: { era: 1, generation: 1, position: position + 1 },
      recordedAt: at(1),
    }));
    const badge = () => bench.desk.overlay.workOf(one.id, false);
    expect([titles(), badge()]).toEqual([[], 'decided']);
    bench.moveCursor(1);
    expect([titles(), badge()]).toEqual([[], 'decided']);
    bench.moveCursor(1);
    expect([titles(), badge()]).toEqual([['one'], 'open']);
  });

  test('fault 38: after a kill and a new start, what was decided and not sent is not offered', () => {
    const one = put('one', 900);
    put('two', 100);
    decide(one);
    bench.restart();
    queue = createQueue(bench.desk, () => rules);
    expect(titles()).toEqual(['two']);
  });

  test('a case that left keeps its place, and another with its row number does not take it', () => {
    put('one', 900);
    const two = put('two', 800);
    const { snapshotId } = open();
    bench.drop(two.id, 'reassigned', false);
    put('intruder', 999);
    expect(rows(snapshotId).map(({ title, work }) => [title, work])).toEqual([
      ['one', 'open'],
      ['two', 'gone'],
    ]);
  });

  test('what was decided here and has left says that it is decided, not that it moved on', () => {
    const value = put('one', 900);
    const { snapshotId } = open();
    decide(value);
    const [entry] = outbox.forCase(bench.desk.work, value.id);
    bench.send(entry!.id, (position) => ({
      id: entry!.id as never,
      status: 'applied',
      cursor: { era: 1, generation: 1, position },
      recordedAt: at(1),
    }));
    bench.drop(value.id, 'decided', false);
    bench.moveCursor(5);
    expect(rows(snapshotId).map(({ title, work }) => [title, work])).toEqual([['one', 'decided']]);
  });

  test('what was assigned since waits outside, and is counted as far as the filter wants it', () => {
    put('one', 900);
    open({ filter: { queue: 'fraud' } });
    put('two', 999);
    put('other', 999, { queue: 'escalations' });
    expect(queue.totals()).toMatchObject({ queue: 3, arrivals: 1 });
    open();
    expect(queue.totals().arrivals).toBe(0);
  });

  test("what comes after the last case has left is an arrival, and takes nobody's place", () => {
    const only = put('only', 10);
    const { snapshotId } = open();
    bench.drop(only.id, 'decided', false);
    put('next', 10);
    expect(queue.totals()).toMatchObject({ queue: 1, arrivals: 1 });
    expect(rows(snapshotId).map(({ title }) => title)).toEqual(['only']);
    expect(titles()).toEqual(['next']);
  });

  test('the next undecided one is found in both directions, past what is decided', () => {
    const cases = ['a', 'b', 'c', 'd'].map((title, index) => put(title, 900 - index));
    const { snapshotId } = open();
    decide(cases[1]!);
    decide(cases[2]!);
    const next = (from: number, direction: 'forward' | 'back') =>
      done(queue.nextUndecided({ snapshotId, from, direction })).index;
    expect([
      next(-1, 'forward'),
      next(0, 'forward'),
      next(3, 'forward'),
      next(3, 'back'),
      next(0, 'back'),
    ]).toEqual([0, 3, null, 0, null]);
    expect(done(queue.indexOf({ snapshotId, caseId: cases[3]!.id })).index).toBe(3);
  });

  test('only the newest two orders are kept', () => {
    put('one', 900);
    const first = open().snapshotId;
    open();
    expect(rows(first)).toHaveLength(1);
    open();
    expect(queue.rows({ snapshotId: first, from: 0, count: 1 })).toMatchObject({
      ok: false,
      code: 'not-found',
    });
  });
});

test('D14: a case put away is gone from the queue at once', () => {
  const value = put('one', 900);
  const { snapshotId } = open();
  done(createCaseCommands(bench.desk).release({ caseId: value.id, reason: '' }));
  expect(rows(snapshotId)[0]?.work).toBe('waiting');
  expect(titles()).toEqual([]);
});

test('a snoozed case is offered again at its time', () => {
  put('rests', 900, { state: { is: 'snoozed', until: at(30) } });
  put('one', 100);
  expect(titles()).toEqual(['one']);
  bench.pass(31 * 60_000);
  expect(titles()).toEqual(['rests', 'one']);
});

test('a case that is snoozed in a frozen order says so in its row, and is passed over until its time', () => {
  const value = put('rests', 900);
  put('one', 100);
  const { snapshotId } = open();
  bench.put({ ...value, version: value.version + 1, state: { is: 'snoozed', until: at(30) } });
  expect(rows(snapshotId).map((row) => row.work)).toEqual(['snoozed', 'open']);
  expect(done(queue.nextUndecided({ snapshotId, from: -1, direction: 'forward' })).index).toBe(1);
  bench.pass(31 * 60_000);
  expect(rows(snapshotId).map((row) => row.work)).toEqual(['open', 'open']);
});

test('a draft shows on its row, and is counted and filtered', () => {
  const value = put('one', 900);
  put('two', 800);
  done(saveDraft(bench.desk, { caseId: value.id, follows: 0, content: violation({ rationale: 'half' }) }));
  expect(open().rows.map((row) => row.work)).toEqual(['draft', 'open']);
  expect(open().counts.drafts).toBe(1);
  expect(titles({ filter: { drafts: true } })).toEqual(['one']);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { bridge } from '../../../contract/bridge.ts';
import type { Enforcement } from '../../../contract/enforcement.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import type { CommandAnswer } from '../../../contract/feed.ts';
import { createOpenCases } from '../../../electron/core/cases/open.ts';
import { createRevealed } from '../../../electron/core/cases/revealed.ts';
import {
  countAttention,
  listAttention,
  resolveAttention,
} from '../../../electron/core/decisions/attention.ts';
import { listDecided } from '../../../electron/core/decisions/decided.ts';
import { submitDecision } from '../../../electron/core/decisions/submit.ts';
import { undoDecision } from '../../../electron/core/decisions/undo.ts';
import * as enforcement from '../../../electron/core/store/cache/enforcement.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { at, caseOf, catalogue, enforcementOf, violation } from '../support/valid.ts';

let bench: TestDesk;
beforeEach(() => (bench = createTestDesk()));
afterEach(() => bench.end());

type Id = Enforcement['decisionId'];
const applied = (id: string) => (position: number) =>
  ({
    id,
    status: 'applied',
    cursor: { era: 1, generation: 1, position },
    recordedAt: at(0),
  }) as CommandAnswer;

function decide(change: Partial<DraftContent> = {}): Id {
  const value = bench.put(caseOf());
  done(createOpenCases(bench.desk, createRevealed()).open(value.id, true));
  bench.runAfterwards();
  bench.pass(1_000);
  const { own } = done(
    submitDecision(bench.desk, catalogue(), {
      caseId: value.id,
      caseVersion: 1,
      content: violation(change),
      openMs: 0,
      activeMs: 0,
    }),
  );
  return own.decisionId;
}

/** Decided and taken in by the central API. */
function arrived(change: Partial<DraftContent> = {}): Id {
  const id = decide(change);
  bench.send(id, applied(id));
  return id;
}

function recalled(id: Id): void {
  done(undoDecision(bench.desk, id));
  const recall = outbox.find(bench.desk.work, id)?.undoneBy ?? '';
  bench.send(recall, applied(recall));
}

function platform(...answers: readonly Enforcement[]): void {
  bench.profile.cache.transact((tx) => {
    for (const one of answers) enforcement.put(tx, one);
    enforcement.writeMark(tx, { era: 1, through: at(1), readAt: at(1) });
  });
}

const list = (from = 0, count = 50) =>
  bridge['decision.list'].result.parse(done(listDecided(bench.desk, { from, count })));
const states = () => list().decisions.map(({ actions }) => actions.map(({ state }) => state));
const items = () => bridge['attention.list'].result.parse(done(listAttention(bench.desk))).items;

test('what was decided is listed newest first, in pages, with the case it was about', () => {
  const ids = [
    decide(),
    decide({ outcome: 'no-violation', policies: [], actions: [] }),
    decide(),
  ].toReversed();
  expect(list()).toMatchObject({ total: 3, asOf: null });
  expect(list().decisions.map(({ decisionId }) => decisionId)).toEqual(ids);
  expect(list(1, 1).decisions).toMatchObject([
    {
      decisionId: ids[1],
      outcome: 'no-violation',
      title: 'Data entry, paid weekly',
      actions: [],
      undo: 'withdraw',
    },
  ]);
});

test('S4: an action is not asked for before its decision has arrived, and asked for from then on', () => {
  const id = decide();
  expect(states()).toEqual([['not-yet-asked']]);
  bench.send(id, null);
  expect(states()).toEqual([['not-yet-asked']]);
  bench.send(id, applied(id));
  expect(states()).toEqual([['asked']]);
});

test('S4: the platform answers for each action by itself, in its words', () => {
  const id = arrived({
    actions: [
      { action: 'remove-content', target: { type: 'job-post', id: 'post-1' }, params: {} },
      { action: 'warn', target: { type: 'account', id: 'client-1' }, params: {} },
    ],
  });
  platform(
    enforcementOf({ decisionId: id, ordinal: 0, state: 'confirmed', detail: 'Removed', updatedAt: at(1) }),
    enforcementOf({
      decisionId: id,
      ordinal: 1,
      state: 'failed',
      detail: 'No such account',
      updatedAt: at(2),
    }),
  );
  expect(list().decisions[0]?.actions).toMatchObject([
    { action: { action: 'remove-content' }, state: 'done', detail: 'Removed', at: at(1) },
    { action: { action: 'warn' }, state: 'failed', detail: 'No such account', at: at(2) },
  ]);
  expect(list().asOf).toBe(at(1));
});

test('S4: a late decision was never asked for', () => {
  const id = decide();
  bench.send(id, (position) => ({
    id,
    status: 'late',
    cursor: { era: 1, generation: 1, position },
    recordedAt: at(2),
    contested: 'uncontested',
    reason: 'lease-ended',
    standing: null,
  }));
  expect(list().decisions).toMatchObject([{ state: 'late', actions: [{ state: 'never-asked' }] }]);
});

test('S4, D3: a recall is followed until the platform has taken the action back', () => {
  const id = arrived();
  const asked = enforcementOf({ decisionId: id, state: 'confirmed', updatedAt: at(1) });
  platform(asked);
  done(undoDecision(bench.desk, id));
  expect(list().decisions).toMatchObject([
    { recall: 'on-its-way', undo: 'none', actions: [{ state: 'done' }] },
  ]);

  const recall = outbox.find(bench.desk.work, id)?.undoneBy ?? '';
  bench.send(recall, applied(recall));
  expect(list().decisions).toMatchObject([{ recall: 'done', actions: [{ state: 'taking-back' }] }]);

  const reversal = enforcementOf({ decisionId: id, reverses: asked.id, updatedAt: at(2) });
  platform(reversal);
  expect(states()).toEqual([['taking-back']]);
  platform({ ...reversal, state: 'confirmed', updatedAt: at(3) });
  expect(states()).toEqual([['taken-back']]);
});

test('S4: what was taken back before it was asked says so', () => {
  const id = arrived();
  recalled(id);
  platform(enforcementOf({ decisionId: id, state: 'cancelled', updatedAt: at(1) }));
  expect(states()).toEqual([['taken-back']]);
});

test('S4: an action that fails for good is told once, and put away for ever', () => {
  const id = arrived();
  const failed = enforcementOf({
    decisionId: id,
    reference: 'JP-7',
    state: 'failed',
    detail: 'The post is gone',
    updatedAt: at(1),
  });
  platform(failed);
  expect(items()).toMatchObject([
    {
      id: failed.id,
      why: 'enforcement-failed',
      code: 'remove-content',
      detail: 'The post is gone',
      reference: 'JP-7',
      choices: ['dismiss'],
    },
  ]);
  expect(countAttention(bench.desk)).toBe(1);

  done(resolveAttention(bench.desk, { id: items()[0]!.id, choice: 'dismiss' }));
  expect(items()).toEqual([]);
  expect(bench.events).toContainEqual({ event: 'attention' });
  // Asked again by a supervisor, and failed again; and read anew after the cache was lost.
  platform({ ...failed, detail: 'Still gone', updatedAt: at(2) });
  bench.profile.cache.transact((tx) => enforcement.startAnew(tx, 1));
  platform({ ...failed, updatedAt: at(3) });
  bench.restart();
  expect(countAttention(bench.desk)).toBe(0);
  expect(list().decisions[0]?.actions[0]?.state).toBe('failed');
});

test('S4: a failure that was mended, recalled, or made on another device needs nobody', () => {
  const id = arrived();
  const failed = enforcementOf({ decisionId: id, state: 'failed', updatedAt: at(1) });
  platform(failed, enforcementOf({ state: 'failed', updatedAt: at(1) }));
  expect(countAttention(bench.desk)).toBe(1);
  platform({ ...failed, state: 'confirmed', updatedAt: at(2) });
  expect(countAttention(bench.desk)).toBe(0);

  platform({ ...failed, state: 'failed', updatedAt: at(3) });
  const reversal = enforcementOf({ decisionId: id, reverses: failed.id, updatedAt: at(4) });
  platform(reversal);
  expect(items()).toEqual([]);
  platform({ ...reversal, state: 'failed', detail: 'Closed already', updatedAt: at(5) });
  expect(items()).toMatchObject([{ why: 'reversal-failed', detail: 'Closed already' }]);
  expect(states()).toEqual([['not-taken-back']]);
});

test('an item that is not there any more cannot be put away twice', () => {
  expect(resolveAttention(bench.desk, { id: enforcementOf().id as Id, choice: 'dismiss' })).toMatchObject({
    ok: false,
    code: 'not-found',
  });
});

import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Case } from '../../../contract/case.ts';
import { Decision } from '../../../contract/command.ts';
import { DecisionNotice } from '../../../contract/settlement.ts';
import { createOpenCases } from '../../../electron/core/cases/open.ts';
import { createRevealed } from '../../../electron/core/cases/revealed.ts';
import { adoptLate, listLateOffers, seeLateOffer } from '../../../electron/core/decisions/adopt.ts';
import {
  countAttention,
  listAttention,
  resolveAttention,
} from '../../../electron/core/decisions/attention.ts';
import { saveDraft } from '../../../electron/core/decisions/drafts.ts';
import { fail, succeed } from '../../../electron/core/outcome.ts';
import * as late from '../../../electron/core/store/cache/late.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import type { AskCentral } from '../../../electron/core/supervision/ask-central.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { at, blank, caseOf, catalogue, jobPost, violation } from '../support/valid.ts';

let bench: TestDesk;
let asked: unknown[];
let online: boolean;
beforeEach(() => {
  bench = createTestDesk();
  asked = [];
  online = true;
});
afterEach(() => bench.end());

const times = { openMs: 0, activeMs: 0 };

/** What a colleague decided on the case, too late. */
function lateOn(value: Case): Decision {
  const { caret: _caret, ...content } = violation({ rationale: 'Pays only after a deposit, says the post.' });
  return Decision.parse({
    ...content,
    type: 'decision',
    id: v7(),
    caseId: value.id,
    epoch: 0,
    deviceId: v7(),
    madeAt: at(-10),
    caseVersion: value.version,
    evidenceDigest: value.evidenceDigest,
    catalogueVersion: 1,
    timings: { waitMs: 0, openMs: 0, activeMs: 0 },
    decidedAt: at(-10),
    replaces: null,
    batchId: null,
  });
}

function offered(change: Partial<Case> = {}, own = false): { value: Case; first: Decision; ask: AskCentral } {
  const value = bench.put(caseOf([jobPost()], change));
  done(createOpenCases(bench.desk, createRevealed()).open(value.id, true));
  bench.runAfterwards();
  const first = lateOn(value);
  bench.profile.cache.transact((tx) =>
    late.replaceOffers(tx, [{ decisionId: first.id, caseId: value.id, own, receivedAt: at(0) }]),
  );
  const ask = (async (_name: string, options: unknown) => {
    asked.push(options);
    return online ? succeed({ decision: first }) : fail('no-contact', 'No contact.');
  }) as unknown as AskCentral;
  return { value, first, ask };
}

const draft = (value: Case, outcome: 'violation' | null) =>
  done(
    saveDraft(bench.desk, {
      caseId: value.id,
      follows: 0,
      content: { ...blank, outcome, rationale: 'Looks wrong to me.' },
    }),
  );
const list = () => done(listLateOffers(bench.desk)).offers;

test('D8: only that there is one is known until a draft says an outcome; then it is seen, and again without contact', async () => {
  const { value, first, ask } = offered();
  expect(list()).toEqual([
    { decisionId: first.id, caseId: value.id, own: false, receivedAt: at(0), canSee: false },
  ]);
  expect(await seeLateOffer(bench.desk, ask, { decisionId: first.id })).toMatchObject({ code: 'conflict' });
  const blind = await adoptLate(bench.desk, ask, () => catalogue(), { decisionId: first.id, ...times });
  expect(blind).toMatchObject({ ok: false, code: 'conflict' });
  expect(asked).toEqual([]);

  draft(value, 'violation');
  expect(list()).toMatchObject([{ canSee: true }]);
  expect(done(await seeLateOffer(bench.desk, ask, { decisionId: first.id })).decision).toEqual(first);
  expect(asked).toEqual([{ params: { id: first.id }, body: JSON.stringify({ outcome: 'violation' }) }]);
  online = false;
  expect(done(await seeLateOffer(bench.desk, ask, { decisionId: first.id })).decision).toEqual(first);
});

test('D8: a draft without an outcome is no view yet', () => {
  const { value } = offered();
  draft(value, null);
  expect(list()).toMatchObject([{ canSee: false }]);
});

test('D8: what was seen is adopted without contact, as a decision of one’s own that names it', async () => {
  const { value, first, ask } = offered();
  draft(value, 'violation');
  done(await seeLateOffer(bench.desk, ask, { decisionId: first.id }));
  online = false;
  const { own } = done(
    await adoptLate(bench.desk, ask, () => catalogue(), { decisionId: first.id, ...times }),
  );
  const body = Decision.parse(JSON.parse(outbox.find(bench.desk.work, own.decisionId)!.body));
  expect(body).toMatchObject({
    adopts: first.id,
    outcome: first.outcome,
    rationale: first.rationale,
    epoch: value.epoch,
    evidenceDigest: value.evidenceDigest,
  });
  expect(body.id).not.toBe(first.id);
  // R7: decided here, so it is not offered again.
  expect(list()).toEqual([]);
});

test('D8: its author sees it at once', async () => {
  const { first, ask } = offered({}, true);
  expect(list()).toMatchObject([{ own: true, canSee: true }]);
  done(await seeLateOffer(bench.desk, ask, { decisionId: first.id }));
});

test('D8: nothing of a case that may not be on the disk is kept of what was seen', async () => {
  const { first, ask } = offered({ cachePolicy: 'memory' }, true);
  done(await seeLateOffer(bench.desk, ask, { decisionId: first.id }));
  expect(late.seen(bench.desk.cache, first.id)).toBeNull();
});

test('D8: not offered once the case has left, or the central API offers it no more', async () => {
  const { value, first, ask } = offered({}, true);
  done(await seeLateOffer(bench.desk, ask, { decisionId: first.id }));
  bench.profile.cache.transact((tx) => late.replaceOffers(tx, []));
  expect(list()).toEqual([]);
  expect(late.seen(bench.desk.cache, first.id)).toBeNull();

  const other = offered({}, true);
  bench.drop(other.value.id, 'reassigned', false);
  expect(list()).toEqual([]);
  expect(await seeLateOffer(bench.desk, ask, { decisionId: other.first.id })).toMatchObject({
    code: 'not-found',
  });
  expect(value.id).not.toBe(other.value.id);
});

test('D8: on evidence that has changed since it is not adopted', async () => {
  const { value, first, ask } = offered({}, true);
  bench.put({ ...value, version: 2, evidenceDigest: 'f'.repeat(64) as Case['evidenceDigest'] });
  done(createOpenCases(bench.desk, createRevealed()).takeNewer(value.id));
  bench.runAfterwards();
  const answer = await adoptLate(bench.desk, ask, () => catalogue(), { decisionId: first.id, ...times });
  expect(answer).toMatchObject({ ok: false, code: 'conflict' });
});

test('D8: what was settled is told once, also after a restart', () => {
  const notice = DecisionNotice.parse({
    id: v7(),
    decisionId: v7(),
    caseId: v7(),
    reference: 'J-1',
    title: 'Data entry',
    what: 'superseded',
    by: 'Boss',
    reason: 'The second is right.',
    at: at(1),
  });
  bench.profile.cache.transact((tx) => late.putNotice(tx, notice));
  bench.restart();
  expect(done(listAttention(bench.desk)).items).toMatchObject([
    { id: notice.id, why: 'settled-superseded', detail: notice.reason, choices: ['dismiss'] },
  ]);
  expect(countAttention(bench.desk)).toBe(1);
  done(resolveAttention(bench.desk, { id: notice.id, choice: 'dismiss' }));
  expect(bench.profile.cache.transact((tx) => late.putNotice(tx, notice))).toBe(false);
  bench.restart();
  expect(countAttention(bench.desk)).toBe(0);
});

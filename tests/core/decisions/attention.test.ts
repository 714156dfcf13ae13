import { afterEach, beforeEach, expect, test } from 'vitest';
import { bridge } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import { Decision } from '../../../contract/command.ts';
import type { CommandAnswer } from '../../../contract/feed.ts';
import { createOpenCases } from '../../../electron/core/cases/open.ts';
import { createRevealed } from '../../../electron/core/cases/revealed.ts';
import {
  countAttention,
  listAttention,
  resolveAttention,
} from '../../../electron/core/decisions/attention.ts';
import { saveDraft } from '../../../electron/core/decisions/drafts.ts';
import { submitDecision } from '../../../electron/core/decisions/submit.ts';
import { undoDecision } from '../../../electron/core/decisions/undo.ts';
import * as drafts from '../../../electron/core/store/work/drafts.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { at, caseOf, catalogue, jobPost, violation } from '../support/valid.ts';

let bench: TestDesk;
beforeEach(() => (bench = createTestDesk()));
afterEach(() => bench.end());

const open = (value: Case) => done(createOpenCases(bench.desk, createRevealed()).open(value.id, true));
const items = () => bridge['attention.list'].result.parse(done(listAttention(bench.desk))).items;
const entriesOf = (value: Case) =>
  outbox.forCase(bench.desk.work, value.id).filter(({ type }) => type === 'decision');
type Said = CommandAnswer extends infer A ? (A extends CommandAnswer ? Omit<A, 'id'> : never) : never;

function answered(value: Case, said: (position: number) => Said): Decision['id'] {
  open(value);
  bench.runAfterwards();
  const { own } = done(
    submitDecision(bench.desk, catalogue(), {
      caseId: value.id,
      caseVersion: value.version,
      content: violation(),
      openMs: 0,
      activeMs: 0,
    }),
  );
  bench.send(own.decisionId, (position) => ({ ...said(position), id: own.decisionId }) as CommandAnswer);
  return own.decisionId;
}

test('D8: a late decision says who decided instead, and is put away with one key', () => {
  const value = bench.put(caseOf());
  const rival = {
    decisionId: caseOf().id as unknown as Decision['id'],
    by: 'Reviewer 08',
    outcome: 'no-violation',
    rationale: null,
    decidedAt: at(1),
  };
  const id = answered(value, (position) => ({
    status: 'late',
    cursor: { era: 1, generation: 1, position },
    recordedAt: at(2),
    contested: 'conflicting',
    reason: 'reassigned',
    standing: rival,
  }));
  bench.drop(value.id, 'reassigned', false);
  expect(items()).toMatchObject([
    { id, why: 'late', code: 'reassigned', contested: 'conflicting', rival, choices: ['dismiss'] },
  ]);
  expect(countAttention(bench.desk)).toBe(1);
  done(resolveAttention(bench.desk, { id, choice: 'dismiss' }));
  expect(items()).toEqual([]);
  expect(entriesOf(value)[0]?.state).toBe('late');
});

test('D12: a rejected decision can be reopened with its draft', () => {
  const value = bench.put(caseOf());
  const id = answered(value, () => ({
    status: 'rejected',
    code: 'catalogue-changed',
    detail: 'The policy was withdrawn.',
    errors: [{ field: 'policies.0', message: 'withdrawn' }],
  }));
  expect(items()).toMatchObject([
    { why: 'rejected', code: 'catalogue-changed', choices: ['reopen', 'dismiss'] },
  ]);
  expect(open(value).work).toBe('attention');
  done(resolveAttention(bench.desk, { id, choice: 'reopen' }));
  expect(open(value)).toMatchObject({
    work: 'draft',
    draft: { content: { rationale: violation().rationale } },
  });
  expect(items()).toEqual([]);
});

test('D10: reopening puts no older words over a draft that was written since', () => {
  const value = bench.put(caseOf());
  const id = answered(value, () => ({
    status: 'rejected',
    code: 'catalogue-changed',
    detail: '',
    errors: [],
  }));
  const content = violation({ rationale: 'newer words' });
  done(saveDraft(bench.desk, { caseId: value.id, follows: 0, content }));
  done(resolveAttention(bench.desk, { id, choice: 'reopen' }));
  expect(open(value).draft.content.rationale).toBe('newer words');
});

test('D11: a decision on changed evidence waits with the difference; confirming makes a new one', () => {
  const post = jobPost('Before.');
  const value = bench.put(caseOf([post]), [post]);
  const edited = jobPost('After.', { id: post.item.id, version: 2 });
  const newer = caseOf([edited], { id: value.id, version: 2 });
  const id = answered(value, () => ({
    status: 'changed',
    caseVersion: 2,
    evidenceDigest: newer.evidenceDigest,
  }));
  expect(resolveAttention(bench.desk, { id, choice: 'confirm' })).toMatchObject({
    ok: false,
    code: 'no-contact',
  });
  bench.put(newer, [edited]);
  expect(items()).toMatchObject([{ why: 'changed', choices: ['reopen', 'confirm'] }]);
  expect(items()[0]?.detail).toContain('Before. → ');
  done(resolveAttention(bench.desk, { id, choice: 'confirm' }));
  const [old, renewed] = entriesOf(value);
  expect([old?.state, renewed?.state]).toEqual(['withdrawn', 'held']);
  const [before, after] = [old, renewed].map((entry) => Decision.parse(JSON.parse(entry!.body)));
  expect(after).toMatchObject({ caseVersion: 2, evidenceDigest: newer.evidenceDigest });
  expect({ ...after, rationale: before?.rationale }).toMatchObject({
    outcome: before?.outcome,
    policies: before?.policies,
    actions: before?.actions,
  });
  expect(after?.id).not.toBe(before?.id);
  expect(items()).toEqual([]);
});

test('D10: confirming a decision on changed evidence leaves the draft that was begun since', () => {
  const value = bench.put(caseOf());
  const newer = caseOf([jobPost('After.')], { id: value.id, version: 2 });
  const id = answered(value, () => ({
    status: 'changed',
    caseVersion: 2,
    evidenceDigest: newer.evidenceDigest,
  }));
  bench.put(newer);
  const content = violation({ rationale: 'newer words' });
  bench.desk.commitWork((tx) =>
    drafts.restore(tx, {
      caseId: value.id,
      title: value.title,
      reference: value.reference,
      caseVersion: 2,
      epoch: 1,
      content,
      savedAt: at(3),
    }),
  );
  done(resolveAttention(bench.desk, { id, choice: 'confirm' }));
  expect(open(value).draft.content.rationale).toBe('newer words');
});

test('D3: taken back behind its sending, a decision that turns out not to be applied asks nobody', () => {
  const value = bench.put(caseOf());
  open(value);
  bench.runAfterwards();
  const { decisionId } = done(
    submitDecision(bench.desk, catalogue(), {
      caseId: value.id,
      caseVersion: value.version,
      content: violation(),
      openMs: 0,
      activeMs: 0,
    }),
  ).own;
  bench.desk.commitWork((tx) => {
    outbox.releaseHeld(tx, [decisionId]);
    outbox.markSending(tx, [decisionId]);
  });
  expect(done(undoDecision(bench.desk, decisionId)).did).toBe('recall');
  const changed = { status: 'changed', caseVersion: 2, evidenceDigest: 'a'.repeat(64) } as const;
  bench.desk.commitWork((tx) =>
    outbox.settle(tx, { ...changed, id: decisionId } as unknown as CommandAnswer, at(4)),
  );
  const states = outbox.forCase(bench.desk.work, value.id).map(({ type, state }) => `${type} ${state}`);
  expect(states).toEqual(expect.arrayContaining(['decision withdrawn', 'recall withdrawn']));
  expect(items()).toEqual([]);
});

test('D11: reopening takes the waiting decision back and restores its draft', () => {
  const value = bench.put(caseOf());
  const id = answered(value, () => ({ status: 'changed', caseVersion: 2, evidenceDigest: 'a'.repeat(64) }));
  done(resolveAttention(bench.desk, { id, choice: 'reopen' }));
  expect(entriesOf(value)[0]?.state).toBe('withdrawn');
  expect(drafts.find(bench.desk.work, value.id)?.content.rationale).toBe(violation().rationale);
});

test('D9: confirming what was decided offline changes no byte of it', () => {
  const value = bench.put(caseOf());
  bench.contact('offline');
  const { own } = done(
    submitDecision(bench.desk, catalogue(), {
      caseId: value.id,
      caseVersion: 1,
      content: violation(),
      openMs: 0,
      activeMs: 0,
    }),
  );
  bench.profile.work.transact((tx) => {
    outbox.releaseHeld(tx, [own.decisionId]);
    outbox.askToConfirm(tx, [own.decisionId]);
  });
  const before = entriesOf(value)[0];
  expect(items()).toMatchObject([{ why: 'confirm-offline', choices: ['confirm', 'reopen'] }]);
  done(resolveAttention(bench.desk, { id: own.decisionId, choice: 'confirm' }));
  expect(entriesOf(value)[0]).toMatchObject({ state: 'pending', body: before?.body });
});

test('R6: a draft on a case that was handed over waits until it is dismissed', () => {
  const value = bench.put(caseOf());
  done(saveDraft(bench.desk, { caseId: value.id, follows: 0, content: violation() }));
  bench.drop(value.id, 'reassigned', true);
  expect(items()).toMatchObject([
    { id: value.id, why: 'handed-over', code: 'reassigned', choices: ['dismiss'] },
  ]);
  done(resolveAttention(bench.desk, { id: items()[0]!.id, choice: 'dismiss' }));
  expect(items()).toEqual([]);
  expect(drafts.count(bench.desk.work)).toBe(0);
});

test('fault 21: a case deleted under a decision is shown, not vanished', () => {
  const value = bench.put(caseOf());
  answered(value, (position) => ({
    status: 'late',
    cursor: { era: 1, generation: 1, position },
    recordedAt: at(2),
    contested: 'uncontested',
    reason: 'deleted',
    standing: null,
  }));
  bench.drop(value.id, 'deleted', false);
  expect(items()).toMatchObject([{ why: 'deleted', title: value.title, choices: ['dismiss'] }]);
});

test('what has been dealt with, or cannot be done, is said', () => {
  const value = bench.put(caseOf());
  const id = answered(value, () => ({ status: 'changed', caseVersion: 2, evidenceDigest: 'a'.repeat(64) }));
  expect(resolveAttention(bench.desk, { id, choice: 'dismiss' })).toMatchObject({ ok: false });
  done(resolveAttention(bench.desk, { id, choice: 'reopen' }));
  expect(resolveAttention(bench.desk, { id, choice: 'reopen' })).toMatchObject({
    ok: false,
    code: 'not-found',
  });
});

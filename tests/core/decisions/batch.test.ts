import { afterEach, beforeEach, expect, test } from 'vitest';
import { bridge } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import { Decision } from '../../../contract/command.ts';
import type { CommandAnswer } from '../../../contract/feed.ts';
import { submitBatch, undoBatch } from '../../../electron/core/decisions/batch.ts';
import { submitDecision } from '../../../electron/core/decisions/submit.ts';
import { undoDecision } from '../../../electron/core/decisions/undo.ts';
import * as drafts from '../../../electron/core/store/work/drafts.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { at, caseOf, catalogue, jobPost, noViolation, violation } from '../support/valid.ts';

let bench: TestDesk;
beforeEach(() => (bench = createTestDesk()));
afterEach(() => bench.end());

const group = 'd'.repeat(64);

/** Near-duplicates, each with a subject and an owner of its own. */
function duplicates(count: number, change: Partial<Case> = {}): Case[] {
  return Array.from({ length: count }, (_, index) =>
    bench.put(
      caseOf([jobPost(`Earn ${index} a week.`)], {
        nearDuplicateDigest: group as never,
        subject: { type: 'job-post', id: `post-${index}`, label: 'Data entry' },
        related: [{ relation: 'owner', subject: { type: 'account', id: `client-${index}`, label: 'Acme' } }],
        ...change,
      }),
    ),
  );
}

const content = () =>
  violation({
    actions: [{ action: 'remove-content', target: { type: 'job-post', id: 'post-0' }, params: {} }],
  });

const submit = (cases: readonly Case[], like = cases[0]!, given = content()) =>
  bridge['decision.submitBatch'].result.parse(
    done(
      submitBatch(bench.desk, catalogue(), {
        like: like.id,
        cases: cases.map(({ id, version }) => ({ caseId: id, caseVersion: version })),
        content: given,
        openMs: 9000,
        activeMs: 6000,
      }),
    ),
  );

const bodiesOf = (cases: readonly Case[]) =>
  cases.map(({ id }) => Decision.parse(JSON.parse(outbox.forCase(bench.desk.work, id)[0]!.body)));
const statesOf = (cases: readonly Case[]) =>
  cases.map(({ id }) => outbox.forCase(bench.desk.work, id).map(({ type, state }) => `${type} ${state}`));

const applied = (id: string) => (position: number) =>
  ({
    id,
    status: 'applied',
    cursor: { era: 1, generation: 1, position },
    recordedAt: at(2),
  }) as unknown as CommandAnswer;

test('D13: thirty near-duplicates are thirty decisions with one batch id, each on its own subject', () => {
  const cases = duplicates(30);
  const { batchId, answers } = submit(cases);
  expect(answers.map(({ did }) => did)).toEqual(cases.map(() => 'decided'));
  const bodies = bodiesOf(cases);
  expect(new Set(bodies.map(({ id }) => id)).size).toBe(30);
  expect(bodies.map((body) => body.batchId)).toEqual(cases.map(() => batchId));
  expect(bodies.map((body) => body.actions[0]?.target.id)).toEqual(cases.map((_, index) => `post-${index}`));
  expect(bodies.map((body) => body.evidenceDigest)).toEqual(cases.map((value) => value.evidenceDigest));
  expect(bodies.reduce((sum, { timings }) => sum + timings.openMs, 0)).toBe(9000);
});

test('D13: an action on an account finds the account of the same relation on each case', () => {
  const cases = duplicates(2);
  const suspend = violation({
    actions: [
      { action: 'suspend', target: { type: 'account', id: 'client-0' }, durationDays: 7, params: {} },
    ],
  });
  submit(cases, cases[0]!, suspend);
  expect(bodiesOf(cases).map((body) => body.actions[0]?.target.id)).toEqual(['client-0', 'client-1']);
});

test('D13: a message that a template made is made anew for each case; own words that name one case are sent to no other', () => {
  const cases = duplicates(2);
  const [lead, other] = cases as [Case, Case];
  const template = {
    id: 'removed',
    label: 'Removed',
    policies: [],
    texts: { en: { subject: 'Removed', body: 'Your post was removed. Name {{caseReference}}.' } },
  };
  const given = catalogue({ templates: [template] });
  const written = (body: string, templateId: string | null = 'removed') =>
    violation({
      actions: content().actions,
      message: { templateId, language: 'en', subject: 'Removed', body },
    });
  const submitWith = (said: ReturnType<typeof written>, members = cases) =>
    done(
      submitBatch(bench.desk, given, {
        like: lead.id,
        cases: members.map(({ id }) => ({ caseId: id, caseVersion: 1 })),
        content: said,
        openMs: 0,
        activeMs: 0,
      }),
    );
  const own = submitWith(written(`I looked at ${lead.reference}.`, null), [other]);
  expect(own).toMatchObject({ batchId: null, answers: [{ did: 'refused' }] });
  expect(own.answers[0]?.detail).toMatch(/^The message names the case/);
  submitWith(written(`Your post was removed. Name ${lead.reference}.`));
  expect(bodiesOf(cases).map(({ message }) => message?.body)).toEqual(
    cases.map(({ reference }) => `Your post was removed. Name ${reference}.`),
  );
});

test('D8, D13: only the case that a late decision is of adopts it', () => {
  const cases = duplicates(2);
  const adopts = cases[0]!.id as never;
  submit(cases, cases[0]!, { ...content(), adopts });
  expect(bodiesOf(cases).map((body) => body.adopts)).toEqual([adopts, null]);
});

test('D13: what cannot be decided says why, and the others are decided', () => {
  const [lead, decided, stranger, gone, older, bare] = duplicates(6) as [Case, Case, Case, Case, Case, Case];
  done(
    submitDecision(bench.desk, catalogue(), {
      caseId: decided.id,
      caseVersion: 1,
      content: noViolation(),
      openMs: 0,
      activeMs: 0,
    }),
  );
  bench.put({ ...stranger, version: 2 as never, nearDuplicateDigest: 'e'.repeat(64) as never });
  bench.drop(gone.id, 'reassigned', false);
  bench.put({ ...older, version: 2 as never });
  bench.put({ ...bare, version: 2 as never, related: [] });
  const suspend = violation({
    actions: [
      { action: 'suspend', target: { type: 'account', id: 'client-0' }, durationDays: 7, params: {} },
    ],
  });
  const cases = [
    lead,
    decided,
    { ...stranger, version: 2 as never },
    gone,
    older,
    { ...bare, version: 2 as never },
  ];
  const { answers } = submit(cases, lead, suspend);
  expect(answers.map(({ did, detail }) => `${did} ${detail}`)).toEqual([
    'decided ',
    'refused This case has been decided here.',
    'refused This case is not a near-duplicate of the one that was decided.',
    expect.stringMatching(/^refused This case is (no longer yours|not on this computer)\.$/),
    'refused This case has changed since it was looked at. Look at it again.',
    'refused This case has nothing that one of the actions could aim at.',
  ]);
});

test('D13, D2: a batch is one commit: a failure decides none of it', () => {
  const cases = duplicates(5);
  const { desk } = bench;
  let writes = 0;
  const torn = {
    ...desk,
    commitWork: <R>(write: (tx: never) => R): R =>
      desk.commitWork((tx) => {
        const counted = {
          ...tx,
          run: (sql: string, ...params: []) => {
            writes += 1;
            if (writes === 9) throw new Error('the machine stops');
            return tx.run(sql, ...params);
          },
        };
        return write(counted as never);
      }),
  };
  expect(() =>
    submitBatch(torn, catalogue(), {
      like: cases[0]!.id,
      cases: cases.map(({ id, version }) => ({ caseId: id, caseVersion: version })),
      content: content(),
      openMs: 0,
      activeMs: 0,
    }),
  ).toThrow('the machine stops');
  expect(writes).toBe(9);
  expect(statesOf(cases)).toEqual(cases.map(() => []));
});

test('D13: undoing a batch withdraws the unsent, recalls the sent, leaves what was decided again or undone', () => {
  const cases = duplicates(4);
  const [unsent, sent, again, undone] = cases as [Case, Case, Case, Case];
  const { batchId, answers } = submit(cases);
  const idOf = (value: Case) => answers.find(({ caseId }) => caseId === value.id)!.decisionId!;
  bench.send(idOf(sent), applied(idOf(sent)));
  bench.send(idOf(again), applied(idOf(again)));
  done(undoDecision(bench.desk, idOf(undone)));
  // Decided again later, on new evidence.
  bench.put({ ...again, version: 2 as never, epoch: 2 as never });
  bench.moveCursor(5);
  done(
    submitDecision(bench.desk, catalogue(), {
      caseId: again.id,
      caseVersion: 2,
      content: noViolation(),
      openMs: 0,
      activeMs: 0,
    }),
  );
  const undo = bridge['decision.undoBatch'].result.parse(done(undoBatch(bench.desk, batchId!)));
  expect(undo.answers.map(({ did }) => did)).toEqual(['withdrawn', 'recall', 'decided-again', 'left']);
  expect(statesOf([unsent, sent])).toEqual([
    ['decision withdrawn'],
    ['decision acknowledged', 'recall pending'],
  ]);
  expect(drafts.find(bench.desk.work, unsent.id)?.content.rationale).toBe(content().rationale);
  // Once more changes nothing.
  expect(done(undoBatch(bench.desk, batchId!)).answers.map(({ did }) => did)).toEqual([
    'left',
    'left',
    'decided-again',
    'left',
  ]);
  expect(undoBatch(bench.desk, unsent.id as never)).toMatchObject({ ok: false, code: 'nothing-to-undo' });
});

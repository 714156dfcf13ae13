import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NearDuplicate } from '../../../contract/batch.ts';
import { bridge } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import { submitBatch } from '../../../electron/core/decisions/batch.ts';
import { saveDraft } from '../../../electron/core/decisions/drafts.ts';
import { listNearDuplicates } from '../../../electron/core/decisions/near-duplicates.ts';
import { findCase } from '../../../electron/core/store/cache/opened-case.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { at, blank, caseOf, catalogue, jobPost, noViolation, violation } from '../support/valid.ts';

let bench: TestDesk;
beforeEach(() => (bench = createTestDesk()));
afterEach(() => bench.end());

const group = 'd'.repeat(64) as never;

/** A case of the group, whole on this device; the score orders the queue. */
function duplicate(index: number, change: Partial<Case> = {}, text = `Pays ${index} a week.`): Case {
  const post = jobPost(text);
  return bench.put(
    caseOf([post], {
      nearDuplicateDigest: group,
      priority: { score: 500 - index, band: 'P2' },
      subject: { type: 'job-post', id: `post-${index}`, label: 'Data entry' },
      related: [
        { relation: 'owner', subject: { type: 'account', id: `client-${index}`, label: `Client ${index}` } },
      ],
      ...change,
    }),
    [post],
  );
}

const list = (like: Case, content: DraftContent | null = null, from = 0, count = 100) =>
  bridge['decision.nearDuplicates'].result.parse(
    done(listNearDuplicates(bench.desk, catalogue(), { like: like.id, content, from, count })),
  );
const idsOf = (cases: readonly NearDuplicate[]) => cases.map(({ caseId }) => caseId);

test('D13: the group is the case itself, then what is nearly the same in the order of the queue, each with its text', () => {
  const [first, lead, last] = [duplicate(0), duplicate(1), duplicate(2)];
  duplicate(3, { nearDuplicateDigest: 'e'.repeat(64) as never });
  duplicate(4, { nearDuplicateDigest: null });
  const { total, cases } = list(lead);
  expect(total).toBe(3);
  expect(idsOf(cases)).toEqual([lead.id, first.id, last.id]);
  expect(cases[1]).toEqual({
    caseId: first.id,
    caseVersion: 1,
    reference: first.reference,
    title: first.title,
    owner: 'Client 0',
    hasDraft: false,
    text: 'Data entry\nAcme\nDescription\nPays 0 a week.',
    goesOn: false,
    why: '',
  });
});

test('D13: what is decided here, gone, resting or not to be read is no part of the group', () => {
  const lead = duplicate(0);
  const [decided, gone, draft] = [duplicate(1), duplicate(2), duplicate(3)];
  duplicate(4, { state: { is: 'snoozed', until: at(60) } });
  done(
    submitBatch(bench.desk, catalogue(), {
      like: decided.id,
      cases: [{ caseId: decided.id, caseVersion: 1 }],
      content: noViolation(),
      openMs: 0,
      activeMs: 0,
    }),
  );
  bench.drop(gone.id, 'reassigned', true);
  done(saveDraft(bench.desk, { caseId: draft.id, follows: 0, content: { ...blank, rationale: 'Begun.' } }));
  const { total, cases } = list(lead);
  expect(total).toBe(2);
  expect(cases.map(({ caseId, hasDraft }) => [caseId, hasDraft])).toEqual([
    [lead.id, false],
    [draft.id, true],
  ]);
  expect(list(duplicate(9, { nearDuplicateDigest: null })).total).toBe(1);
  expect(
    listNearDuplicates(bench.desk, null, { like: gone.id, content: null, from: 0, count: 1 }),
  ).toMatchObject({
    ok: false,
    code: 'not-assigned',
  });
});

test('D13: a case on which the decision cannot be made says why before it is submitted', () => {
  const lead = duplicate(0);
  const bare = duplicate(1, { related: [] });
  const suspend = violation({
    actions: [
      { action: 'suspend', target: { type: 'account', id: 'client-0' }, durationDays: 7, params: {} },
    ],
  });
  expect(list(lead, suspend).cases.map(({ caseId, why }) => [caseId, why])).toEqual([
    [lead.id, ''],
    [bare.id, 'This case has nothing that one of the actions could aim at.'],
  ]);
});

test('D13: a group is read in pieces, and counted without reading any of it', () => {
  const cases = Array.from({ length: 7 }, (_, index) => duplicate(index));
  const ids = cases.map(({ id }) => id);
  const [lead] = cases as [Case];
  expect(list(lead, null, 0, 0)).toEqual({ total: 7, cases: [] });
  expect([...idsOf(list(lead, null, 0, 4).cases), ...idsOf(list(lead, null, 4, 4).cases)]).toEqual(ids);
});

test('D13: whose text was given counts as viewed, once, for the audit; who was only counted does not', () => {
  const [lead, other] = [duplicate(0), duplicate(1)];
  const far = bench.put(
    caseOf([jobPost('Far.')], { nearDuplicateDigest: group, priority: { score: 1, band: 'P3' } }),
  );
  const recorded = () =>
    [lead, other, far].map(({ id }) => outbox.forCase(bench.desk.work, id).map(({ type }) => type));
  list(lead, null, 0, 0);
  bench.runAfterwards();
  expect(recorded()).toEqual([[], [], []]);
  list(lead);
  list(lead);
  bench.runAfterwards();
  expect(recorded()).toEqual([['viewed'], ['viewed'], []]);
  expect(bench.made).toHaveLength(2);
});

test('R5, D13: the case on screen is shown as it is on screen, the others as they are now', () => {
  const [lead, other] = [duplicate(0), duplicate(1)];
  for (const before of [lead, other]) {
    bench.desk.pins.hold(before, at(0));
    bench.desk.pins.write(before.id, findCase(bench.desk.cache, before.id));
    const post = jobPost('Edited since.');
    bench.put({ ...before, version: 2 as never, evidence: [post.item] }, [post]);
  }
  expect(list(lead).cases.map(({ caseVersion, text }) => [caseVersion, text?.split('\n').at(-1)])).toEqual([
    [1, 'Pays 0 a week.'],
    [2, 'Edited since.'],
  ]);
});

test('what is masked stays masked, what is long is cut, and what is not here or not for a disk has no text', () => {
  const lead = duplicate(0, {}, `${'x'.repeat(5000)}`);
  const secret = jobPost('Call 555-0100.', { sensitiveFields: ['/sections/0/text'] });
  bench.put(caseOf([secret], { nearDuplicateDigest: group, priority: { score: 400, band: 'P2' } }), [secret]);
  bench.put(caseOf([jobPost('Far.')], { nearDuplicateDigest: group, priority: { score: 300, band: 'P2' } }));
  bench.put(
    caseOf([jobPost('Kept off.')], {
      nearDuplicateDigest: group,
      cachePolicy: 'memory',
      priority: { score: 200, band: 'P3' },
    }),
  );
  const { cases } = list(lead);
  expect(cases.map(({ text, goesOn }) => [text?.length ?? null, goesOn])).toEqual([
    [4000, true],
    ['Data entry\nAcme\nDescription\n••••••••'.length, false],
    [null, false],
    [null, false],
  ]);
  expect(JSON.stringify(cases)).not.toContain('555-0100');
});

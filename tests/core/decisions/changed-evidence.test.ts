import { afterEach, beforeEach, expect, test } from 'vitest';
import { bridge } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import type { Decision } from '../../../contract/command.ts';
import { createOpenCases } from '../../../electron/core/cases/open.ts';
import { createRevealed } from '../../../electron/core/cases/revealed.ts';
import { resolveAttention } from '../../../electron/core/decisions/attention.ts';
import { differenceOf } from '../../../electron/core/decisions/changed-evidence.ts';
import { submitDecision } from '../../../electron/core/decisions/submit.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { caseOf, catalogue, jobPost, violation, type Content } from '../support/valid.ts';

let bench: TestDesk;
beforeEach(() => (bench = createTestDesk()));
afterEach(() => bench.end());

const opened = () => createOpenCases(bench.desk, createRevealed());
const differenceAfter = (id: Decision['id']) =>
  bridge['attention.difference'].result.parse(done(differenceOf(bench.desk, { id })));

/** A decision on the first version, and the answer that its evidence has changed since. */
function decidedOn(before: Content[]): { value: Case; id: Decision['id'] } {
  const value = bench.put(caseOf(before), before);
  done(opened().open(value.id, true));
  bench.runAfterwards();
  const { own } = done(
    submitDecision(bench.desk, catalogue(), {
      caseId: value.id,
      caseVersion: 1,
      content: violation(),
      openMs: 0,
      activeMs: 0,
    }),
  );
  const id = own.decisionId;
  bench.send(id, () => ({ id, status: 'changed', caseVersion: 2, evidenceDigest: 'f'.repeat(64) as never }));
  return { value, id };
}

const putNewer = (value: Case, items: Content[], change: Partial<Case> = {}) =>
  bench.put(caseOf(items, { id: value.id, version: 2, ...change }), items);

test('D11: each item that changed is there with the words of both versions; added and removed ones are named', () => {
  const post = jobPost('A refundable deposit of $120 is due.', { label: 'The post' });
  const removed = jobPost('An earlier post.', { label: 'Earlier post' });
  const { value, id } = decidedOn([post, removed]);
  expect(differenceAfter(id)).toMatchObject({ decidedOn: 1, newest: null, changes: null });

  const edited = jobPost('No deposit is due.', { id: post.item.id, label: 'The post', version: 2 });
  const added = jobPost('A reply of the client.', { label: 'Reply' });
  putNewer(value, [edited, added], { title: 'Data entry, no deposit' });
  const { changes, ...about } = differenceAfter(id);
  expect(about).toMatchObject({
    id,
    caseId: value.id,
    title: value.title,
    outcome: 'violation',
    decidedOn: 1,
    newest: 2,
  });
  expect(changes?.filter(({ material }) => material)).toMatchObject([
    { of: 'item', what: 'Earlier post', is: 'removed', after: null },
    { of: 'item', what: 'The post', is: 'changed', kind: 'job-post', cut: false },
    { of: 'item', what: 'Reply', is: 'added', before: null },
  ]);
  expect(changes?.[0]?.before).toContain('An earlier post.');
  expect(changes?.[1]?.before).toContain('A refundable deposit of $120 is due.');
  expect(changes?.[1]?.after).toContain('No deposit is due.');
  expect(changes?.[2]?.after).toContain('A reply of the client.');
  expect(changes?.at(-1)).toMatchObject({ of: 'field', what: 'title', material: false });
});

test('D11: what no decision is made on comes last', () => {
  const history = jobPost('Before.', { label: 'Aside', material: false });
  const post = jobPost('Before.');
  const { value, id } = decidedOn([history, post]);
  putNewer(value, [
    jobPost('After.', { id: history.item.id, label: 'Aside', material: false, version: 2 }),
    jobPost('After.', { id: post.item.id, version: 2 }),
  ]);
  expect(differenceAfter(id).changes?.map(({ what, material }) => [what, material])).toEqual([
    ['job-post', true],
    ['Aside', false],
  ]);
});

test('P1: what is masked on screen is masked in the difference', () => {
  const masked = { sensitiveFields: ['/sections/0/text'] as never };
  const post = jobPost('Call 555-0101.', masked);
  const { value, id } = decidedOn([post]);
  putNewer(value, [jobPost('Call 555-0202.', { ...masked, id: post.item.id, version: 2 })]);
  const said = JSON.stringify(differenceAfter(id).changes);
  expect(said).not.toContain('555-0');
  expect(differenceAfter(id).changes).toMatchObject([{ of: 'item', is: 'changed' }]);
});

test('R9: a text of megabytes is cut down to its change, and says so', () => {
  const long = 'word '.repeat(100_000);
  const post = jobPost(`${long}first`);
  const { value, id } = decidedOn([post]);
  putNewer(value, [jobPost(`${long}second`, { id: post.item.id, version: 2 })]);
  const [change] = differenceAfter(id).changes ?? [];
  expect(change).toMatchObject({ cut: true });
  expect(change?.after).toContain('second');
  expect(change?.after?.length).toBeLessThan(1000);
});

test('D11: a picture has no words to compare; that it is another one is said', () => {
  const post = jobPost('The same.');
  const { value, id } = decidedOn([post]);
  const elsewhere = jobPost('Not fetched yet.', { id: post.item.id, version: 2 });
  bench.put(caseOf([elsewhere], { id: value.id, version: 2 }));
  expect(differenceAfter(id).changes).toMatchObject([{ is: 'changed', after: null }]);
});

test('D11: a version that came while one looked is not confirmed unseen', () => {
  const post = jobPost('One.');
  const { value, id } = decidedOn([post]);
  putNewer(value, [jobPost('Two.', { id: post.item.id, version: 2 })]);
  putNewer(value, [jobPost('Three.', { id: post.item.id, version: 3 })], { version: 3 });
  const confirm = (caseVersion: number) =>
    resolveAttention(bench.desk, { id, choice: 'confirm', caseVersion });
  expect(confirm(2)).toMatchObject({ ok: false, code: 'conflict' });
  expect(outbox.find(bench.desk.work, id)?.state).toBe('needs-confirmation');
  done(confirm(3));
  expect(outbox.find(bench.desk.work, id)?.state).toBe('withdrawn');
  expect(differenceOf(bench.desk, { id })).toMatchObject({ ok: false, code: 'not-found' });
});

test('D11: once the newer version was taken on the case, the one decided on is gone, and that is said', () => {
  const post = jobPost('One.');
  const { value, id } = decidedOn([post]);
  putNewer(value, [jobPost('Two.', { id: post.item.id, version: 2 })]);
  done(opened().takeNewer(value.id));
  bench.runAfterwards();
  expect(differenceAfter(id)).toMatchObject({ newest: 2, changes: null });
});

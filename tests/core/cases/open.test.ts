import { afterEach, beforeEach, expect, test } from 'vitest';
import { OpenedCase } from '../../../contract/bridge.ts';
import { createOpenCases, type OpenCases } from '../../../electron/core/cases/open.ts';
import { MASK } from '../../../electron/core/cases/mask.ts';
import { revealEvidence } from '../../../electron/core/cases/reveal.ts';
import { createRevealed } from '../../../electron/core/cases/revealed.ts';
import { saveDraft } from '../../../electron/core/decisions/drafts.ts';
import { submitDecision } from '../../../electron/core/decisions/submit.ts';
import type { ReadDb, SqlParams } from '../../../electron/core/store/database.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { caseOf, catalogue, evidence, jobPost, noViolation, violation } from '../support/valid.ts';

let bench: TestDesk;
let cases: OpenCases;
let revealed = createRevealed();
beforeEach(() => {
  bench = createTestDesk();
  revealed = createRevealed();
  cases = createOpenCases(bench.desk, revealed);
});
afterEach(() => bench.end());

const typesFor = (caseId: string) => outbox.forCase(bench.desk.work, caseId).map(({ type }) => type);

test('an opened case fits the table: evidence parsed, draft empty, nothing newer', () => {
  const post = jobPost();
  const value = bench.put(caseOf([post]), [post]);
  const opened = done(cases.open(value.id, true));
  expect(() => OpenedCase.parse(opened)).not.toThrow();
  expect(opened).toMatchObject({ work: 'open', newer: null, gone: null, own: null, draft: { revision: 0 } });
  expect(opened.evidence[0]).toMatchObject({ status: 'ready', document: { kind: 'job-post' }, url: null });
});

test('other open cases of the same subject are named, the gravest first, and none that is decided or of another', () => {
  const subject = { type: 'account', id: 'one', label: 'One' } as const;
  const of = (score: number) => bench.put(caseOf([], { subject, priority: { band: 'P2', score } }));
  const [shown, low, high, decided] = [of(0.5), of(0.2), of(0.9), of(0.7)];
  bench.put(caseOf([], { subject: { ...subject, id: 'another' } }));
  done(
    submitDecision(bench.desk, catalogue(), {
      caseId: decided.id,
      caseVersion: decided.version,
      content: noViolation(),
      openMs: 0,
      activeMs: 0,
    }),
  );
  const { others } = done(cases.open(shown.id, false));
  expect(others.map(({ caseId, work }) => [caseId, work])).toEqual([
    [high.id, 'open'],
    [low.id, 'open'],
  ]);
});

test('a case that is not here is not found', () => {
  expect(cases.open(caseOf().id, false)).toMatchObject({ ok: false, code: 'not-found' });
});

test('opening a case takes few SQL statements, however much evidence it has', () => {
  const posts = Array.from({ length: 40 }, (_one, index) => jobPost(`post ${index}`));
  const value = bench.put(caseOf(posts), posts);
  let statements = 0;
  const counting = <Db extends ReadDb<'work'> | ReadDb<'cache'>>(db: Db): Db =>
    new Proxy(db, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== 'function' || !['one', 'all', 'value', 'values'].includes(String(name)))
          return member;
        return (sql: string, ...params: SqlParams) => {
          statements += 1;
          return (member as (sql: string, ...params: SqlParams) => unknown)(sql, ...params);
        };
      },
    });
  const desk = { ...bench.desk, work: counting(bench.desk.work), cache: counting(bench.desk.cache) };
  const opened = done(createOpenCases(desk, revealed).open(value.id, true));
  expect(opened.evidence.every(({ status }) => status === 'ready')).toBe(true);
  expect(statements).toBe(5);
});

test('U1: a view is recorded once for each version, after the answer and through a restart', () => {
  const value = bench.put(caseOf());
  done(cases.open(value.id, false));
  bench.runAfterwards();
  expect(typesFor(value.id)).toEqual([]);
  done(cases.open(value.id, true));
  expect(typesFor(value.id)).toEqual([]);
  done(cases.open(value.id, true));
  bench.runAfterwards();
  expect(typesFor(value.id)).toEqual(['viewed']);
  bench.restart();
  cases = createOpenCases(bench.desk, createRevealed());
  done(cases.open(value.id, true));
  bench.runAfterwards();
  expect(typesFor(value.id)).toEqual(['viewed']);
});

test('R5: the version on screen stays, a banner says what changed, and a key takes the newer one', () => {
  const post = jobPost('before');
  const value = bench.put(caseOf([post]), [post]);
  done(cases.open(value.id, true));
  bench.runAfterwards();
  const edited = jobPost('after', { id: post.item.id, version: 2 });
  bench.put(caseOf([edited], { id: value.id, version: 2, title: 'Another title' }), [edited]);

  for (const restart of [false, true]) {
    if (restart) {
      bench.restart();
      cases = createOpenCases(bench.desk, createRevealed());
    }
    const opened = done(cases.open(value.id, true));
    expect(opened.case.version).toBe(1);
    expect(opened.evidence[0]?.document).toMatchObject({ sections: [{ text: 'before' }] });
    expect(opened.newer).toMatchObject({ version: 2, materialChange: true });
    expect(opened.newer?.changed.map(({ what }) => what)).toEqual(['title', 'job-post']);
  }
  const taken = done(cases.takeNewer(value.id));
  expect([taken.case.version, taken.newer]).toEqual([2, null]);
  bench.runAfterwards();
  bench.restart();
  expect(done(createOpenCases(bench.desk, revealed).open(value.id, false)).case.version).toBe(2);
});

test('R5: a version pinned a moment before a newer one came stays on screen too', () => {
  const value = bench.put(caseOf());
  done(cases.open(value.id, true));
  bench.put({ ...value, version: 2, title: 'Another title' });
  bench.runAfterwards();
  bench.restart();
  const opened = done(createOpenCases(bench.desk, revealed).open(value.id, true));
  expect([opened.case.version, opened.newer?.version]).toEqual([1, 2]);
});

test('R5: the pin of an assignment that ended since holds nothing', () => {
  const value = bench.put(caseOf());
  done(cases.open(value.id, true));
  bench.runAfterwards();
  bench.put({ ...value, version: 3, epoch: 3 });
  expect(done(cases.open(value.id, false)).case.version).toBe(3);
});

test('R6: a case that went away under a draft is shown as gone, with the draft', () => {
  const value = bench.put(caseOf());
  done(saveDraft(bench.desk, { caseId: value.id, follows: 0, content: violation() }));
  bench.drop(value.id, 'reassigned', true);
  expect(done(cases.open(value.id, true))).toMatchObject({
    gone: 'reassigned',
    work: 'gone',
    draft: { revision: 1 },
  });
});

test('D14: a covered field is revealed after it is on disk for the audit, once', () => {
  const post = evidence(
    {
      kind: 'report',
      reporter: { id: 'r', label: 'Someone real', role: 'client', reports: 1, upheld: 0 },
      at: '2026-11-23T08:00:00.000Z',
      reason: 'scam',
      text: '',
    },
    { sensitiveFields: ['/reporter/label'] },
  );
  const value = bench.put(caseOf([post]), [post]);
  const label = () => {
    const document = done(cases.open(value.id, false)).evidence[0]?.document;
    return document?.kind === 'report' ? document.reporter.label : null;
  };
  expect(label()).toBe(MASK);
  const reveal = (field: string | null) =>
    revealEvidence(bench.desk, revealed, null, { caseId: value.id, evidenceId: post.item.id, field });
  expect(done(reveal('/reporter/label')).value).toBe('Someone real');
  done(reveal('/reporter/label'));
  expect(label()).toBe('Someone real');
  expect(typesFor(value.id)).toEqual(['revealed']);
  expect(reveal('/reason')).toMatchObject({ ok: false, code: 'not-found' });
  expect(done(reveal(null)).value).toBeNull();
  expect(typesFor(value.id)).toEqual(['revealed', 'revealed']);
  // Content is covered again in between: each time that it is shown is recorded.
  done(reveal(null));
  expect(typesFor(value.id)).toEqual(['revealed', 'revealed', 'revealed']);
});

test('evidence that is not here says so, and gives neither document nor address', () => {
  const value = bench.put(caseOf([jobPost()]));
  expect(done(cases.open(value.id, false)).evidence[0]).toMatchObject({
    status: 'fetching',
    document: null,
    url: null,
  });
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Case } from '../../../contract/case.ts';
import type { CommandAnswer } from '../../../contract/feed.ts';
import { createOpenCases } from '../../../electron/core/cases/open.ts';
import { createRevealed } from '../../../electron/core/cases/revealed.ts';
import { createCaseCommands } from '../../../electron/core/decisions/case-commands.ts';
import { listAttention, resolveAttention } from '../../../electron/core/decisions/attention.ts';
import { saveDraft } from '../../../electron/core/decisions/drafts.ts';
import { submitDecision } from '../../../electron/core/decisions/submit.ts';
import { undoDecision } from '../../../electron/core/decisions/undo.ts';
import * as decisions from '../../../electron/core/store/work/decisions.ts';
import * as drafts from '../../../electron/core/store/work/drafts.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { at, caseOf, catalogue, violation } from '../support/valid.ts';

const CASES = 2;
const which = fc.nat(CASES - 1);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('save' as const), which, stale: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('submit' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), byName: fc.boolean(), which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      which,
      answer: fc.constantFrom('lost', 'applied', 'late', 'changed', 'rejected', 'retry' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resolve' as const), pick: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('newer' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('look' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('contact' as const), online: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('catch-up' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What the person last wrote on each case and was told is kept; null when nothing is owed to them. */
type Owed = (string | null)[];

test('D2, D3, D10: over any sequence no decision is without its outbox row, none is held twice, no words are lost', () => {
  let submitted = 0;
  let undone = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const bench = createTestDesk();
      try {
        const cases = Array.from({ length: CASES }, () => bench.put(caseOf()));
        const owed: Owed = cases.map(() => null);
        for (const [index, taken] of steps.entries()) {
          const told = take(bench, cases, owed, taken, `words ${index}`);
          if (told === 'decided') submitted += 1;
          if (told === 'undone') undone += 1;
          hold(bench, cases, owed);
        }
      } finally {
        bench.end();
      }
    }),
    { numRuns: 60 },
  );
  // A run in which hardly anything was decided or undone would show nothing.
  expect(submitted).toBeGreaterThan(30);
  expect(undone).toBeGreaterThan(5);
}, 60_000);

function take(bench: TestDesk, cases: Case[], owed: Owed, taken: Step, words: string): string | null {
  const { desk } = bench;
  switch (taken.do) {
    case 'save': {
      const value = cases[taken.which]!;
      const { draft } = look(bench, value);
      const follows = taken.stale ? Math.max(0, draft.revision - 1) : draft.revision;
      const content = violation({ rationale: words });
      const saved = saveDraft(desk, { caseId: value.id, follows, content });
      if (saved.ok) owed[taken.which] = words;
      return null;
    }
    case 'submit': {
      const value = cases[taken.which]!;
      const opened = look(bench, value);
      const rationale = opened.draft.content.rationale || `${words}, typed in one go`;
      const answer = submitDecision(desk, catalogue(), {
        caseId: value.id,
        caseVersion: opened.case.version,
        content: violation({ rationale: rationale.padEnd(12, '.') }),
        openMs: 1,
        activeMs: 1,
      });
      if (!answer.ok) return null;
      owed[taken.which] = rationale.padEnd(12, '.');
      return 'decided';
    }
    case 'undo': {
      const named = outbox
        .forCase(desk.work, cases[taken.which]!.id)
        .findLast(({ type }) => type === 'decision');
      return undoDecision(desk, taken.byName ? named?.id : undefined).ok ? 'undone' : null;
    }
    case 'send': {
      const entry = outbox
        .forCase(desk.work, cases[taken.which]!.id)
        .find(({ state }) => state === 'held' || state === 'pending');
      if (entry === undefined) return null;
      bench.send(
        entry.id,
        taken.answer === 'lost' ? null : (position) => answerOf(taken.answer, entry.id, position),
      );
      if (taken.answer === 'lost')
        bench.profile.work.transact((tx) => outbox.returnToPending(tx, [entry.id], 'lost'));
      return null;
    }
    case 'resolve': {
      const { items } = done(listAttention(desk));
      const item = items[taken.pick % Math.max(1, items.length)];
      const choice = item?.choices[taken.pick % item.choices.length];
      if (item !== undefined && choice !== undefined) resolveAttention(desk, { id: item.id, choice });
      return null;
    }
    case 'release':
      createCaseCommands(desk).release({ caseId: cases[taken.which]!.id, reason: '' });
      return null;
    case 'newer': {
      const value = cases[taken.which]!;
      cases[taken.which] = bench.put({ ...value, version: value.version + 1 });
      return null;
    }
    case 'look':
      look(bench, cases[taken.which]!);
      bench.runAfterwards();
      return null;
    case 'contact':
      bench.contact(taken.online ? 'online' : 'offline');
      return null;
    case 'restart':
      bench.restart();
      return null;
    case 'catch-up':
      bench.moveCursor(2);
      return null;
    default:
      throw new Error('a step that is not taken');
  }
}

const look = (bench: TestDesk, value: Case) =>
  done(createOpenCases(bench.desk, createRevealed()).open(value.id, true));

function answerOf(kind: string, id: string, position: number): CommandAnswer {
  const cursor = { era: 1, generation: 1, position: position + 1 };
  const late = { contested: 'uncontested', reason: 'lease-ended', standing: null } as const;
  const named = { id: id as CommandAnswer['id'] };
  switch (kind) {
    case 'applied':
      return { ...named, status: 'applied', cursor, recordedAt: at(1) };
    case 'late':
      return { ...named, status: 'late', cursor, recordedAt: at(1), ...late };
    case 'changed':
      return { ...named, status: 'changed', caseVersion: 99, evidenceDigest: 'a'.repeat(64) };
    case 'rejected':
      return { ...named, status: 'rejected', code: 'catalogue-changed', detail: '', errors: [] };
    default:
      return { ...named, status: 'retry', retryAfterMs: 0 };
  }
}

function hold(bench: TestDesk, cases: readonly Case[], owed: Owed): void {
  const { work } = bench.desk;
  const rows = work.value<number>(`select count(*) from outbox where type = 'decision'`);
  const both = work.value<number>(`select count(*) from decision d join outbox o on o.id = d.id`);
  expect([work.value<number>('select count(*) from decision'), rows]).toEqual([both, both]);
  for (const [index, value] of cases.entries()) {
    const made = outbox.forCase(work, value.id).filter(({ type }) => type === 'decision');
    const live = made.filter(
      ({ state, undoneBy }) =>
        undoneBy === null && ['held', 'pending', 'sending', 'needs-confirmation'].includes(state),
    );
    expect(live.length).toBeLessThanOrEqual(1);
    const words = owed[index];
    if (words === null || words === undefined) continue;
    const kept = [
      drafts.find(work, value.id)?.content.rationale,
      ...made
        .filter(({ state, undoneBy }) => state !== 'withdrawn' && undoneBy === null)
        .map(({ id }) => decisions.find(work, id)?.draft.rationale),
    ];
    expect(kept).toContain(words);
  }
}

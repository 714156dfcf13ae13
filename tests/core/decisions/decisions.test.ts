import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Decision, Command } from '../../../contract/command.ts';
import type { Case } from '../../../contract/case.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import { createOpenCases } from '../../../electron/core/cases/open.ts';
import { createRevealed } from '../../../electron/core/cases/revealed.ts';
import { resolveAttention } from '../../../electron/core/decisions/attention.ts';
import { createCaseCommands } from '../../../electron/core/decisions/case-commands.ts';
import { discardDraft, saveDraft } from '../../../electron/core/decisions/drafts.ts';
import { recentDecisions, today } from '../../../electron/core/decisions/recent.ts';
import { submitDecision } from '../../../electron/core/decisions/submit.ts';
import { undoDecision } from '../../../electron/core/decisions/undo.ts';
import * as drafts from '../../../electron/core/store/work/drafts.ts';
import * as outbox from '../../../electron/core/store/work/outbox.ts';
import { createTestDesk, done, type TestDesk } from '../support/desk.ts';
import { account, at, blank, caseOf, catalogue, noViolation, violation } from '../support/valid.ts';

let bench: TestDesk;
const rules = catalogue();
beforeEach(() => (bench = createTestDesk()));
afterEach(() => bench.end());

const submit = (value: Case, content: DraftContent = violation(), caseVersion = value.version) =>
  submitDecision(bench.desk, rules, {
    caseId: value.id,
    caseVersion,
    content,
    openMs: 60_000,
    activeMs: 20_000,
  });
const decided = (value: Case, content?: DraftContent) => done(submit(value, content)).own;
const open = (value: Case) => done(createOpenCases(bench.desk, createRevealed()).open(value.id, true));
const save = (value: Case, follows: number, rationale: string) =>
  saveDraft(bench.desk, { caseId: value.id, follows, content: violation({ rationale }) });
const entriesOf = (value: Case) => outbox.forCase(bench.desk.work, value.id);

describe('deciding', () => {
  test('D1: the decision says what was seen, when, under which rules, and what it replaces', () => {
    const standing = {
      decisionId: caseOf().id as unknown as Decision['id'],
      outcome: 'violation',
      actions: [],
      decidedAt: at(-90),
    };
    const value = bench.put(caseOf(undefined, { standing, epoch: 7 }));
    bench.pass(5 * 60_000);
    open(value);
    bench.pass(60_000);
    const own = decided(value);
    const decision = Decision.parse(JSON.parse(entriesOf(value).at(-1)!.body));
    expect(decision).toMatchObject({
      id: own.decisionId,
      caseId: value.id,
      epoch: 7,
      deviceId: bench.desk.deviceId,
      caseVersion: value.version,
      evidenceDigest: value.evidenceDigest,
      catalogueVersion: 1,
      replaces: standing.decisionId,
      decidedAt: at(6),
      timings: { waitMs: 35 * 60_000, openMs: 60_000, activeMs: 20_000 },
    });
  });

  test('D2: decision, outbox row and the end of the draft are one commit, and survive a kill', () => {
    const value = bench.put(caseOf());
    done(save(value, 0, 'half'));
    const own = decided(value);
    expect(own).toMatchObject({ state: 'held', undo: 'withdraw', holdEndsInMs: 5000 });
    bench.restart();
    expect(outbox.find(bench.desk.work, own.decisionId)).toMatchObject({ state: 'pending', attempts: 0 });
    expect(drafts.find(bench.desk.work, value.id)).toBeUndefined();
    expect(done(recentDecisions(bench.desk, 10)).decisions).toHaveLength(1);
  });

  test('D2: power that fails after the first commit finds the decision there and its draft gone', () => {
    const value = bench.put(caseOf());
    done(save(value, 0, 'half'));
    let commits = 0;
    const desk = {
      ...bench.desk,
      commitWork: <Result>(write: Parameters<typeof bench.desk.commitWork<Result>>[0]) => {
        if (commits > 0) throw new Error('the power is gone');
        commits += 1;
        return bench.desk.commitWork(write);
      },
    };
    const given = { caseId: value.id, caseVersion: 1, content: violation(), openMs: 0, activeMs: 0 };
    expect(() => submitDecision(desk, rules, given)).not.toThrow();
    bench.restart();
    expect(entriesOf(value)).toMatchObject([{ type: 'decision', state: 'pending' }]);
    expect(drafts.find(bench.desk.work, value.id)).toBeUndefined();
  });

  test('fault 3: when the commit fails nothing was decided and the draft is as it was', () => {
    const value = bench.put(caseOf());
    done(save(value, 0, 'half'));
    const full = Object.assign(new Error('disk'), { code: 'SQLITE_FULL' });
    const desk = {
      ...bench.desk,
      commitWork: <Result>(write: Parameters<typeof bench.desk.commitWork<Result>>[0]) =>
        bench.desk.commitWork((tx) => {
          write(tx);
          throw full;
        }),
    };
    expect(() =>
      submitDecision(desk, rules, {
        caseId: value.id,
        caseVersion: 1,
        content: violation(),
        openMs: 0,
        activeMs: 0,
      }),
    ).toThrow(full);
    expect(entriesOf(value)).toEqual([]);
    expect(open(value)).toMatchObject({
      work: 'draft',
      draft: { content: { rationale: 'half' }, revision: 1 },
    });
  });

  test('what is missing is named, and nothing is decided', () => {
    const value = bench.put(caseOf());
    expect(submit(value, blank)).toMatchObject({
      ok: false,
      code: 'incomplete',
      errors: [{ field: 'outcome' }],
    });
    expect(entriesOf(value)).toEqual([]);
  });

  test('a second submission of the same case is refused', () => {
    const value = bench.put(caseOf());
    decided(value);
    expect(submit(value)).toMatchObject({ ok: false, code: 'already-decided' });
    expect(entriesOf(value)).toHaveLength(1);
  });

  test('R1: a case that went to somebody else, or is not here, cannot be decided', () => {
    const value = bench.put(caseOf());
    bench.drop(value.id, 'reassigned', true);
    expect(submit(value)).toMatchObject({ ok: false, code: 'not-assigned' });
    expect(submit(caseOf())).toMatchObject({ ok: false, code: 'not-found' });
  });

  test('R5, D1: the version and digest decided on are those on screen, under the present assignment', () => {
    const value = bench.put(caseOf());
    open(value);
    bench.put({ ...value, version: 2, title: 'Edited', evidenceDigest: 'e'.repeat(64) });
    expect(submit(value, violation(), 9)).toMatchObject({ ok: false, code: 'invalid' });
    decided(value);
    expect(JSON.parse(entriesOf(value)[0]!.body)).toMatchObject({
      caseVersion: 1,
      evidenceDigest: value.evidenceDigest,
    });
  });

  test('D9: without contact, what the catalogue forbids is withheld and the draft is kept', () => {
    const value = bench.put(caseOf());
    const holding = violation({
      policies: ['off-platform'],
      actions: [{ action: 'hold-payout', target: { type: 'account', id: 'client-1' }, params: {} }],
    });
    bench.contact('offline');
    done(save(value, 0, 'half'));
    expect(submit(value, holding)).toMatchObject({
      ok: false,
      code: 'withheld',
      errors: [{ field: 'actions.0' }],
    });
    expect(open(value).work).toBe('draft');
    expect(decided(value)).toMatchObject({ holdEndsInMs: null });
    expect(entriesOf(value).at(-1)).toMatchObject({ madeOffline: true });
    bench.contact('online');
    const other = bench.put(caseOf());
    decided(other, holding);
  });

  test('D9: a vendor without contact decides nothing where the catalogue says so', () => {
    bench.end();
    bench = createTestDesk({ account: account({ role: 'vendor-reviewer' }) });
    const value = bench.put(caseOf());
    bench.contact('offline');
    expect(submit(value, noViolation())).toMatchObject({ ok: false, code: 'withheld' });
  });

  test('today counts since midnight here, with wait, open and active apart, and not what was undone', () => {
    const [one, two] = [bench.put(caseOf()), bench.put(caseOf())];
    decided(one);
    const own = decided(two);
    expect(done(today(bench.desk))).toMatchObject({ decided: 2, openMs: 60_000, activeMs: 20_000 });
    done(undoDecision(bench.desk, own.decisionId));
    expect(done(today(bench.desk))).toMatchObject({ decided: 1 });
    bench.pass(26 * 3_600_000);
    expect(done(today(bench.desk))).toMatchObject({ decided: 0 });
  });
});

describe('undoing', () => {
  test('D3: an unsent decision is withdrawn and its draft comes back', () => {
    const value = bench.put(caseOf());
    const own = decided(value, violation({ rationale: 'Exactly these words.' }));
    expect(done(undoDecision(bench.desk))).toMatchObject({ caseId: value.id, did: 'withdrawn' });
    expect(outbox.find(bench.desk.work, own.decisionId)?.state).toBe('withdrawn');
    const opened = open(value);
    expect(opened).toMatchObject({ work: 'draft', own: null });
    expect(opened.draft.content.rationale).toBe('Exactly these words.');
    expect(undoDecision(bench.desk)).toMatchObject({ ok: false, code: 'nothing-to-undo' });
  });

  test('fault 37: once its first byte may have left, undoing is a recall behind it', () => {
    const value = bench.put(caseOf());
    const own = decided(value);
    bench.send(own.decisionId, null);
    bench.contact('offline');
    expect(done(undoDecision(bench.desk))).toMatchObject({ caseId: value.id, did: 'recall' });
    const [decision, recall] = entriesOf(value);
    expect(decision).toMatchObject({ state: 'sending', undoneBy: recall!.id });
    expect(Command.parse(JSON.parse(recall!.body))).toMatchObject({
      type: 'recall',
      decisionId: own.decisionId,
    });
    expect(open(value).work).toBe('draft');
    expect(undoDecision(bench.desk, own.decisionId)).toMatchObject({ ok: false, code: 'nothing-to-undo' });
    // Until the recall is answered nobody knows under which epoch the case goes on.
    expect(submit(value)).toMatchObject({ ok: false, code: 'already-decided' });
    expect(open(value).draft.content.rationale).toBe(violation().rationale);
  });

  test('D3: sent once without an answer, it waits again, and undoing is a recall, no erasing', () => {
    const value = bench.put(caseOf());
    const own = decided(value);
    bench.send(own.decisionId, null);
    bench.desk.commitWork((tx) => outbox.returnToPending(tx, [own.decisionId], 'the answer was lost'));
    expect(done(undoDecision(bench.desk))).toMatchObject({ caseId: value.id, did: 'recall' });
    expect(entriesOf(value).map(({ type, state }) => [type, state])).toEqual([
      ['decision', 'pending'],
      ['recall', 'pending'],
    ]);
  });

  test('D3: a key pressed late does not recall what is acknowledged, a name does', () => {
    const value = bench.put(caseOf());
    const own = decided(value);
    bench.send(own.decisionId, (position) => ({
      id: own.decisionId,
      status: 'applied',
      cursor: { era: 1, generation: 1, position },
      recordedAt: at(1),
    }));
    expect(undoDecision(bench.desk)).toMatchObject({ ok: false, code: 'nothing-to-undo' });
    expect(done(undoDecision(bench.desk, own.decisionId)).did).toBe('recall');
  });

  test.each([
    ['a minute later', 60_000],
    ['after the clock was turned back', -90 * 86_400_000],
  ])(
    'D3: words of an older decision that came back untouched give way to those of the next, %s',
    (_, passed) => {
      const value = bench.put(caseOf());
      const older = decided(value, violation({ rationale: 'The older words.' }));
      bench.send(older.decisionId, (position) => ({
        id: older.decisionId,
        status: 'applied',
        cursor: { era: 1, generation: 1, position },
        recordedAt: at(1),
      }));
      bench.pass(passed);
      const again = bench.put({ ...value, version: value.version + 1, epoch: value.epoch + 1 });
      decided(again, violation({ rationale: 'The newer words.' }));
      done(undoDecision(bench.desk, older.decisionId));
      expect(drafts.find(bench.desk.work, value.id)?.content.rationale).toBe('The older words.');
      done(undoDecision(bench.desk));
      expect(drafts.find(bench.desk.work, value.id)?.content.rationale).toBe('The newer words.');
    },
  );

  test('D3: a newer decision stays the newer one after the outbox has pruned it', () => {
    const value = bench.put(caseOf());
    const older = decided(value, violation({ rationale: 'The older words.' }));
    bench.send(older.decisionId, () => ({
      id: older.decisionId,
      status: 'rejected',
      code: 'invalid',
      detail: 'Not taken.',
      errors: [],
    }));
    const newer = decided(value, violation({ rationale: 'The newer words.' }));
    done(undoDecision(bench.desk, newer.decisionId));
    bench.desk.commitWork((tx) => outbox.prune(tx, at(90 * 24 * 60)));
    expect(entriesOf(value).map(({ id }) => id)).toEqual([older.decisionId]);
    done(resolveAttention(bench.desk, { id: older.decisionId, choice: 'reopen' }));
    expect(drafts.find(bench.desk.work, value.id)?.content.rationale).toBe('The newer words.');
  });

  test('what was written since stays when an older decision is undone', () => {
    const value = bench.put(caseOf());
    const own = decided(value, violation({ rationale: 'Older words, decided.' }));
    bench.send(own.decisionId, null);
    done(undoDecision(bench.desk));
    const { draft } = open(value);
    done(save(value, draft.revision, 'newer words'));
    bench.restart();
    expect(open(value).draft.content.rationale).toBe('newer words');
  });
});

describe('drafts', () => {
  test('D10: a save names the revision that it follows; another window is a conflict', () => {
    const value = bench.put(caseOf());
    expect(done(save(value, 0, 'one')).revision).toBe(1);
    expect(done(save(value, 1, 'two')).revision).toBe(2);
    expect(save(value, 1, 'other window')).toMatchObject({ ok: false, code: 'draft-conflict' });
    bench.restart();
    expect(open(value).draft).toMatchObject({ revision: 2, content: { rationale: 'two' } });
  });

  test('D10: a save that was under way when the case was decided brings no draft back', () => {
    const value = bench.put(caseOf());
    done(save(value, 0, 'half'));
    decided(value);
    expect(save(value, 1, 'half and more')).toMatchObject({ ok: false, code: 'already-decided' });
    expect(entriesOf(value).map(({ state }) => state)).toEqual(['held']);
    done(undoDecision(bench.desk));
    expect(save(value, 1, 'half and more')).toMatchObject({ ok: false, code: 'draft-conflict' });
  });

  test('D4: editing an unsent decision withdraws it in the same transaction', () => {
    const value = bench.put(caseOf());
    decided(value);
    const { draft } = open(value);
    expect(draft.content.rationale).toBe(violation().rationale);
    const saved = done(save(value, draft.revision, 'other words'));
    expect(entriesOf(value).find(({ type }) => type === 'decision')?.state).toBe('withdrawn');
    expect(open(value)).toMatchObject({ work: 'draft', draft: { revision: saved.revision } });
    decided(value);
  });

  test('a blank draft is none', () => {
    const value = bench.put(caseOf());
    done(save(value, 0, 'one'));
    expect(done(saveDraft(bench.desk, { caseId: value.id, follows: 1, content: blank })).revision).toBe(0);
    expect(open(value).work).toBe('open');
    done(save(value, 0, 'again'));
    done(discardDraft(bench.desk, value.id));
    expect(open(value).work).toBe('open');
  });

  test('R6: a draft on a case that went away can still be written', () => {
    const value = bench.put(caseOf());
    done(save(value, 0, 'one'));
    bench.drop(value.id, 'reassigned', true);
    expect(done(save(value, 1, 'two')).revision).toBe(2);
  });
});

describe('other commands', () => {
  test('D14: each is on disk as the contract has it before it is answered', () => {
    const commands = createCaseCommands(bench.desk);
    const value = () => bench.put(caseOf()).id;
    const other = account().id;
    const ids = [
      done(commands.note({ caseId: value(), text: 'Seen before.' })),
      done(commands.flagPattern({ caseId: value(), name: 'Spaced digits', description: '', spans: [] })),
      done(commands.snooze({ caseId: value(), until: at(60), reason: '' })),
      done(commands.skip({ caseId: value(), reason: '' })),
      done(commands.recuse({ caseId: value(), reason: 'I know the client.' })),
      done(commands.release({ caseId: value(), reason: '' })),
      done(commands.handOver({ caseId: value(), to: other, reason: '' })),
      done(commands.escalate({ caseId: value(), queue: 'escalations', policies: [], reason: 'Minor' })),
    ].map(({ commandId }) => commandId);
    bench.restart();
    const stored = ids.map((id) => Command.parse(JSON.parse(outbox.find(bench.desk.work, id)!.body)).type);
    expect(stored).toEqual([
      'note',
      'pattern-flag',
      'snooze',
      'skip',
      'recuse',
      'release',
      'hand-over',
      'escalate',
    ]);
    expect(bench.made).toEqual(ids);
  });

  test('a case is put away once, and neither before it is undone nor decided afterwards', () => {
    const commands = createCaseCommands(bench.desk);
    const value = bench.put(caseOf());
    decided(value);
    expect(commands.skip({ caseId: value.id, reason: '' })).toMatchObject({
      ok: false,
      code: 'already-decided',
    });
    done(undoDecision(bench.desk));
    done(commands.skip({ caseId: value.id, reason: '' }));
    expect(commands.release({ caseId: value.id, reason: '' })).toMatchObject({
      ok: false,
      code: 'not-assigned',
    });
    expect(submit(value)).toMatchObject({ ok: false, code: 'not-assigned' });
  });

  test('a snooze into the past, and a hand-over to oneself, name the field', () => {
    const commands = createCaseCommands(bench.desk);
    const { id: caseId } = bench.put(caseOf());
    expect(commands.snooze({ caseId, until: at(-1), reason: '' })).toMatchObject({
      errors: [{ field: 'until' }],
    });
    expect(commands.handOver({ caseId, to: bench.account.id, reason: '' })).toMatchObject({
      errors: [{ field: 'to' }],
    });
  });
});

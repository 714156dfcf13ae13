import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Failure } from '../../contract/bridge.ts';
import { keyEvent } from './key-event.ts';
import { createReviewDesk } from './review-desk.ts';

const rationale = 'Asks applicants for a deposit of $120 before they may work.';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Ticks the first policy, a violation and the removal, and writes why. */
async function decide(desk: Awaited<ReturnType<typeof createReviewDesk>>): Promise<void> {
  await desk.press('1', 'x', 'r');
  desk.form().change({ rationale });
}

describe('moving through the queue', () => {
  test('j opens the next case and has the three after it at hand, unviewed', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    expect(desk.active()).toBe(0);
    expect(desk.viewed()).toBe(1);
    expect(desk.asked('case.open')).toHaveLength(4);
  });

  test('the next case is painted from what is at hand, before the workstation answers', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    const painted: (string | null)[] = [];
    desk.stores.openedCase.subscribe(({ opened }) => painted.push(opened?.case.reference ?? null));
    await desk.press('j');
    expect(painted[0]).toBe('MT-1002');
  });

  test('Shift j opens the next open case of the same subject, and says when there is none', async () => {
    const desk = await createReviewDesk({ sameSubject: 2 });
    const shiftJ = async () => {
      desk.commands.dispatcher.keydown(keyEvent('J', 'window', { code: 'KeyJ', shiftKey: true }));
      await desk.settle();
      await desk.frame();
    };
    await desk.press('j');
    await shiftJ();
    expect(desk.active()).toBe(1);
    await desk.press('j');
    await shiftJ();
    expect(desk.active()).toBe(2);
    expect(desk.stores.window.getState().said?.key).toBe('guard.no-other-of-subject');
  });

  test('two presses within one frame go two places, and open one case', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    desk.keydown('j');
    desk.keydown('j');
    await desk.frame();
    await desk.frame();
    expect(desk.active()).toBe(2);
    expect(desk.viewed()).toBe(2);
  });

  test('a move made while a draft is being saved is not lost', async () => {
    const desk = await createReviewDesk();
    await desk.press('j', 'a');
    desk.keydown('j');
    const first = desk.frame();
    desk.keydown('j');
    await first;
    await desk.frame();
    expect(desk.active()).toBe(2);
    expect(desk.asked('draft.save')).toHaveLength(1);
  });

  test('while a key is held cases pass by unviewed, and none of them can be decided', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    for (let turn = 0; turn < 10; turn += 1) {
      desk.keydown('j', 'window', { repeat: true });
      await desk.frame();
      await vi.advanceTimersByTimeAsync(33);
    }
    expect(desk.active()).toBe(10);
    expect(desk.viewed()).toBe(1);
    expect(desk.stores.openedCase.getState().opened).toBeNull();
    desk.keydown('a');
    expect(desk.said()).toBe('guard.no-case');

    await vi.advanceTimersByTimeAsync(200);
    expect(desk.viewed()).toBe(2);
    expect(desk.stores.openedCase.getState().opened?.case.reference).toBe('PR-1011');
  });

  test('the order is frozen: arrivals wait until they are asked for', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    const { snapshotId } = desk.stores.queue.getState();
    desk.setStatus({ arrivals: 3 });
    await desk.settle();
    expect(desk.stores.queue.getState().snapshotId).toBe(snapshotId);
    desk.commands.run('queue.refresh');
    await desk.settle();
    expect(desk.stores.queue.getState().snapshotId).not.toBe(snapshotId);
    expect(desk.active()).toBe(0);
  });

  test('50,000 cases: the window holds a thousand rows at most, wherever it is', async () => {
    const desk = await createReviewDesk({ cases: 50_000 });
    for (let from = 0; from < 50_000; from += 2500) {
      await desk.stores.queue.getState().ensure(from, from + 60);
      expect(desk.stores.queue.getState().rows.size).toBeLessThanOrEqual(1000);
    }
    expect(desk.stores.queue.getState().rows.get(47_500)?.reference).toBe('JP-48501');
  });
});

describe('deciding', () => {
  test('a submission shows the next undecided case; z brings the case and its draft back', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    await decide(desk);
    desk.keydown('Enter', 'window', { ctrlKey: true });
    await desk.settle();
    expect(desk.active()).toBe(1);
    expect(desk.form().content.rationale).toBe('');
    expect(desk.focused).toContain('evidence');

    await desk.press('z');
    expect(desk.active()).toBe(0);
    expect(desk.form().content).toMatchObject({ outcome: 'violation', rationale });
    expect(desk.said()).toBe('said.undone');
  });

  /** Answers to submissions wait until they are let go. */
  function holdSubmissions(desk: Awaited<ReturnType<typeof createReviewDesk>>) {
    const { invoke } = desk.bridge;
    const held: (() => void)[] = [];
    let refusal: Failure | null = null;
    vi.spyOn(desk.bridge, 'invoke').mockImplementation((async (method: never, params: never) => {
      if (method !== 'decision.submit') return invoke(method, params);
      await new Promise<void>((resolve) => held.push(resolve));
      return refusal ?? invoke(method, params);
    }) as typeof invoke);
    return {
      held,
      refuse: (code: Failure['code']) => (refusal = { ok: false, code, detail: '', errors: [] }),
      async answer() {
        for (const go of held.splice(0)) go();
        await desk.settle();
        await desk.frame();
        await desk.frame();
      },
    };
  }

  test('D2: the next case is on screen while the decision is written, and nothing says that it was decided before it is', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    await decide(desk);
    const submissions = holdSubmissions(desk);
    const before = desk.stores.decisions.getState().value;
    desk.keydown('Enter', 'window', { ctrlKey: true });
    await desk.settle();
    expect(submissions.held).toHaveLength(1);
    expect(desk.active()).toBe(1);
    expect(desk.form()).toMatchObject({ submitting: false, content: { rationale: '' }, submitted: null });
    expect(desk.stores.queue.getState().rows.get(0)?.work).not.toBe('decided');
    expect(desk.stores.decisions.getState().value).toBe(before);
    await submissions.answer();
    expect(desk.form().submitted).toMatchObject({ outcome: 'violation' });
    expect(desk.active()).toBe(1);
  });

  test('fault 3: a decision that could not be written brings its case back, with every word and why', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    const { caseId } = desk.form();
    await decide(desk);
    const submissions = holdSubmissions(desk);
    submissions.refuse('disk-full');
    desk.keydown('Enter', 'window', { ctrlKey: true });
    await desk.settle();
    desk.form().change({ rationale: 'Of the next one.' });
    const next = desk.form().caseId;
    await submissions.answer();
    expect(desk.active()).toBe(0);
    expect(desk.form()).toMatchObject({
      caseId,
      submitting: false,
      content: { outcome: 'violation', rationale },
      failure: { code: 'disk-full' },
    });
    expect(desk.said()).toBe('said.brought-back');
    await vi.advanceTimersByTimeAsync(500);
    const saves = desk.asked('draft.save').map(({ params }) => params as { caseId: string; content: object });
    expect(saves.findLast((save) => save.caseId === caseId)?.content).toMatchObject({ rationale });
    expect(saves.findLast((save) => save.caseId === next)?.content).toMatchObject({
      rationale: 'Of the next one.',
    });
  });

  test('D3: z waits for the submission that is on its way, and takes that one back', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    await decide(desk);
    const submissions = holdSubmissions(desk);
    desk.keydown('Enter', 'window', { ctrlKey: true });
    await desk.settle();
    await desk.press('z');
    expect(desk.asked('decision.undo')).toEqual([]);
    await submissions.answer();
    expect(desk.asked('decision.undo')).toHaveLength(1);
    expect(desk.active()).toBe(0);
    expect(desk.form().content).toMatchObject({ outcome: 'violation', rationale });
  });

  test('D4: going back to a case whose decision is on its way neither saves over it nor decides it twice', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    await decide(desk);
    const submissions = holdSubmissions(desk);
    const saved = desk.asked('draft.save').length;
    desk.keydown('Enter', 'window', { ctrlKey: true });
    await desk.settle();
    await desk.press('k');
    expect(desk.form()).toMatchObject({ submitting: true, content: { rationale } });
    desk.keydown('Enter', 'window', { ctrlKey: true });
    await desk.settle();
    await desk.press('j', 'k');
    expect(submissions.held).toHaveLength(1);
    await submissions.answer();
    expect(desk.asked('draft.save')).toHaveLength(saved);
    expect(desk.stores.openedCase.getState().opened).toMatchObject({ work: 'held' });
  });

  test('fault 24: an answer that comes behind a sign-out is nobody’s', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    await decide(desk);
    const submissions = holdSubmissions(desk);
    submissions.refuse('disk-full');
    desk.keydown('Enter', 'window', { ctrlKey: true });
    await desk.settle();
    desk.setSession({ is: 'signed-out' });
    await desk.settle();
    await submissions.answer();
    expect(desk.form()).toMatchObject({ caseId: null, submitting: false, failure: null });
    expect(desk.said()).not.toBe('said.brought-back');
  });

  test('words typed ahead after a submission from a field do not decide the next case', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    await decide(desk);
    desk.keydown('Enter', 'field', { ctrlKey: true });
    await desk.settle();
    expect(desk.active()).toBe(1);
    for (const letter of 'and again') {
      vi.advanceTimersByTime(120);
      expect(desk.keydown(letter === ' ' ? 'n' : letter).did).not.toBe('ran');
    }
    expect(desk.form().content).toMatchObject({ outcome: null, actions: [] });
    expect(desk.stores.window.getState().keysRefused).toBe(true);
    await vi.advanceTimersByTimeAsync(300);
    await desk.press('a');
    expect(desk.form().content.outcome).toBe('no-violation');
    expect(desk.stores.window.getState().keysRefused).toBe(false);
  });

  test('a held submission does not decide one case after the other', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    await decide(desk);
    desk.keydown('Enter', 'window', { ctrlKey: true });
    await desk.settle();
    expect(desk.keydown('Enter', 'window', { ctrlKey: true, repeat: true }).did).toBe('repeat-refused');
    expect(desk.asked('decision.submit')).toHaveLength(1);
  });

  test('what is missing is said, its field gets the focus, and nothing is submitted', async () => {
    const desk = await createReviewDesk();
    await desk.press('j', 'x');
    desk.keydown('Enter', 'window', { ctrlKey: true });
    await desk.settle();
    expect(desk.asked('decision.submit')).toEqual([]);
    expect(desk.focused.at(-1)).toBe('policies');
  });

  test('fault 23: a session that ended stops neither deciding nor the queue', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    desk.setSession({ is: 'signed-in-again-needed', account: desk.account });
    await desk.settle();
    await decide(desk);
    desk.keydown('Enter', 'window', { ctrlKey: true });
    await desk.settle();
    expect(desk.asked('decision.submit')).toHaveLength(1);
    expect(desk.active()).toBe(1);
  });

  test('fault 24: nothing of one person stays for the next', async () => {
    const desk = await createReviewDesk();
    await desk.press('j');
    await decide(desk);
    await vi.advanceTimersByTimeAsync(500);
    desk.setSession({ is: 'signed-out' });
    await desk.settle();
    expect(desk.stores.openedCase.getState()).toMatchObject({ caseId: null, opened: null });
    expect(desk.form()).toMatchObject({ caseId: null, content: { rationale: '' } });
    expect(desk.stores.queue.getState().rows.size).toBe(0);
    expect(desk.stores.decisions.getState().value).toBeNull();
  });
});

describe('commands', () => {
  test('every command says why it cannot run, in a sentence of the catalogue', async () => {
    const desk = await createReviewDesk({ cases: 0 });
    expect(desk.commands.whyNot('queue.next')).toBe('guard.empty-queue');
    expect(desk.commands.whyNot('decision.submit')).toBe('guard.no-case');
    expect(desk.commands.whyNot('rooms.team')).toBe('guard.not-your-room');
    expect(desk.commands.run('rooms.team')).toBe(false);
    expect(desk.stores.window.getState()).toMatchObject({ room: 'review', said: { tone: 'warning' } });
  });

  test('a rebound key is in force at once, and the old one no longer', async () => {
    const desk = await createReviewDesk();
    await desk.stores.settings.getState().change({ keys: { 'queue.next': 'Alt+ArrowDown' } });
    await desk.press('j');
    expect(desk.active()).toBe(-1);
    expect(desk.commands.keymap().keysOf('queue.next')).toEqual(['Alt+ArrowDown']);
    desk.keydown('ArrowDown', 'window', { altKey: true });
    await desk.frame();
    expect(desk.active()).toBe(0);
  });
});

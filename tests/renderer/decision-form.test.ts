import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OpenedCase } from '../../contract/bridge.ts';
import { createDecisionFormStore, emptyContent } from '../../renderer/stores/decision-form.ts';
import { createTimings } from '../../renderer/stores/timings.ts';
import { createScriptedBridge, failed, ok } from './scripted-bridge.ts';

const ids = ['0198a000-0000-7000-8000-000000000001', '0198a000-0000-7000-8000-000000000002'] as const;

/** Only what the form reads of an opened case. */
const opened = (id: string, revision = 0, rationale = ''): OpenedCase =>
  ({
    case: { id, version: 3 },
    draft: {
      revision,
      savedAt: revision === 0 ? null : '2026-11-23T07:00:00.000Z',
      content: { ...emptyContent, rationale },
    },
  }) as unknown as OpenedCase;

function createForm() {
  let revision = 0;
  const scripted = createScriptedBridge({
    'draft.save': () => ok({ revision: (revision += 1), savedAt: '2026-11-23T07:00:00.000Z' }),
    'draft.discard': () => ok({}),
    'decision.submit': ({ caseId }) =>
      ok({
        own: {
          decisionId: '0198a000-0000-7000-8000-00000000000d',
          caseId,
          title: '',
          reference: '',
          outcome: 'violation',
          state: 'held',
          decidedAt: '2026-11-23T07:00:00.000Z',
          holdEndsInMs: 5000,
          undo: 'withdraw',
        },
      } as never),
  });
  const form = createDecisionFormStore(
    scripted.bridge,
    createTimings(() => 0),
  );
  return { ...scripted, form };
}

describe('the draft of the case on screen', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('D10: it is saved within 500 ms of a key, however long the typing goes on', async () => {
    const { form, asked } = createForm();
    form.getState().load(opened(ids[0]));
    for (let typed = 0; typed < 20; typed += 1) {
      form.getState().change({ rationale: 'x'.repeat(typed + 1) });
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(asked('draft.save').length).toBeGreaterThanOrEqual(2);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked('draft.save').at(-1)?.params).toMatchObject({ content: { rationale: 'x'.repeat(20) } });
    expect(form.getState().unsaved).toBe(false);
  });

  test('D10: each save names the revision that it follows', async () => {
    const { form, asked } = createForm();
    form.getState().load(opened(ids[0]));
    for (const rationale of ['one', 'two', 'three']) {
      form.getState().change({ rationale });
      await vi.advanceTimersByTimeAsync(400);
    }
    expect(asked('draft.save').map(({ params }) => (params as { follows: number }).follows)).toEqual([
      0, 1, 2,
    ]);
  });

  test('another case never gets the words of this one', async () => {
    const { form, asked } = createForm();
    form.getState().load(opened(ids[0]));
    form.getState().change({ rationale: 'of the first' });
    form.getState().load(opened(ids[1], 0, ''));
    await vi.advanceTimersByTimeAsync(1000);
    expect(form.getState().content.rationale).toBe('');
    const saves = asked('draft.save').map(
      ({ params }) => params as { caseId: string; content: { rationale: string } },
    );
    expect(saves.filter(({ caseId }) => caseId === ids[1])).toEqual([]);
    expect(
      saves.some(({ caseId, content }) => caseId === ids[0] && content.rationale === 'of the first'),
    ).toBe(true);
  });

  test('what is on disk never replaces what is being typed', async () => {
    const { form } = createForm();
    form.getState().load(opened(ids[0], 1, 'on disk'));
    form.getState().change({ rationale: 'being typed' });
    form.getState().load(opened(ids[0], 7, 'from another window'));
    expect(form.getState().content.rationale).toBe('being typed');
  });

  test('a conflict keeps what was typed and says so', async () => {
    const { form, script } = createForm();
    script['draft.save'] = () => failed('draft-conflict');
    form.getState().load(opened(ids[0]));
    form.getState().change({ rationale: 'mine' });
    await vi.advanceTimersByTimeAsync(500);
    expect(form.getState()).toMatchObject({ unsaved: true, failure: { code: 'draft-conflict' } });
    expect(form.getState().content.rationale).toBe('mine');
  });

  test('fault 3: a full disk while submitting keeps what was typed', async () => {
    const { form, script } = createForm();
    script['decision.submit'] = () => failed('disk-full');
    form.getState().load(opened(ids[0]));
    form.getState().change({ rationale: 'mine', outcome: 'violation' });
    expect(await form.getState().submit()).toBeNull();
    expect(form.getState()).toMatchObject({ submitting: false, failure: { code: 'disk-full' } });
    expect(form.getState().content).toMatchObject({ rationale: 'mine', outcome: 'violation' });
  });

  test('a submission does not wait for a save on its way, which then changes nothing; the case brought back loads its draft anew', async () => {
    const { form, calls, script } = createForm();
    let arrive = () => {};
    const slow = new Promise<void>((resolve) => (arrive = resolve));
    script['draft.save'] = async () => {
      await slow;
      return failed('draft-conflict');
    };
    form.getState().load(opened(ids[0]));
    form.getState().change({ rationale: 'do' });
    void form.getState().flush();
    await vi.advanceTimersByTimeAsync(0);
    form.getState().change({ rationale: 'done' });
    void form.getState().flush();
    const own = await form.getState().submit();
    expect(own?.caseId).toBe(ids[0]);
    arrive();
    await vi.advanceTimersByTimeAsync(0);
    expect(form.getState().failure).toBeNull();
    expect(calls.map(({ method }) => method)).toEqual(['draft.save', 'decision.submit']);
    form.getState().load(opened(ids[0], 1, 'done'));
    expect(form.getState().content.rationale).toBe('done');
  });
});

describe('open and active time', () => {
  test('active stops after 30 s without input, open does not', () => {
    let now = 0;
    const timings = createTimings(() => now);
    timings.start('one');
    now = 10_000;
    timings.input();
    now = 130_000;
    expect(timings.read()).toEqual({ openMs: 130_000, activeMs: 40_000 });
    timings.input();
    now = 135_000;
    expect(timings.read()).toEqual({ openMs: 135_000, activeMs: 45_000 });
  });

  test('coming back to a case goes on from what was spent on it', () => {
    let now = 0;
    const timings = createTimings(() => now);
    timings.start('one');
    now = 5000;
    timings.start('two');
    now = 9000;
    timings.start('one');
    now = 10_000;
    expect(timings.read()).toEqual({ openMs: 6000, activeMs: 6000 });
  });
});

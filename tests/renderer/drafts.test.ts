import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Draft } from '../../contract/draft.ts';
import { discardDraft } from '../../renderer/commands/drafts.ts';
import { createReviewDesk } from './review-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

type Desk = Awaited<ReturnType<typeof createReviewDesk>>;
const shown = (desk: Desk) => desk.stores.openedCase.getState().caseId;
const press = async (desk: Desk, key: string, more: object = {}) => {
  desk.keydown(key, 'window', more);
  await desk.frame();
};
const saves = (desk: Desk) =>
  desk.asked('draft.save').map(({ params }) => (params as { content: Draft['content'] }).content);

/** Two drafts: on the first case, left in the message, and on the second, left in the rationale. */
async function withDrafts() {
  const desk = await createReviewDesk();
  await desk.press('j', 'x');
  const first = shown(desk);
  desk.form().change({ rationale: 'The first of them.' });
  desk.form().placeCaret({ field: 'message-body', position: 4 });
  await desk.press('j', 'i');
  const second = shown(desk);
  desk.form().change({ rationale: 'The second of them.' });
  desk.form().placeCaret({ field: 'rationale', position: 3 });
  await desk.press('j');
  await desk.settle();
  return { desk, first, second };
}

test('D10: one key opens the newest draft, with the focus in the field where it was left', async () => {
  const { desk, second } = await withDrafts();
  await press(desk, 'O', { shiftKey: true });
  expect(shown(desk)).toBe(second);
  expect(desk.form().content.caret).toEqual({ field: 'rationale', position: 3 });
  expect(desk.focused.at(-1)).toBe('rationale');
});

test('D10: from a draft the same key goes to the other one', async () => {
  const { desk, first, second } = await withDrafts();
  await press(desk, 'O', { shiftKey: true });
  expect(shown(desk)).toBe(second);
  await press(desk, 'O', { shiftKey: true });
  expect(shown(desk)).toBe(first);
  expect(desk.focused.at(-1)).toBe('message-body');
});

test('D10: a caret that only moved is kept when the draft is left, and makes no draft by itself', async () => {
  const { desk } = await withDrafts();
  await press(desk, 'O', { shiftKey: true });
  const before = saves(desk).length;
  desk.form().placeCaret({ field: 'rationale', position: 8 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(saves(desk)).toHaveLength(before);
  await desk.press('j');
  expect(saves(desk).at(-1)).toMatchObject({
    rationale: 'The second of them.',
    caret: { field: 'rationale', position: 8 },
  });

  const blank = saves(desk).length;
  desk.form().placeCaret({ field: 'rationale', position: 0 });
  await desk.press('j');
  expect(saves(desk), 'a case without a draft').toHaveLength(blank);
});

test('D4: a caret moved in a decision that waits to be confirmed does not withdraw it', async () => {
  const { desk } = await withDrafts();
  await press(desk, 'O', { shiftKey: true });
  const { opened } = desk.stores.openedCase.getState();
  const draft = { ...opened!.draft, revision: 1_700_000_000 };
  desk.stores.openedCase.setState({ opened: { ...opened!, work: 'attention', draft } });
  const before = saves(desk).length;
  desk.form().placeCaret({ field: 'rationale', position: 1 });
  await desk.form().flush();
  expect(saves(desk)).toHaveLength(before);
});

test('the list of drafts is one key away, and chooses none by itself', async () => {
  const { desk } = await withDrafts();
  await press(desk, 'U', { shiftKey: true });
  expect(desk.stores.window.getState()).toMatchObject({ room: 'sync', chosenDraft: null });
  expect(desk.focused.at(-1)).toBe('drafts');
  expect(desk.stores.sync.getState().value?.drafts.map(({ beginning }) => beginning)).toEqual([
    'The second of them.',
    'The first of them.',
  ]);
  await press(desk, 'Delete');
  expect(desk.said()).toBe('guard.no-draft-chosen');
});

test('a draft is discarded after a question; the one on screen with what is in the form', async () => {
  const { desk, first } = await withDrafts();
  await press(desk, 'U', { shiftKey: true });
  desk.stores.window.getState().chooseDraft(first);
  await press(desk, 'Delete');
  expect(desk.stores.window.getState().dialog).toBe('discard-draft');
  expect(desk.asked('draft.discard')).toEqual([]);
  desk.stores.window.getState().close();

  await press(desk, 'O', { shiftKey: true });
  expect(shown(desk)).toBe(first);
  desk.commands.run('decision.discard');
  await desk.settle();
  expect(desk.stores.window.getState()).toMatchObject({ dialog: 'discard-draft', chosenDraft: first });
  expect(desk.asked('draft.discard')).toEqual([]);
  expect(await discardDraft(desk.stores, first!)).toBeNull();
  expect(desk.form().content).toMatchObject({ outcome: null, rationale: '' });
  expect(desk.stores.sync.getState().value?.drafts.map(({ caseId }) => caseId)).not.toContain(first);
});

test('without a draft the keys say so', async () => {
  const desk = await createReviewDesk();
  await press(desk, 'O', { shiftKey: true });
  expect(desk.said()).toBe('said.no-other-draft');
  await press(desk, 'U', { shiftKey: true });
  expect(desk.said()).toBe('sync.drafts.none');
  desk.commands.run('decision.discard');
  expect(desk.said()).toBe('guard.no-draft');
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changedItem, differenceOf } from '../support/fake-changes.ts';
import { createReviewDesk } from './review-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(changed: readonly number[]) {
  const desk = await createReviewDesk({
    attention: changed.map((index) => changedItem(index)),
    differences: changed.map((index) => differenceOf(index)),
  });
  const look = async () => {
    desk.keydown('V', 'window', { shiftKey: true });
    await desk.frame();
  };
  const inDialog = async (key: string, repeat = false) => {
    desk.keydown(key, 'dialog', { repeat });
    await desk.frame();
  };
  return {
    ...desk,
    look,
    inDialog,
    dialog: () => desk.stores.window.getState().dialog,
    shown: () => desk.stores.changedEvidence.getState().value?.caseId ?? null,
  };
}

test('D11: one key shows what changed, of the case on screen before any other', async () => {
  const desk = await open([2, 0]);
  await desk.look();
  expect(desk.dialog()).toBe('changed-evidence');
  expect(desk.shown()).toBe(changedItem(2).caseId);
  desk.stores.window.getState().close();
  desk.stores.changedEvidence.getState().clear();
  await desk.press('j');
  await desk.look();
  expect(desk.shown()).toBe(changedItem(0).caseId);
});

test('D11: one key confirms what was compared, and shows the next one, which a second press does not reach', async () => {
  const desk = await open([0, 1]);
  await desk.look();
  await desk.inDialog('c', true);
  expect(desk.asked('attention.resolve'), 'a held key never decides').toEqual([]);
  await desk.inDialog('c');
  expect(desk.asked('attention.resolve').at(-1)?.params).toEqual({
    id: changedItem(0).id,
    choice: 'confirm',
    caseVersion: 2,
  });
  expect(desk.shown()).toBe(changedItem(1).caseId);
  await desk.inDialog('c');
  expect(desk.asked('attention.resolve')).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(400);
  await desk.inDialog('c');
  expect(desk.asked('attention.resolve')).toHaveLength(2);
  expect(desk.dialog()).toBeNull();
});

test('D11: one key reopens the case', async () => {
  const desk = await open([1]);
  await desk.look();
  await desk.inDialog('o');
  expect(desk.asked('attention.resolve').at(-1)?.params).toMatchObject({ choice: 'reopen' });
  expect(desk.dialog()).toBeNull();
  expect(desk.stores.openedCase.getState().caseId).toBe(changedItem(1).caseId);
});

test('D11: nothing is confirmed before the newer version is here', async () => {
  const desk = await createReviewDesk({
    attention: [changedItem(0)],
    differences: [{ ...differenceOf(0), newest: null, changes: null }],
  });
  desk.keydown('V', 'window', { shiftKey: true });
  await desk.frame();
  desk.keydown('c', 'dialog');
  await desk.frame();
  expect(desk.said()).toBe('guard.not-arrived');
  expect(desk.asked('attention.resolve')).toEqual([]);
});

test('where nothing changed the key says so', async () => {
  const desk = await open([]);
  await desk.look();
  expect(desk.said()).toBe('guard.nothing-changed');
});

test('D11: a version that arrives while one looks is shown', async () => {
  const desk = await open([0]);
  await desk.look();
  const before = desk.asked('attention.difference').length;
  desk.announce({ event: 'attention' });
  await desk.frame();
  expect(desk.asked('attention.difference')).toHaveLength(before + 1);
  desk.stores.window.getState().close();
  desk.announce({ event: 'attention' });
  await desk.frame();
  expect(desk.asked('attention.difference')).toHaveLength(before + 1);
});

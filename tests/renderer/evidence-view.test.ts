import { expect, test } from 'vitest';
import { createEvidenceViewStore } from '../../renderer/stores/evidence-view.ts';
import { createScriptedBridge, failed, ok } from './scripted-bridge.ts';

const picture = '0192f0a0-0000-7000-8000-000000000001';
const caseId = '0192f0a0-0000-7000-8000-0000000000ca';

const opened = (answer: 'recorded' | 'refused') => {
  const scripted = createScriptedBridge({
    'evidence.reveal': () => (answer === 'recorded' ? ok({ value: null }) : failed('disk-full')),
  });
  const store = createEvidenceViewStore(scripted.bridge);
  store.getState().show(caseId, ['post', picture, 'notes']);
  return { store, scripted };
};

test('U1: a graphic picture is uncovered once that is recorded', async () => {
  const { store, scripted } = opened('recorded');
  const revealing = store.getState().reveal(picture, null);
  expect(store.getState().uncovered.has(picture)).toBe(false);
  expect(await revealing).toBeNull();
  expect(store.getState().uncovered.has(picture)).toBe(true);
  expect(scripted.asked('evidence.reveal')).toEqual([
    { method: 'evidence.reveal', params: { caseId, evidenceId: picture, field: null } },
  ]);
});

test('U1: what could not be recorded stays covered, and the reason is given', async () => {
  const { store } = opened('refused');
  expect(await store.getState().reveal(picture, null)).toMatchObject({ code: 'disk-full' });
  expect(store.getState().uncovered.has(picture)).toBe(false);
});

test('what was covered again before the workstation had recorded it stays covered', async () => {
  const { store } = opened('recorded');
  const revealing = store.getState().reveal(picture, null);
  store.getState().cover(picture);
  await revealing;
  expect(store.getState().uncovered.has(picture)).toBe(false);
  await store.getState().reveal(picture, null);
  expect(store.getState().uncovered.has(picture)).toBe(true);
});

test('another case begins covered, on its first tab, with nothing selected', async () => {
  const { store } = opened('recorded');
  await store.getState().reveal(picture, null);
  store.getState().openTab(picture);
  store.getState().select([], 'words');
  store.getState().show('0192f0a0-0000-7000-8000-0000000000cb', ['thread']);
  expect(store.getState()).toMatchObject({ tab: 'thread', selectedText: '', target: null });
  expect(store.getState().uncovered.size).toBe(0);
});

test('a picture revealed for a case that has been left is not uncovered in the next', async () => {
  const { store } = opened('recorded');
  const revealing = store.getState().reveal(picture, null);
  store.getState().show('0192f0a0-0000-7000-8000-0000000000cb', [picture]);
  await revealing;
  expect(store.getState().uncovered.size).toBe(0);
});

test('tabs go round, and one that has gone gives way to the first', () => {
  const { store } = opened('recorded');
  store.getState().moveTab(-1);
  expect(store.getState().tab).toBe('notes');
  store.getState().moveTab(1);
  expect(store.getState().tab).toBe('post');
  store.getState().openNthTab(1);
  store.getState().openNthTab(8);
  expect(store.getState().tab).toBe(picture);
  store.getState().show(caseId, ['post', 'notes']);
  expect(store.getState().tab).toBe('post');
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BridgeResult } from '../../contract/bridge.ts';
import { createEnforcementLogStore } from '../../renderer/stores/enforcement-log.ts';
import { decidedOf, lineOf } from '../support/fake-enforcement.ts';
import { createReviewDesk } from './review-desk.ts';
import { createScriptedBridge, failed, ok } from './scripted-bridge.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function shifted(desk: Awaited<ReturnType<typeof createReviewDesk>>, key: string): Promise<void> {
  desk.keydown(key, 'window', { shiftKey: true });
  await desk.frame();
}

const many = Array.from({ length: 120 }, (_, index) => decidedOf(index));

test('what was decided is asked for when it is looked at, in pieces, each once', async () => {
  const desk = await createReviewDesk({ decided: many });
  expect(desk.asked('decision.list')).toEqual([]);
  await shifted(desk, 'D');
  expect(desk.stores.window.getState().dialog).toBe('decided');
  const decided = () => desk.stores.decided.getState();
  expect(decided().total).toBe(120);
  await decided().ensure(0, 12);
  expect(desk.asked('decision.list')).toHaveLength(1);
  await decided().ensure(45, 60);
  expect(desk.asked('decision.list').at(-1)?.params).toEqual({ from: 50, count: 50 });
  expect(decided().rows.get(55)?.reference).toBe(many[55]?.reference);
});

test('a decision made while the list is open moves every other one down', async () => {
  const desk = await createReviewDesk({ decided: many });
  await desk.press('j', '1', 'x', 'r');
  desk.form().change({ rationale: 'Asks applicants for a deposit of $120 before they may work.' });
  await shifted(desk, 'D');
  const decided = () => desk.stores.decided.getState();
  expect(decided().rows.get(0)?.reference).toBe(many[0]?.reference);
  await desk.stores.decisionForm.getState().submit();
  await desk.frame();
  expect(decided().total).toBe(121);
  expect(decided().rows.get(0)).toMatchObject({ state: 'held', undo: 'withdraw' });
  expect(decided().rows.get(1)?.reference).toBe(many[0]?.reference);
});

test('whose role decides nothing has no such list', async () => {
  const desk = await createReviewDesk({ role: 'admin' });
  await shifted(desk, 'D');
  expect(desk.said()).toBe('guard.decides-nothing');
  expect(desk.stores.window.getState().dialog).toBeNull();
});

test('S4: asking again is for supervisors, in their room, about an action that failed', async () => {
  const lines = [lineOf(0, 'failed'), lineOf(1, 'requested'), lineOf(2, 'confirmed')];
  const desk = await createReviewDesk({ role: 'supervisor', enforcement: lines });
  const log = () => desk.stores.enforcementLog.getState();
  desk.commands.run('rooms.enforcement');
  await desk.settle();
  expect(log()).toMatchObject({ failed: 1, waiting: 1 });
  await shifted(desk, 'R');
  expect(desk.said()).toBe('guard.not-failed');
  log().choose(lines[1]?.id ?? '');
  expect(desk.commands.whyNot('enforcement.ask-again')).toBe('guard.not-failed');

  log().choose(lines[0]?.id ?? '');
  await shifted(desk, 'R');
  expect(desk.stores.window.getState().dialog).toBe('ask-again');
  expect(await log().askAgain(lines[0]?.id ?? '', 'The hold was lifted')).toBeNull();
  await desk.settle();
  expect(desk.asked('enforcement.retry')[0]?.params).toMatchObject({ reason: 'The hold was lifted' });
  expect(log()).toMatchObject({ failed: 0, waiting: 2 });

  desk.commands.run('rooms.review');
  expect(desk.commands.whyNot('enforcement.ask-again')).toBe('guard.not-failed');
});

type Page = BridgeResult<'enforcement.list'>;
const page = (lines: Page['lines'], next: string | null = null): Page => ({
  lines,
  failed: lines.filter(({ state }) => state === 'failed').length,
  waiting: 0,
  next,
  at: '2026-11-23T08:00:00.000Z',
});

test('pages that are shown stay when the first is asked for again, each line once, with what is new of it', async () => {
  const [one, two, three] = [lineOf(1, 'failed'), lineOf(2, 'failed'), lineOf(3, 'confirmed')];
  let first = page([one, two], 'more');
  const fake = createScriptedBridge({
    'enforcement.list': ({ after }) => ok(after === null ? first : page([two, three])),
  });
  const store = createEnforcementLogStore(fake.bridge);
  await store.getState().refresh();
  await store.getState().more();
  expect(store.getState()).toMatchObject({ lines: [one, two, three], next: null });
  const zero = lineOf(0, 'failed');
  first = page([zero, { ...two, state: 'confirmed' }], 'more');
  await store.getState().refresh();
  expect(store.getState().lines?.map(({ id, state }) => [id, state])).toEqual([
    [zero.id, 'failed'],
    [one.id, 'failed'],
    [two.id, 'confirmed'],
    [three.id, 'confirmed'],
  ]);
  expect(store.getState().next).toBeNull();
});

test('without contact what was shown stays, and another filter shows nothing old', async () => {
  const line = lineOf(1, 'failed');
  const fake = createScriptedBridge({ 'enforcement.list': () => ok(page([line])) });
  const store = createEnforcementLogStore(fake.bridge);
  await store.getState().refresh();
  fake.script['enforcement.list'] = () => failed('no-contact');
  await store.getState().refresh();
  expect(store.getState()).toMatchObject({ lines: [line], failure: { code: 'no-contact' } });
  await store.getState().show('confirmed');
  expect(store.getState()).toMatchObject({ lines: null, failure: { code: 'no-contact' } });
});

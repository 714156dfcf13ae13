import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { becomes } from '../../renderer/rules/appeal.ts';
import { firstDecision } from '../support/fake-appeal.ts';
import { createReviewDesk } from './review-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const first = firstDecision();

async function open() {
  const desk = await createReviewDesk({ appeal: first });
  await desk.press('j');
  const shift = async (key: string) => {
    desk.keydown(key, 'window', { shiftKey: true });
    await desk.frame();
  };
  return { ...desk, shift };
}

test('one key fills the form with the first decision, but for its reasons: those are the reviewer’s own', async () => {
  const desk = await open();
  expect(desk.form().content.outcome).toBeNull();
  expect(becomes(desk.form().content, first)).toBeNull();
  await desk.shift('A');
  expect(desk.form().content).toMatchObject({
    outcome: 'violation',
    policies: first.policies,
    actions: first.actions,
    severity: first.severity,
    rationale: '',
  });
  expect(becomes(desk.form().content, first)).toBe('upheld');
  expect(desk.asked('decision.submit')).toEqual([]);
});

test('one key turns it round; anything but the same outcome with the same actions overturns it', async () => {
  const desk = await open();
  await desk.shift('X');
  expect(desk.form().content).toMatchObject({ outcome: 'no-violation', policies: [], actions: [] });
  expect(becomes(desk.form().content, first)).toBe('overturned');
  await desk.shift('A');
  const { content } = desk.form();
  desk.form().change({ ...content, actions: content.actions.slice(1) });
  expect(becomes(desk.form().content, first)).toBe('overturned');
  desk.form().change({ ...content, actions: content.actions.toReversed(), policies: [] });
  expect(becomes(desk.form().content, first)).toBe('upheld');
});

test('a policy that the catalogue has no longer is left for the reviewer to choose anew', async () => {
  const desk = await createReviewDesk({ appeal: firstDecision({ policies: ['was-once', 'fee-to-work'] }) });
  await desk.press('j');
  desk.keydown('A', 'window', { shiftKey: true });
  await desk.frame();
  expect(desk.form().content.policies).toEqual(['fee-to-work']);
});

test('on any other case both say that it is no appeal', async () => {
  const desk = await open();
  await desk.press('j');
  await desk.shift('A');
  expect(desk.said()).toBe('guard.no-appeal');
  expect(desk.commands.whyNot('decision.overturn')).toBe('guard.no-appeal');
});

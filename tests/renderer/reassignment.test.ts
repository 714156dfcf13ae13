import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { casesToMove, chosenCount, undoOf } from '../../renderer/stores/reassignment.ts';
import { sinceOf } from '../../renderer/rooms/team/period.ts';
import { createReviewDesk } from './review-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function inTeam(cases = 40) {
  const desk = await createReviewDesk({ role: 'supervisor', cases });
  desk.commands.run('rooms.team');
  await desk.stores.team.getState().load({});
  await desk.stores.backlog.getState().load({ queue: null, assignee: null, after: null });
  const order = desk.stores.backlog.getState().value!.cases.map(({ id }) => id as string);
  return { ...desk, order, reassignment: () => desk.stores.reassignment.getState() };
}

test('S1: what is moved is what the preview named, each to whom it said; what fits nobody stays', async () => {
  const desk = await inTeam();
  await desk.press('a', 'm');
  expect(desk.stores.window.getState().dialog).toBe('reassign');
  expect(await desk.reassignment().move('Nobody said to whom.')).toBe(false);
  await desk.reassignment().previewTo({ to: 'balanced' });
  expect(casesToMove(desk.reassignment())).toHaveLength(39);
  expect(await desk.reassignment().move('A wave.')).toBe(true);
  expect(desk.asked('reassignment.create')).toMatchObject([
    { params: { target: { to: 'people' }, reason: 'A wave.', cases: { length: 39 } } },
  ]);
  const asked = desk.asked('reassignment.create')[0]?.params as { cases: object[] };
  expect(asked.cases[0]).toMatchObject({ caseId: desk.order[0], personId: desk.account.id });
  expect(chosenCount(desk.reassignment(), 40)).toBe(0);
});

test('one, a range, all of the page and all that match are chosen; another filter chooses nothing', async () => {
  const desk = await inTeam();
  const [first = '', , third = '', , fifth = ''] = desk.order;
  desk.reassignment().toggle(third);
  desk.reassignment().toggleTo(fifth, desk.order);
  expect([...desk.reassignment().selected]).toEqual(desk.order.slice(2, 5));
  desk.reassignment().toggle(fifth);
  desk.reassignment().toggleTo(first, desk.order);
  expect(chosenCount(desk.reassignment(), 40)).toBe(5);
  await desk.press('a');
  expect(chosenCount(desk.reassignment(), 40)).toBe(40);
  expect(chosenCount(desk.reassignment(), 5000), 'one move takes no more').toBe(1000);
  await desk.press('x');
  expect(chosenCount(desk.reassignment(), 40)).toBe(0);
  await desk.press('m');
  expect(desk.said()).toBe('guard.no-case-selected');
  desk.reassignment().toggle(first);
  desk.reassignment().filter({ queue: 'messages' });
  expect(desk.reassignment()).toMatchObject({ queue: 'messages', selected: new Set() });
});

test('S1: a move is taken back once, to whom and where each case was', async () => {
  const desk = await inTeam();
  await desk.press('u');
  expect(desk.said()).toBe('guard.nothing-moved');
  desk.reassignment().select(desk.order.slice(0, 2));
  await desk.reassignment().previewTo({ to: 'queue', queue: 'messages' as never });
  await desk.reassignment().move('There.');
  const moved = desk.reassignment().moved!;
  expect(undoOf(moved)).toEqual(
    moved.answers.map(({ caseId, epoch }) => ({
      caseId,
      epoch,
      personId: null,
      queue: moved.before.get(caseId)!.queue,
    })),
  );
  await desk.press('u');
  expect(desk.stores.window.getState().dialog).toBe('undo-reassign');
  expect(await desk.reassignment().undo('And back.')).toBe(true);
  expect(await desk.reassignment().undo('And back again.')).toBe(false);
  expect(desk.asked('reassignment.create')).toHaveLength(2);
});

test('an answer to an older preview is not shown for a newer one', async () => {
  const desk = await inTeam();
  desk.reassignment().select(desk.order.slice(0, 3));
  const older = desk.reassignment().previewTo({ to: 'person', personId: desk.account.id });
  const newer = desk.reassignment().previewTo({ to: 'balanced' });
  await Promise.all([older, newer]);
  expect(desk.reassignment().preview?.plan).toHaveLength(2);
});

test('figures begin with a day of the reader', () => {
  const noon = new Date(2026, 10, 24, 12, 30).getTime();
  expect(sinceOf('today', noon)).toBe(new Date(2026, 10, 24).toISOString());
  expect(sinceOf('week', noon)).toBe(new Date(2026, 10, 18).toISOString());
  expect(sinceOf('month', noon)).toBe(new Date(2026, 9, 26).toISOString());
});

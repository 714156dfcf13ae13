import { endShift } from '../../renderer/commands/shift.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReviewDesk } from './review-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

type Desk = Awaited<ReturnType<typeof createReviewDesk>>;
const onBreak = (desk: Desk) => desk.stores.exposure.getState().value?.onBreakSince ?? null;
const shift = (letter: string) => [letter.toUpperCase(), 'window', { shiftKey: true }] as const;

async function pressShift(desk: Desk, letter: string): Promise<void> {
  desk.keydown(...shift(letter));
  await desk.settle();
}

test('on a break no key decides, moves or reveals; the same keys work again after it', async () => {
  const desk = await createReviewDesk();
  await desk.press('j', '1', 'x');
  await pressShift(desk, 'b');
  expect(onBreak(desk)).not.toBeNull();
  expect(desk.focused).toContain('break');
  const before = desk.form().content;
  await desk.press('a', 'j', 'z', '.');
  expect(desk.said()).toBe('guard.on-break');
  expect(desk.form().content).toEqual(before);
  expect(desk.active()).toBe(0);
  await pressShift(desk, 'e');
  expect(onBreak(desk)).toBeNull();
  await desk.press('a');
  expect(desk.form().content.outcome).toBe('no-violation');
});

test('D10: what was typed is on disk before the break begins, and what was uncovered is covered', async () => {
  const desk = await createReviewDesk();
  await desk.press('j', 'a');
  desk.stores.evidenceView.setState({ uncovered: new Set(['picture']) });
  await pressShift(desk, 'b');
  expect(desk.calls.findIndex(({ method }) => method === 'draft.save')).toBeLessThan(
    desk.calls.findIndex(({ method }) => method === 'break.take'),
  );
  expect(desk.stores.evidenceView.getState().uncovered.size).toBe(0);
});

test('time on a break is neither open nor active, whatever comes on screen meanwhile', async () => {
  const desk = await createReviewDesk();
  await desk.press('j');
  await vi.advanceTimersByTimeAsync(10_000);
  await pressShift(desk, 'b');
  const before = desk.stores.timings.read();
  expect(before).toEqual({ openMs: 0, activeMs: 0 });
  await vi.advanceTimersByTimeAsync(600_000);
  desk.stores.timings.input();
  const { opened } = desk.stores.openedCase.getState();
  desk.stores.openedCase.setState({ opened: { ...opened! } });
  await vi.advanceTimersByTimeAsync(600_000);
  await pressShift(desk, 'e');
  await vi.advanceTimersByTimeAsync(5_000);
  const { openMs, activeMs } = desk.stores.timings.read();
  expect(openMs).toBeGreaterThanOrEqual(15_000);
  expect(openMs).toBeLessThan(16_000);
  expect(activeMs).toBeLessThanOrEqual(openMs);
});

test('a break that could not be kept does not begin', async () => {
  const desk = await createReviewDesk();
  vi.spyOn(desk.stores.bridge, 'invoke').mockResolvedValueOnce({
    ok: false,
    code: 'disk-full',
    detail: '',
    errors: [],
  });
  await pressShift(desk, 'b');
  expect([onBreak(desk), desk.said()]).toEqual([null, 'failure.disk-full']);
});

test('the suggestion can be put off; who holds no cases takes no breaks', async () => {
  const reached = {
    id: 'violence' as never,
    label: 'Violence',
    revealed: 5,
    sinceBreak: 5,
    budget: 5,
    optedOut: false,
  };
  const desk = await createReviewDesk({ exposure: { harmTypes: [reached] } });
  expect(desk.commands.whyNot('break.later')).toBeNull();
  desk.commands.run('break.later');
  expect(desk.commands.whyNot('break.later')).toBe('guard.nothing-suggested');
  const auditor = await createReviewDesk({ role: 'auditor' });
  expect(auditor.commands.whyNot('break.take')).toBe('guard.takes-no-breaks');
});

test('cases opted out of are released by one command, which is there only while there are some', async () => {
  const desk = await createReviewDesk({ exposure: { heldOptedOut: 2 } });
  desk.commands.run('exposure.release');
  await desk.frame();
  expect(desk.said()).toBe('said.opted-out-released');
  expect(desk.commands.whyNot('exposure.release')).toBe('guard.nothing-opted-out');
});

test('the end of a shift is asked about with what goes back and what stays, and leaves nothing of the work on screen', async () => {
  const desk = await createReviewDesk({ cases: 3 });
  await desk.press('j');
  desk.form().change({ rationale: 'Half a thought' });
  desk.commands.run('shift.end');
  expect(desk.stores.window.getState().dialog).toBe('end-shift');
  expect(desk.asked('shift.end')).toEqual([]);
  expect(await endShift(desk.stores, 'End of shift')).toBe(true);
  const order = desk.calls.map(({ method }) => method);
  expect(order.indexOf('draft.save')).toBeLessThan(order.indexOf('shift.end'));
  await desk.frame();
  expect(desk.stores.exposure.getState().value).toMatchObject({ shiftEnded: true });
  desk.stores.window.getState().close();
  expect(desk.commands.whyNot('shift.end')).toBe('guard.shift-over');
  expect(desk.commands.whyNot('queue.next')).toBe('guard.on-break');
  desk.commands.run('break.end');
  await desk.frame();
  expect(desk.commands.whyNot('shift.end')).toBeNull();
});

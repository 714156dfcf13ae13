import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chosenApproval, createApprovalsStore, keyOf } from '../../renderer/stores/approvals.ts';
import { approvalLine, approvalSeen } from '../support/fake-approvals.ts';
import { createReviewDesk } from './review-desk.ts';
import { createScriptedBridge, failed, ok } from './scripted-bridge.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const listing = (...approvals: ReturnType<typeof approvalLine>[]) => ({
  approvals,
  more: false,
  at: '2026-11-23T09:00:00.000Z',
});

test('the oldest is chosen by itself with its case; what takes the place of a settled one comes next', async () => {
  const [first, second, third] = [approvalLine(0), approvalLine(1), approvalLine(2)];
  const fake = createScriptedBridge({
    'approvals.list': () => ok(listing(first, second, third)),
    'approvals.see': () => ok(approvalSeen(0)),
  });
  const store = createApprovalsStore(fake.bridge);
  await store.getState().load();
  expect(store.getState().chosenKey).toBe(keyOf(first));
  await vi.waitFor(() => expect(store.getState().seen?.decisionId).toBe(first.decision.id));
  store.getState().move(1);
  expect(store.getState().seen).toBeNull();
  fake.script['approvals.list'] = () => ok(listing(first, third));
  await store.getState().load();
  expect(store.getState().chosenKey).toBe(keyOf(third));
  store.getState().move(1);
  expect(store.getState().chosenKey).toBe(keyOf(third));
});

test('without contact what was known stays, and a case that cannot be had says why', async () => {
  const fake = createScriptedBridge({
    'approvals.list': () => ok(listing(approvalLine(0))),
    'approvals.see': () => failed('no-contact'),
  });
  const store = createApprovalsStore(fake.bridge);
  await store.getState().load();
  fake.script['approvals.list'] = () => failed('no-contact');
  await store.getState().load();
  await vi.waitFor(() => expect(store.getState().notSeen).toMatchObject({ code: 'no-contact' }));
  expect(store.getState()).toMatchObject({ failure: { code: 'no-contact' }, approvals: [{ own: false }] });
});

test('a case that arrives after another was chosen is not shown in its place', async () => {
  let arrive = () => {};
  const slow = new Promise<void>((resolve) => (arrive = resolve));
  const fake = createScriptedBridge({
    'approvals.list': () => ok(listing(approvalLine(0), approvalLine(1))),
    'approvals.see': async () => {
      await slow;
      return ok(approvalSeen(0));
    },
  });
  const store = createApprovalsStore(fake.bridge);
  await store.getState().load();
  fake.script['approvals.see'] = () => ok(approvalSeen(1));
  store.getState().move(1);
  await vi.waitFor(() => expect(store.getState().seen).not.toBeNull());
  arrive();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.getState().seen?.case.id).toBe(approvalSeen(1).case.id);
});

test('D13: what is unticked of a batch is left waiting', async () => {
  const desk = await createReviewDesk({ role: 'supervisor', approvals: [approvalLine(0, 3)] });
  desk.commands.run('rooms.approvals');
  await desk.stores.approvals.getState().load();
  const { cases } = chosenApproval(desk.stores.approvals.getState())!;
  desk.stores.approvals.getState().toggle(cases[1]!.decisionId);
  await desk.press('a');
  expect(desk.stores.window.getState().dialog).toBe('settle-approval');
  await desk.stores.approvals.getState().settle('');
  expect(desk.asked('approvals.settle')).toMatchObject([
    { params: { verdict: 'approve', decisions: [cases[0]!.decisionId, cases[2]!.decisionId] } },
  ]);
  expect(desk.stores.approvals.getState().approvals).toMatchObject([{ cases: [cases[1]] }]);
});

test('D12: one’s own decision is neither approved nor refused', async () => {
  const desk = await createReviewDesk({ role: 'supervisor', approvals: [approvalLine(0, 1, { own: true })] });
  desk.commands.run('rooms.approvals');
  await desk.stores.approvals.getState().load();
  await desk.press('a');
  expect(desk.said()).toBe('guard.own-approval');
  await desk.press('x');
  expect(desk.stores.window.getState().dialog).toBeNull();
});

test('keys act on what the room shows: in another room nothing reaches the case that is open in Review', async () => {
  const desk = await createReviewDesk({ role: 'supervisor', approvals: [approvalLine(0), approvalLine(1)] });
  await desk.press('j');
  const open = desk.stores.openedCase.getState().caseId;
  expect(open).not.toBeNull();
  desk.commands.run('rooms.approvals');
  await desk.stores.approvals.getState().load();
  await desk.press('j', 'v', '1', 's', 'y');
  expect(desk.stores.approvals.getState().chosenKey).toBe(keyOf(approvalLine(1)));
  expect(desk.stores.openedCase.getState().caseId).toBe(open);
  expect(desk.form().content).toMatchObject({ outcome: null, policies: [], actions: [] });
  desk.commands.run('decision.submit');
  expect(desk.said()).toBe('guard.not-in-review');
  expect(desk.asked('decision.submit')).toEqual([]);
  desk.commands.run('rooms.team');
  await desk.press('a', 'v');
  expect(desk.stores.window.getState().dialog).toBeNull();
  expect(desk.form().content.outcome).toBeNull();
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chosenLate, createLateRoomStore, evidenceSides } from '../../renderer/stores/late-room.ts';
import { lateLine, lateLook } from '../support/fake-late-room.ts';
import { createReviewDesk } from './review-desk.ts';
import { createScriptedBridge, failed, ok } from './scripted-bridge.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const listing = (...decisions: ReturnType<typeof lateLine>[]) => ({
  decisions,
  conflicting: decisions.length,
  uncontested: 0,
  next: null,
  at: '2026-11-23T10:00:00.000Z',
});
const idOf = (index: number) => lateLine(index).decision.id;

async function inRoom(...lateRoom: ReturnType<typeof lateLine>[]) {
  const desk = await createReviewDesk({ role: 'supervisor', lateRoom });
  desk.commands.run('rooms.late');
  await desk.settle();
  return desk;
}

test('D8: by keys alone the next one is chosen, and what stands is asked for with a reason', async () => {
  const desk = await inRoom(lateLine(0), lateLine(1), lateLine(2));
  await desk.press('j', 's');
  expect(desk.stores.window.getState().dialog).toBe('settle-late');
  await desk.stores.late.getState().settle('The deposit is the platform’s own.');
  expect(desk.asked('late.settle')).toMatchObject([
    {
      params: {
        lateId: idOf(1),
        stands: 'standing',
        standing: lateLine(1).standing!.id,
        reason: 'The deposit is the platform’s own.',
      },
    },
  ]);
  // What took its place is next, with its case.
  expect(desk.stores.late.getState().chosenId).toBe(idOf(2));
  await desk.settle();
  expect(desk.stores.late.getState().seen?.lateId).toBe(idOf(2));
});

test('D8: what was asked about is what is settled, though the list has moved on behind the dialog', async () => {
  const desk = await inRoom(lateLine(0), lateLine(1));
  await desk.press('l');
  const store = desk.stores.late;
  // Somebody else settles it meanwhile: another one takes its place in the list.
  const { decisions } = store.getState();
  store.setState({ decisions: decisions!.slice(1), chosenId: idOf(1) });
  await desk.press('s');
  await store.getState().settle('The report is right.');
  expect(desk.asked('late.settle')).toMatchObject([{ params: { lateId: idOf(0), stands: 'late' } }]);
});

test('D8: where nothing stands, only the late one can be let stand', async () => {
  const desk = await inRoom(
    lateLine(0, { contested: 'uncontested', standing: null, standingBy: null }),
    lateLine(1),
  );
  await desk.press('2', 's');
  expect(desk.stores.window.getState().dialog).toBeNull();
  expect(desk.said()).toBe('guard.nothing-stands');
  await desk.press('l');
  expect(desk.stores.window.getState().dialog).toBe('settle-late');
});

test('what is settled is a list of its own, is not looked at again, and cannot be settled twice', async () => {
  const desk = await inRoom(lateLine(0, { settled: 'adopted' }), lateLine(1));
  expect(desk.stores.late.getState()).toMatchObject({ conflicting: 1, uncontested: 0 });
  await desk.press('3');
  await desk.settle();
  expect(chosenLate(desk.stores.late.getState())?.decision.id).toBe(idOf(0));
  expect(desk.asked('late.look')).toHaveLength(1);
  await desk.press('l');
  expect(desk.said()).toBe('guard.settled-already');
});

test('`v` goes round the evidence that differs and says so where there is none', async () => {
  const desk = await inRoom(lateLine(0));
  await desk.settle();
  expect(evidenceSides(desk.stores.late.getState().seen)).toEqual(['now', 'late']);
  await desk.press('v');
  expect(desk.stores.late.getState().evidence).toBe('late');
  await desk.press('v');
  expect(desk.stores.late.getState().evidence).toBe('now');
  desk.stores.late.setState({ seen: null });
  await desk.press('v');
  expect(desk.said()).toBe('guard.same-evidence');
});

test('a case that arrives after another was chosen is not shown in its place', async () => {
  let arrive = () => {};
  const slow = new Promise<void>((resolve) => (arrive = resolve));
  const fake = createScriptedBridge({
    'late.list': () => ok(listing(lateLine(0), lateLine(1))),
    'late.look': async () => {
      await slow;
      return ok(lateLook(0));
    },
  });
  const store = createLateRoomStore(fake.bridge);
  await store.getState().load();
  fake.script['late.look'] = () => ok(lateLook(1));
  store.getState().move(1);
  await vi.waitFor(() => expect(store.getState().seen).not.toBeNull());
  arrive();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.getState().seen?.case.id).toBe(lateLook(1).case.id);
});

test('without contact what was known stays, and a case that cannot be had says why', async () => {
  const fake = createScriptedBridge({
    'late.list': () => ok(listing(lateLine(0))),
    'late.look': () => failed('no-contact'),
  });
  const store = createLateRoomStore(fake.bridge);
  await store.getState().load();
  fake.script['late.list'] = () => failed('no-contact');
  await store.getState().load();
  await vi.waitFor(() => expect(store.getState().notSeen).toMatchObject({ code: 'no-contact' }));
  expect(store.getState()).toMatchObject({ failure: { code: 'no-contact' }, chosenId: idOf(0) });
});

test('older ones come behind those that are shown', async () => {
  const fake = createScriptedBridge({
    'late.list': () => ok({ ...listing(lateLine(0)), next: 'older' }),
    'late.look': () => ok(lateLook(0)),
  });
  const store = createLateRoomStore(fake.bridge);
  await store.getState().load();
  fake.script['late.list'] = () => ok(listing(lateLine(1)));
  await store.getState().more();
  expect(store.getState().decisions?.map(({ decision }) => decision.id)).toEqual([idOf(0), idOf(1)]);
  expect(store.getState().next).toBeNull();
});

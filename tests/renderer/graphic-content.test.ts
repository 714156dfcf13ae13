import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keyEvent } from './key-event.ts';
import { createReviewDesk } from './review-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The first case of the queue, with a picture marked as graphic in front. */
async function deskWithPicture(url: string | null = 'http://127.0.0.1:9/picture') {
  const desk = await createReviewDesk();
  await desk.press('j');
  const { opened } = desk.stores.openedCase.getState();
  const [first] = opened!.evidence;
  const picture = { ...first!, url, item: { ...first!.item, kind: 'image' as const, graphic: true } };
  desk.stores.openedCase.setState({ opened: { ...opened!, evidence: [picture] } });
  desk.stores.evidenceView.getState().show(opened!.case.id, [picture.item.id]);
  const isShown = () => desk.stores.evidenceView.getState().uncovered.has(picture.item.id);
  return { desk, isShown, recorded: () => desk.asked('evidence.reveal').length };
}

test('U1: covered content is shown while its key is held, and each time is recorded', async () => {
  const { desk, isShown, recorded } = await deskWithPicture();
  for (const times of [1, 2]) {
    desk.keydown('.');
    await desk.settle();
    expect([isShown(), recorded()]).toEqual([true, times]);
    desk.commands.dispatcher.keyup(keyEvent('.'));
    expect(isShown()).toBe(false);
  }
});

test('U1: a key that is let go before the workstation answered shows nothing', async () => {
  const { desk, isShown } = await deskWithPicture();
  desk.keydown('.');
  desk.commands.dispatcher.keyup(keyEvent('.'));
  await desk.settle();
  expect(isShown()).toBe(false);
});

test('U1: what is not here yet is not recorded as revealed', async () => {
  const { desk, recorded } = await deskWithPicture(null);
  desk.keydown('.');
  await desk.settle();
  expect([recorded(), desk.said()]).toEqual([0, 'guard.nothing-covered']);
});

test('by its button covered content stays until it is covered; the key does not take it away', async () => {
  const { desk, isShown, recorded } = await deskWithPicture();
  desk.commands.run('evidence.reveal');
  await desk.settle();
  desk.keydown('.');
  desk.commands.dispatcher.keyup(keyEvent('.'));
  expect([isShown(), recorded()]).toEqual([true, 1]);
  await desk.press('b');
  expect(isShown()).toBe(false);
});

test('the commands change one setting each, from what holds now', async () => {
  const { desk } = await deskWithPicture();
  desk.commands.run('graphic.greyscale');
  await desk.settle();
  expect(desk.stores.settings.getState().settings).toMatchObject({
    coverGraphic: null,
    greyscaleGraphic: true,
    muteMedia: null,
  });
  desk.commands.run('graphic.mute');
  await desk.settle();
  expect(desk.stores.settings.getState().settings.muteMedia).toBe(false);
});

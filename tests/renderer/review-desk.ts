import { vi } from 'vitest';
import type { FocusTarget } from '../../renderer/commands/command.ts';
import { createCommands } from '../../renderer/commands/registry.ts';
import { createStores, followBridge, loadStores } from '../../renderer/stores/stores.ts';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { keyEvent, type Place } from './key-event.ts';

/** The window without a page: stores, commands and keys over a workstation in memory. Time stands until told. */
export async function createReviewDesk(plan: Parameters<typeof createFakeBridge>[0] = {}) {
  const frames: FrameRequestCallback[] = [];
  vi.stubGlobal('requestAnimationFrame', (call: FrameRequestCallback) => frames.push(call));
  const fake = createFakeBridge(plan);
  const stores = createStores(fake.bridge, () => Date.now());
  const focused: FocusTarget[] = [];
  const commands = createCommands(
    stores,
    (target) => void focused.push(target),
    () => Date.now(),
  );
  followBridge(stores);
  await loadStores(stores);

  /** Answers on their way arrive. */
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const frame = async () => {
    for (const call of frames.splice(0)) call(0);
    await settle();
  };
  return {
    ...fake,
    stores,
    commands,
    focused,
    settle,
    frame,
    /** Presses keys one after the other, each painted before the next. */
    async press(...keys: readonly string[]): Promise<void> {
      for (const key of keys) {
        commands.dispatcher.keydown(keyEvent(key));
        await frame();
        // What waited until it was painted.
        await frame();
      }
    },
    keydown: (key: string, place?: Place, more?: Parameters<typeof keyEvent>[2]) =>
      commands.dispatcher.keydown(keyEvent(key, place, more)),
    viewed: () => fake.asked('case.open').filter(({ params }) => (params as { view: boolean }).view).length,
    form: () => stores.decisionForm.getState(),
    active: () => stores.queue.getState().active,
    said: () => stores.window.getState().said?.key ?? null,
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { LoggedKey } from '../command-log.ts';

/** At most so many keys in a second. A quick person presses 15; a short shift is played faster. */
const KEYS_A_SECOND = Number(process.env['DOCKET_SHIFT_KEYS'] ?? 25);
/** Characters are refused for 300 ms after a submission from a field. */
const SILENCE_MS = 400;

export type Did = 'ran' | 'disabled' | 'refused' | 'repeat-refused';
export type Typist = ReturnType<typeof createTypist>;

/** Presses keys one after the other, and writes down what is to become of each by what the keys are documented to do. */
export function createTypist(page: Page) {
  const expected: LoggedKey[] = [];
  const startedAt = performance.now();
  let lastAt = Number.NEGATIVE_INFINITY;
  let keys = 0;

  async function pace(): Promise<void> {
    const left = lastAt + 1000 / KEYS_A_SECOND - performance.now();
    if (left > 0) await sleep(left);
    lastAt = performance.now();
    keys += 1;
  }
  const expect = (commandId: string | null, did: Did): void => {
    if (commandId !== null) expected.push({ commandId, did });
  };

  return {
    expected,
    /** A key, and the command that it stands for where it is pressed; null for none. */
    async press(key: string, commandId: string | null, did: Did = 'ran'): Promise<void> {
      await pace();
      expect(commandId, did);
      await page.keyboard.press(key);
    },
    /** Words into a field: no commands. */
    async type(words: string): Promise<void> {
      for (const character of words) {
        await pace();
        await page.keyboard.press(character === ' ' ? 'Space' : character);
      }
    },
    /** A key that is held: it comes again and again. */
    async hold(key: string, times: number, commandId: string, repeats: Did): Promise<void> {
      for (let time = 0; time < times; time += 1) {
        await pace();
        expect(commandId, time === 0 ? 'ran' : repeats);
        await page.keyboard.down(key);
      }
      await page.keyboard.up(key);
    },
    /** What was typed ahead of a case that nobody had looked at. Left out where the silence is over already. */
    async typeAhead(ahead: readonly (readonly [key: string, commandId: string])[]): Promise<number> {
      let refused = 0;
      for (const [key, commandId] of ahead) {
        if (performance.now() - lastAt > SILENCE_MS / 2) break;
        await pace();
        expect(commandId, 'refused');
        await page.keyboard.press(key);
        refused += 1;
      }
      return refused;
    },
    silence: () => sleep(SILENCE_MS),
    figures: () => ({ keys, seconds: (performance.now() - startedAt) / 1000 }),
  };
}

/** Runs in the page: how long from a key until what it asked for has been painted. */
import type { Page } from 'playwright';

type Probed = Window & { docketProbe?: { next: Promise<number>; arm(key: string): void } };

/** Before the page is opened. */
export const installProbe = (page: Page): Promise<unknown> => page.addInitScript(install);

/** Presses the keys; milliseconds from the last of them, as the browser heard it, to the frame after the next case was there. */
export async function timePaint(page: Page, chord: string): Promise<number> {
  const key = chord.split('+').at(-1) ?? chord;
  await page.evaluate((armed) => (window as Probed).docketProbe?.arm(armed), key);
  await page.keyboard.press(chord);
  return page.evaluate(() => (window as Probed).docketProbe?.next ?? Promise.reject(new Error('not armed')));
}

function install(): void {
  const PATIENCE_MS = 5_000;
  /** A case is there when its title and the words of its evidence are. */
  const shown = () => ({
    title: document.querySelector('h1')?.textContent ?? '',
    post: /Post no\. \d+/.exec(document.querySelector('[role=tabpanel]')?.textContent ?? '')?.[0] ?? '',
  });
  let armed: { key: string; done(ms: number): void; failed(error: Error): void } | null = null;
  const probe = {
    next: Promise.resolve(0),
    arm(key: string) {
      probe.next = new Promise((done, failed) => (armed = { key, done, failed }));
      probe.next.catch(() => {});
    },
  };
  addEventListener(
    'keydown',
    (event) => {
      if (armed?.key !== event.key) return;
      const { done, failed } = armed;
      armed = null;
      const before = shown();
      const look = () => {
        const now = shown();
        if (now.title !== before.title && now.post !== before.post && now.post !== '') {
          // A message that is posted as a frame begins is heard when the frame has been painted.
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', () => done(performance.now() - event.timeStamp));
          port1.start();
          port2.postMessage(null);
        } else if (performance.now() - event.timeStamp > PATIENCE_MS)
          failed(new Error(`the next case did not come: ${JSON.stringify([before, now])}`));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    { capture: true },
  );
  (window as Probed).docketProbe = probe;
}

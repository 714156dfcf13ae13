import type { Page } from '@playwright/test';

/** What a camera or a scanner adds to what was drawn. Every value is a strength from 0 to 1. */
export type Treatment = Readonly<{
  /** Grain, soft as a sensor's: the same for the same seed. */
  noise: number;
  vignette?: number;
  /** A warm (positive) or cold (negative) cast. */
  warmth?: number;
}>;

export type Drawing = Readonly<{
  html: string;
  width: number;
  height: number;
  mediaType: 'image/jpeg' | 'image/png' | 'image/webp';
  /** Of JPEG and WebP, 0 to 1. */
  quality: number;
  treatment: Treatment | null;
}>;

/** Draws a page and develops it as a picture file. */
export async function develop(page: Page, drawing: Drawing): Promise<Buffer> {
  const { width, height, html, mediaType, quality, treatment } = drawing;
  await page.setViewportSize({ width, height });
  await page.setContent(`<!doctype html><style>${reset}</style>${html}`);
  const drawn = await page.screenshot({ type: 'png', animations: 'disabled' });
  if (treatment === null && mediaType === 'image/png') return drawn;
  const source = `data:image/png;base64,${drawn.toString('base64')}`;
  const developed = await page.evaluate(
    `(${developInPage})(${JSON.stringify({ source, mediaType, quality, noise: 0, vignette: 0, warmth: 0, ...treatment })})`,
  );
  return Buffer.from(String(developed).split(',')[1] ?? '', 'base64');
}

const reset = `
  * { box-sizing: border-box; margin: 0; padding: 0 }
  html, body { width: 100%; height: 100%; overflow: hidden; font-family: 'DejaVu Sans', sans-serif }
  svg { display: block }`;

/** Runs in the page, so it is text: this folder is compiled for Node, which knows no canvas. */
const developInPage = `async ({ source, mediaType, quality, noise, vignette, warmth }) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const frame = context.getImageData(0, 0, canvas.width, canvas.height);
  const { data, width, height } = frame;
  let state = 20261123;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  // Each grain leans on its neighbours, above and to the left: soft, and cheap to compress.
  let above = new Float32Array(width);
  for (let y = 0; y < height; y += 1) {
    const row = new Float32Array(width);
    let left = 0;
    for (let x = 0; x < width; x += 1) {
      const fresh = (random() + random() + random() - 1.5) * 60 * noise;
      const grain = 0.5 * fresh + 0.3 * left + 0.2 * above[x];
      left = grain;
      row[x] = grain;
      const away = Math.hypot((x / width - 0.5) * 1.3, (y / height - 0.5) * 1.3);
      const shade = 1 - vignette * Math.max(0, away - 0.32) * 1.5;
      const at = (y * width + x) * 4;
      data[at] = data[at] * shade + grain + warmth * 14;
      data[at + 1] = data[at + 1] * shade + grain + warmth * 4;
      data[at + 2] = data[at + 2] * shade + grain - warmth * 14;
    }
    above = row;
  }
  context.putImageData(frame, 0, 0);
  return canvas.toDataURL(mediaType, quality);
}`;

import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

/**
 * Draws icon.png, the same shapes as icon.svg, without an image library: every pixel is the blend of rounded
 * rectangles (a circle is one whose radius is half its side), their edges softened over one pixel.
 */

type Colour = readonly [red: number, green: number, blue: number];
type Shape = Readonly<{
  x: number;
  y: number;
  width: number;
  height: number;
  radius: number;
  colour: Colour;
  opacity: number;
}>;

const SIZE = 512;
const WHITE: Colour = [255, 255, 255];

const SHAPES: readonly Shape[] = [
  { x: 16, y: 16, width: 480, height: 480, radius: 104, colour: [31, 58, 95], opacity: 1 },
  { x: 120, y: 128, width: 272, height: 56, radius: 16, colour: WHITE, opacity: 0.45 },
  { x: 120, y: 216, width: 272, height: 56, radius: 16, colour: WHITE, opacity: 0.7 },
  { x: 120, y: 304, width: 184, height: 80, radius: 16, colour: WHITE, opacity: 1 },
  { x: 316, y: 304, width: 80, height: 80, radius: 40, colour: [242, 181, 68], opacity: 1 },
];

/** How much of the pixel at (x, y) the shape covers, from 0 to 1. */
function coverage(shape: Shape, x: number, y: number): number {
  const dx = Math.abs(x + 0.5 - shape.x - shape.width / 2) - shape.width / 2 + shape.radius;
  const dy = Math.abs(y + 0.5 - shape.y - shape.height / 2) - shape.height / 2 + shape.radius;
  const distance =
    Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - shape.radius;
  return Math.min(Math.max(0.5 - distance, 0), 1);
}

function pixel(x: number, y: number): readonly number[] {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (const shape of SHAPES) {
    const over = coverage(shape, x, y) * shape.opacity;
    const total = over + alpha * (1 - over);
    if (total === 0) continue;
    const mix = (above: number, below: number): number => (above * over + below * alpha * (1 - over)) / total;
    [red, green, blue] = [mix(shape.colour[0], red), mix(shape.colour[1], green), mix(shape.colour[2], blue)];
    alpha = total;
  }
  return [red, green, blue, alpha * 255].map(Math.round);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

const rows: number[] = [];
for (let y = 0; y < SIZE; y += 1) {
  // Each row of a PNG starts with its filter: none.
  rows.push(0);
  for (let x = 0; x < SIZE; x += 1) rows.push(...pixel(x, y));
}

const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
// Eight bits a channel, red-green-blue-alpha.
header.set([8, 6, 0, 0, 0], 8);

writeFileSync(
  new URL('icon.png', import.meta.url),
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);

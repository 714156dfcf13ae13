import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromRoot } from '../../../build/support/root.ts';
import { readPictureWords } from '../../../renderer/evidence/model/picture-words.ts';

/** The head of a photograph with an EXIF block of these ASCII tags: number and words. */
function photograph(tags: readonly (readonly [number, string])[]): Uint8Array {
  const entries = Buffer.alloc(2 + tags.length * 12 + 4);
  entries.writeUInt16BE(tags.length, 0);
  const values: Buffer[] = [];
  let offset = 8 + entries.length;
  for (const [index, [tag, words]] of tags.entries()) {
    const value = Buffer.from(`${words}\0`.padEnd(5, '\0'), 'latin1');
    const at = 2 + index * 12;
    entries.writeUInt16BE(tag, at);
    entries.writeUInt16BE(2, at + 2);
    entries.writeUInt32BE(value.length, at + 4);
    entries.writeUInt32BE(offset, at + 8);
    values.push(value);
    offset += value.length;
  }
  const tiff = Buffer.concat([Buffer.from('MM\0*\0\0\0\u0008', 'latin1'), entries, ...values]);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), head, body, Buffer.from([0xff, 0xd9])]);
}

const MAKE = 0x010f;
const DESCRIPTION = 0x010e;
const SOFTWARE = 0x0131;

test('what a photograph says of itself is words, markup and all', async () => {
  const markup = '"><script>alert(1)</script>';
  const words = await readPictureWords(
    photograph([
      [DESCRIPTION, markup],
      [MAKE, 'A camera'],
      [SOFTWARE, 'x'.repeat(5000)],
    ]),
  );
  expect(words).toContainEqual({ label: 'ImageDescription', value: markup });
  expect(words).toContainEqual({ label: 'Make', value: 'A camera' });
  expect(words.find(({ label }) => label === 'Software')?.value).toHaveLength(300);
});

test('a photograph of the demo names its camera', async () => {
  const words = await readPictureWords(readFileSync(fromRoot('central/demo/media/vase.jpg')));
  expect(words).toContainEqual({ label: 'Make', value: 'Halden' });
});

test.each([
  ['nothing', new Uint8Array()],
  ['noise', new Uint8Array(5000).fill(0xff)],
  ['half a block', photograph([[MAKE, 'A camera']]).subarray(0, 30)],
])('%s says nothing, and harms nothing', async (_what, bytes) => {
  expect(await readPictureWords(bytes)).toEqual([]);
});

import { expect, test } from 'vitest';
import { sizeOfImage } from '../../../renderer/evidence/model/image-size.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)),
  );
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

const pictures = {
  png: bytes([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 0x75, 0x30], [0, 0, 0x75, 0x30]),
  gif: bytes('GIF89a', [0x30, 0x75], [0x30, 0x75]),
  bmp: bytes('BM', zeros(16), [0x30, 0x75, 0, 0], [0xd0, 0x8a, 0xff, 0xff]),
  'webp, extended': bytes('RIFF', zeros(4), 'WEBP', 'VP8X', zeros(8), [0x2f, 0x75, 0], [0x2f, 0x75, 0]),
  'webp, lossy': bytes('RIFF', zeros(4), 'WEBP', 'VP8 ', zeros(10), [0x30, 0x35], [0x30, 0x35]),
  jpeg: bytes([0xff, 0xd8, 0xff, 0xe0, 0, 6, 1, 2, 3, 4, 0xff, 0xc2, 0, 17, 8, 0x75, 0x30, 0x75, 0x30, 3]),
};

test.each(Object.entries(pictures))(
  'fault 33: the size of a %s is read from its first bytes',
  (name, head) => {
    const side = name === 'webp, lossy' ? 0x3530 : 30_000;
    expect(sizeOfImage(head)).toEqual({ width: side, height: side });
  },
);

test('fault 33: bytes cut anywhere, of no format, or a segment that leads nowhere give no size and no error', () => {
  for (const head of Object.values(pictures))
    for (let length = 0; length < head.length; length += 1)
      expect(() => sizeOfImage(head.subarray(0, length))).not.toThrow();
  expect(sizeOfImage(bytes('<svg xmlns="http://www.w3.org/2000/svg" width="99999">'))).toBeNull();
  expect(sizeOfImage(bytes([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff], zeros(20)))).toBeNull();
  expect(sizeOfImage(bytes([0xff, 0xd8], zeros(40)))).toBeNull();
});

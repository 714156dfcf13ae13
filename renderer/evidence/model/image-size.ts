/** How large a picture says that it is, from its first bytes: a few of them can ask for more memory than there is. */

export type Size = Readonly<{ width: number; height: number }>;

/** Bytes that hold the size in what cameras and programs write. */
export const HEAD_BYTES = 256 * 1024;

/** Null where the format is not known, or the size is not within these bytes. Formats: PNG, GIF, JPEG, WebP, BMP. */
export function sizeOfImage(head: Uint8Array): Size | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const at = (offset: number, text: string): boolean =>
    head.length >= offset + text.length &&
    Array.from(text).every((letter, index) => head[offset + index] === letter.charCodeAt(0));
  if (at(1, 'PNG') && at(12, 'IHDR') && head.length >= 24)
    return { width: view.getUint32(16), height: view.getUint32(20) };
  if (at(0, 'GIF8') && head.length >= 10)
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (at(0, 'BM') && head.length >= 26)
    return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
  if (at(0, 'RIFF') && at(8, 'WEBP') && head.length >= 30) return sizeOfWebp(view, at);
  if (head[0] === 0xff && head[1] === 0xd8) return sizeOfJpeg(view);
  return null;
}

function sizeOfWebp(view: DataView, at: (offset: number, text: string) => boolean): Size | null {
  const uint24 = (offset: number): number =>
    view.getUint16(offset, true) + view.getUint8(offset + 2) * 65_536;
  if (at(12, 'VP8X')) return { width: uint24(24) + 1, height: uint24(27) + 1 };
  if (at(12, 'VP8 '))
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (!at(12, 'VP8L')) return null;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

/** Frames begin with the markers C0 to CF, but for the tables C4, C8 and CC. */
function sizeOfJpeg(view: DataView): Size | null {
  let offset = 2;
  while (offset + 9 <= view.byteLength) {
    if (view.getUint8(offset) !== 0xff) return null;
    const marker = view.getUint8(offset + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(offset + 7), height: view.getUint16(offset + 5) };
    // Filling bytes stand alone; segments say how long they are.
    offset += marker === 0xff ? 1 : 2 + view.getUint16(offset + 2);
  }
  return null;
}

/**
 * A recorder does not know how long a recording will be when it writes the head of a WebM file, so it leaves the
 * duration out, and a player can then not show it. It also leaves a `Void` element before `Info`, from whose room
 * the duration is taken here: everything after `Info` stays where the index says that it is.
 */
const INFO = Buffer.from([0x15, 0x49, 0xa9, 0x66]);
/** In the index: the position of `Info`, in one byte. */
const INFO_IN_INDEX = Buffer.from([0x53, 0xab, 0x84, ...INFO, 0x53, 0xac, 0x81]);
const VOID = 0xec;
const ELEMENT_BYTES = 11;

/** Milliseconds are the file's own unit: the recorder's `TimecodeScale` is one million nanoseconds. */
export function withDuration(webm: Buffer, durationMs: number): Buffer {
  const indexed = webm.indexOf(INFO_IN_INDEX);
  const info = webm.indexOf(INFO, indexed + INFO_IN_INDEX.length);
  const room = webm
    .subarray(0, info)
    .findLastIndex((byte, at) => byte === VOID && endOf(webm, at + 1) === info);
  if (indexed === -1 || info === -1 || room === -1) {
    throw new Error('the recorder wrote another kind of WebM file than the one this knows');
  }
  const size = (webm[info + INFO.length] ?? 0) & 0x7f;
  const end = info + INFO.length + 1 + size;
  const duration = Buffer.alloc(ELEMENT_BYTES);
  duration.set([0x44, 0x89, 0x88]);
  duration.writeDoubleBE(durationMs, 3);
  const head = Buffer.from(webm.subarray(0, info - ELEMENT_BYTES));
  head[room + 1] = (head[room + 1] ?? 0) - ELEMENT_BYTES;
  const position = indexed + INFO_IN_INDEX.length;
  head[position] = (head[position] ?? 0) - ELEMENT_BYTES;
  return Buffer.concat([
    head,
    INFO,
    Buffer.from([0x80 | (size + ELEMENT_BYTES)]),
    webm.subarray(info + INFO.length + 1, end),
    duration,
    webm.subarray(end),
  ]);
}

/** Where an element ends whose one-byte size stands at `at`. */
const endOf = (bytes: Buffer, at: number): number => at + 1 + ((bytes[at] ?? 0) & 0x7f);

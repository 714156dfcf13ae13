const CONTEXT = 60;
const LONGEST = 600;

/**
 * Two texts cut down to where they differ: what is the same at both ends is left out but for a little
 * context. Each side is at most about 700 characters. Linear in the texts, so also a line of 1 MB is cheap.
 */
export function shortDifference(before: string, after: string): Readonly<{ before: string; after: string }> {
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const from = Math.max(0, start - CONTEXT);
  return {
    before: cut(before, from, before.length - end),
    after: cut(after, from, after.length - end),
  };
}

function cut(text: string, from: number, changeEnds: number): string {
  const to = Math.min(text.length, changeEnds + CONTEXT, from + LONGEST);
  return `${from > 0 ? '…' : ''}${text.slice(from, to).toWellFormed()}${to < text.length ? '…' : ''}`;
}

function commonStart(one: string, other: string): number {
  const shortest = Math.min(one.length, other.length);
  let index = 0;
  while (index < shortest && one.charCodeAt(index) === other.charCodeAt(index)) index += 1;
  return index;
}

function commonEnd(one: string, other: string, start: number): number {
  const longest = Math.min(one.length, other.length) - start;
  let length = 0;
  while (
    length < longest &&
    one.charCodeAt(one.length - 1 - length) === other.charCodeAt(other.length - 1 - length)
  )
    length += 1;
  return length;
}

/** A paragraph, or a bounded part of a very long one: `[start, end)` in UTF-16 code units of the whole text. */
export type Block = Readonly<{ start: number; end: number; continues: boolean }>;

/** Longest run of text that is analysed and laid out at once. */
export const longestBlock = 2000;

/**
 * Paragraphs of a text, without empty ones; a paragraph beyond `longest` is cut at a space where there is one
 * nearby, never inside a surrogate pair. One pass over the line breaks, so a line of 1 MB takes about a millisecond.
 */
export function blocksOf(text: string, longest = longestBlock): readonly Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const lineEnd = newline === -1 ? text.length : newline;
    for (let start = at; start < lineEnd;) {
      const end = cutAt(text, start, lineEnd, longest);
      if (text.slice(start, end).trim() !== '') blocks.push({ start, end, continues: start > at });
      start = end;
    }
    at = lineEnd + 1;
  }
  return blocks;
}

function cutAt(text: string, start: number, lineEnd: number, longest: number): number {
  if (lineEnd - start <= longest) return lineEnd;
  const limit = start + longest;
  // Looked for in the second half only: without a space anywhere, a search of the whole text would be repeated.
  const half = start + Math.ceil(longest / 2);
  const space = text.slice(half, limit).lastIndexOf(' ');
  if (space !== -1) return half + space + 1;
  const unit = text.charCodeAt(limit);
  return unit >= 0xdc00 && unit <= 0xdfff ? limit - 1 : limit;
}

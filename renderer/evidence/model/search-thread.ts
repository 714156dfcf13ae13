/** A place where the words were found: UTF-16 code units of the text of one message. */
export type Found = Readonly<{ message: number; start: number; end: number }>;

/** Places that are kept; more say nothing new. */
export const mostFound = 5000;

/** A message is looked through in pieces of this length, so that one of 1 MB can be left in the middle. */
const pieceLength = 65_536;
const longestWords = 200;

/**
 * Looks for words in messages, whatever their case. Gives way after each piece: the caller says when to go on, and
 * stops asking when nobody waits for it any more.
 */
export function* searchThread(
  messages: readonly Readonly<{ text: string }>[],
  words: string,
): Generator<undefined, readonly Found[]> {
  const wanted = words.trim().slice(0, longestWords).toWellFormed();
  const found: Found[] = [];
  if (wanted === '') return found;
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
  let looked = 0;
  for (const [message, { text }] of messages.entries()) {
    for (let from = 0; from < Math.max(1, text.length); from += pieceLength) {
      // Pieces overlap by the words' length, so that a place on their border is found; in the first of both only.
      const piece = text.slice(from, from + pieceLength + longestWords * 2);
      for (const match of piece.matchAll(pattern)) {
        if (match.index >= pieceLength) break;
        found.push({ message, start: from + match.index, end: from + match.index + match[0].length });
        if (found.length === mostFound) return found;
      }
      looked += piece.length + 20;
      if (looked >= pieceLength) {
        looked = 0;
        yield;
      }
    }
  }
  return found;
}

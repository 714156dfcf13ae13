/**
 * Text as the rules read it. Writers under review swap Latin letters for look-alikes of other scripts and
 * put invisible characters into words; the rules should read what a person reads. Every place in the folded
 * text can be led back to the UTF-16 offset of the original, so recorded spans point into what was written.
 */

/** Letters of other scripts that are drawn like a Latin one. One UTF-16 unit each, so offsets stay. */
const lookAlikes: Readonly<Record<string, string>> = {
  // Cyrillic
  а: 'a',
  в: 'b',
  е: 'e',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  ԁ: 'd',
  ԛ: 'q',
  ԝ: 'w',
  һ: 'h',
  ӏ: 'l',
  г: 'r',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  І: 'I',
  Ј: 'J',
  Ѕ: 'S',
  // Greek
  ο: 'o',
  ν: 'v',
  α: 'a',
  ι: 'i',
  ρ: 'p',
  κ: 'k',
  τ: 't',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
  // spacing and quotation marks that people type in more than one way
  '\u00a0': ' ',
  '’': "'",
  '‘': "'",
};
const lookAlike = new RegExp(`[${Object.keys(lookAlikes).join('')}]`, 'g');
const disguised = new RegExp(lookAlike.source);
const invisible = /\u034f|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;

export interface FoldedText {
  readonly text: string;
  /** The offset in the original text of an offset in the folded one. */
  original(offset: number): number;
}

const same = (offset: number): number => offset;

/** Linear in the length of the text. */
export function foldText(source: string): FoldedText {
  // oxlint-disable-next-line no-control-regex -- the cheap way out: plain ASCII has nothing to fold
  if (/^[\x00-\x7f]*$/.test(source)) return { text: source, original: same };
  const cuts: number[] = [];
  for (const match of source.matchAll(invisible)) cuts.push(match.index);
  const text = source.replace(invisible, '').replace(lookAlike, (letter) => lookAlikes[letter] ?? letter);
  if (cuts.length === 0) return { text, original: same };
  // The n-th cut stands before folded offset cuts[n] - n: every offset from there on lies one further.
  return {
    text,
    original(offset) {
      let low = 0;
      let high = cuts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((cuts[middle] ?? 0) - middle <= offset) low = middle + 1;
        else high = middle;
      }
      return offset + low;
    },
  };
}

const word = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Mn}\u00ad\u200b-\u200d\u2060]{2,}/gu;
const latin = /\p{Script=Latin}/u;
/** A soft hyphen is typography; these two inside a word are not. */
const brokenWord = /\p{L}[\u200b\u2060]{1,8}\p{L}/u;

/** Most texts hold none of these, and need no second look. */
const deceptive = /[\u200b\u2060]|[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** Words that mix Latin letters with look-alikes of another script, or that hide a break inside. */
export function* mixedScriptWords(source: string): Generator<{ start: number; end: number }> {
  if (!deceptive.test(source)) return;
  for (const match of source.matchAll(word)) {
    const found = match[0];
    const start = match.index;
    // Units of measure deceive nobody: µ and Ω look like no Latin letter, so they are not in the table.
    const mixed = latin.test(found) && disguised.test(found);
    if (mixed || brokenWord.test(found)) yield { start, end: start + found.length };
  }
}

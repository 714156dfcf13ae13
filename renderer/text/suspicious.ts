/**
 * Finds what is in a text and cannot be seen, or looks like something else: bidirectional controls, invisible
 * characters, letters of another alphabet inside a word, styled letters, towers of combining marks.
 * Linear in the length of the text. Offsets are UTF-16 code units; no mark splits a surrogate pair.
 */

export type SuspicionKind =
  | 'bidi-control'
  | 'invisible'
  | 'control'
  | 'look-alike'
  | 'styled-letter'
  | 'combining-stack';

export type Suspicion = Readonly<{
  kind: SuspicionKind;
  start: number;
  end: number;
  /** What a reader takes it for: the Latin letter, the plain form. Empty when nothing is seen. */
  reads: string;
}>;

const bidiControl = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const invisible =
  // oxlint-disable-next-line no-misleading-character-class -- a set of code points, never a sequence
  /[\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180E\u200B-\u200D\u2060-\u2064\u206A-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E007F}\u{E0100}-\u{E01EF}]/u;
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/u;
const styled =
  /[\u{1D400}-\u{1D7FF}\u{1F130}-\u{1F149}\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}\u24B6-\u24E9\uFF21-\uFF3A\uFF41-\uFF5A\uFF10-\uFF19]/u;
const combining = /\p{M}/u;
const pictographic = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]/u;
/** Alphabets whose spelling needs joiners. */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Oriya}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}]/u;
/** Anything that a plain text of Latin letters never holds; most texts are done after this one look. */
const worthALook = /[^\t\n\r\u0020-\u007E\u00A0-\u00AC\u00AE-\u024F\u2010-\u2027\u2030-\u205E\u20A0-\u20CF]/u;

const latin = /\p{Script=Latin}/u;
const wordLetter = /[\p{L}\p{M}\p{N}_]/u;

/** Alphabets with letters that pass for Latin ones, and which. */
const lookAlikes: Readonly<Record<string, string>> = {
  // Cyrillic
  а: 'a',
  в: 'b',
  е: 'e',
  ѕ: 's',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  ԁ: 'd',
  ԛ: 'q',
  ԝ: 'w',
  һ: 'h',
  ӏ: 'l',
  ё: 'e',
  г: 'r',
  п: 'n',
  ь: 'b',
  А: 'A',
  В: 'B',
  Е: 'E',
  Ѕ: 'S',
  І: 'I',
  Ј: 'J',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  Ԍ: 'G',
  Ԛ: 'Q',
  Ԝ: 'W',
  Ӏ: 'I',
  Ь: 'b',
  // Greek
  α: 'a',
  ο: 'o',
  ν: 'v',
  ρ: 'p',
  ι: 'i',
  κ: 'k',
  υ: 'u',
  η: 'n',
  τ: 't',
  χ: 'x',
  γ: 'y',
  ω: 'w',
  ϲ: 'c',
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
  // Armenian
  օ: 'o',
  ս: 'u',
  հ: 'h',
  ո: 'n',
  զ: 'q',
  ց: 'g',
  յ: 'j',
  Օ: 'O',
  Տ: 'S',
  Լ: 'L',
};
const rivalAlphabets = [
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
] as const;

/** More marks than this on one letter hide what stands above and below it. */
export const mostCombiningMarks = 4;

type Letter = Readonly<{ start: number; end: number; char: string; alphabet: number }>;

/** The alphabet of a letter: 0 is Latin, above that the rivals, -1 any other. */
const alphabetOf = (char: string): number => {
  if (latin.test(char)) return 0;
  const rival = rivalAlphabets.findIndex((alphabet) => alphabet.test(char));
  return rival === -1 ? -1 : rival + 1;
};

/** A word of two alphabets is suspicious in the letters of the one that it has fewer of. */
const strangersIn = (word: readonly Letter[]): readonly Letter[] => {
  const latins = word.filter((letter) => letter.alphabet === 0);
  const rivals = word.filter((letter) => letter.alphabet > 0);
  if (latins.length === 0 || rivals.length === 0) return [];
  return latins.length >= rivals.length ? rivals : latins;
};

const latinToOther = new Map(Object.entries(lookAlikes).map(([other, plain]) => [plain, other]));

export function findSuspicions(text: string): readonly Suspicion[] {
  if (!worthALook.test(text)) return [];
  const found: Suspicion[] = [];
  let word: Letter[] = [];
  let previous = '';
  let stackStart = -1;
  let stackCount = 0;

  const add = (kind: SuspicionKind, start: number, end: number, reads: string) => {
    const last = found.at(-1);
    // A run of one kind is one mark: a styled word is named once, not letter by letter.
    if (last !== undefined && last.kind === kind && last.end === start && kind !== 'look-alike') {
      found[found.length - 1] = { kind, start: last.start, end, reads: last.reads + reads };
    } else found.push({ kind, start, end, reads });
  };
  const endWord = () => {
    for (const letter of strangersIn(word)) {
      const reads =
        lookAlikes[letter.char] ?? (letter.alphabet === 0 ? (latinToOther.get(letter.char) ?? '') : '');
      add('look-alike', letter.start, letter.end, reads);
    }
    word = [];
  };
  const endStack = (at: number) => {
    if (stackCount > mostCombiningMarks) add('combining-stack', stackStart, at, '');
    stackCount = 0;
  };

  for (let at = 0; at < text.length;) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const end = at + char.length;
    const isMark = char >= '\u0300' && combining.test(char);
    if (isMark) {
      stackCount += 1;
      if (stackCount === mostCombiningMarks + 1) stackStart = at;
    } else endStack(at);

    if (char < '\u007F' && char >= ' ') {
      // plain ASCII: only matters as part of a word
    } else if (bidiControl.test(char)) add('bidi-control', at, end, '');
    else if (control.test(char)) add('control', at, end, '');
    else if (invisible.test(char)) {
      const next = end < text.length ? String.fromCodePoint(text.codePointAt(end) ?? 0) : '';
      const spelling =
        (char === '\u200D' || char === '\u200C') &&
        ((pictographic.test(previous) && pictographic.test(next)) || joining.test(previous));
      if (!spelling) add('invisible', at, end, '');
    } else if (styled.test(char)) add('styled-letter', at, end, char.normalize('NFKC'));

    if (wordLetter.test(char)) {
      if (!isMark) word.push({ start: at, end, char, alphabet: alphabetOf(char) });
    } else if (!invisible.test(char) && !bidiControl.test(char)) endWord();
    previous = char;
    at = end;
  }
  endStack(text.length);
  endWord();
  return found.sort((a, b) => a.start - b.start);
}

/** `U+0456`, or several of them, at most `most`. */
export function codePoints(text: string, most = 3): string {
  const all = Array.from(
    text,
    (char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return all.length <= most ? all.join(' ') : `${all.slice(0, most).join(' ')} …`;
}

/**
 * The text of HTML written by strangers. Nothing is parsed into elements, so nothing can load or run; what comes
 * out is shown as text. Every character knows where it stood, so that spans of the source can be highlighted.
 */

export type HtmlText = Readonly<{
  text: string;
  /** For each UTF-16 code unit of `text`, its offset in the source. */
  sourceAt: Uint32Array;
}>;

const blocks = new Set(
  'p div br hr li ul ol h1 h2 h3 h4 h5 h6 tr table section article blockquote header footer pre'.split(' '),
);
const dropped = new Set(
  'script style template iframe object noscript title head svg math textarea select'.split(' '),
);
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
  pound: '£',
  euro: '€',
  copy: '©',
  reg: '®',
  trade: '™',
  middot: '·',
};

const LESS = 0x3c;
const AMPERSAND = 0x26;
const tag = /<(\/?)([a-z][a-z0-9]{0,20})/iuy;

/** `<` before anything else is a character of the text. */
const startsTag = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) ||
  (unit >= 0x41 && unit <= 0x5a) ||
  unit === 0x2f ||
  unit === 0x21 ||
  unit === 0x3f;
const isSpace = (unit: number): boolean =>
  unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit > 0x7f && /\s/u.test(String.fromCharCode(unit)));

export function htmlText(source: string): HtmlText {
  const sourceAt = new Uint32Array(source.length);
  const parts: string[] = [];
  let length = 0;
  let last = '\n';
  const put = (text: string, at: number) => {
    for (let unit = 0; unit < text.length; unit += 1) sourceAt[length + unit] = at;
    parts.push(text);
    length += text.length;
    last = text.at(-1) ?? last;
  };
  const newline = (at: number) => {
    if (last !== '\n') put('\n', at);
  };
  const space = (at: number) => {
    if (!/\s/u.test(last)) put(' ', at);
  };

  for (let at = 0; at < source.length;) {
    const unit = source.charCodeAt(at);
    if (unit === LESS && startsTag(source.charCodeAt(at + 1))) {
      tag.lastIndex = at;
      const found = tag.exec(source);
      const isClosing = found?.[1] === '/';
      const named = found?.[2]?.toLowerCase();
      const name = isClosing ? undefined : named;
      const isBlock = named !== undefined && blocks.has(named);
      const start = at;
      at = name !== undefined && dropped.has(name) ? endOfElement(source, at, name) : endOfTag(source, at);
      if (isBlock) newline(start);
      if (name === 'li') put('• ', start);
    } else if (unit === AMPERSAND) {
      const entity = /^&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/iu.exec(source.slice(at, at + 12));
      const decoded = entity === null ? null : decode(entity[1] ?? '');
      put(decoded ?? '&', at);
      at += decoded === null || entity === null ? 1 : entity[0].length;
    } else if (isSpace(unit)) {
      space(at);
      at += 1;
    } else {
      const end = endOfRun(source, at);
      for (let each = at; each < end; each += 1) sourceAt[length + each - at] = each;
      parts.push(source.slice(at, end));
      length += end - at;
      last = source[end - 1] ?? last;
      at = end;
    }
  }
  return { text: parts.join(''), sourceAt: sourceAt.subarray(0, length) };
}

/** Where a span of the source stands in the text: `[start, end)`, empty when all of it was markup. */
export function rangeInText(
  { sourceAt }: HtmlText,
  span: Readonly<{ start: number; end: number }>,
): Readonly<{ start: number; end: number }> {
  return { start: firstAtOrAfter(sourceAt, span.start), end: firstAtOrAfter(sourceAt, span.end) };
}

function firstAtOrAfter(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function endOfRun(source: string, from: number): number {
  let at = from + 1;
  for (; at < source.length; at += 1) {
    const unit = source.charCodeAt(at);
    if (unit === LESS || unit === AMPERSAND || isSpace(unit)) break;
  }
  return at;
}

function endOfTag(source: string, from: number): number {
  const comment = source.startsWith('<!--', from);
  const end = source.indexOf(comment ? '-->' : '>', from + (comment ? 4 : 1));
  return end === -1 ? source.length : end + (comment ? 3 : 1);
}

function endOfElement(source: string, from: number, name: string): number {
  const closing = new RegExp(`</${name}\\b[^>]{0,100}>`, 'giu');
  closing.lastIndex = from;
  return closing.exec(source) === null ? source.length : closing.lastIndex;
}

function decode(entity: string): string | null {
  if (!entity.startsWith('#')) return entities[entity.toLowerCase()] ?? null;
  const code =
    entity[1] === 'x' || entity[1] === 'X' ? parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  const valid = code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);
  return valid ? String.fromCodePoint(code) : null;
}

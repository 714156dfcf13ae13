/**
 * Text of an export made readable again, and nothing else: entities decoded, characters that a wrong encoding
 * broke put back, line breaks set where the export lost them. Letters are never added, removed or reordered.
 */

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  bull: '•',
  middot: '·',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  pound: '£',
  euro: '€',
  yen: '¥',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  uuml: 'ü',
  ouml: 'ö',
  auml: 'ä',
  szlig: 'ß',
};

/** Once: `&amp;lt;` is the text `&lt;`. Unknown names and numbers of no character stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name] ?? named[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    const character = code > 0x1f || code === 0x0a || code === 0x09;
    return character && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : whole;
  });
}

/** UTF-8 once read as Windows-1252, with the first byte kept (`â€™`) or lost (`€™`), and with Ã or Â before Latin. */
const broken: readonly (readonly [RegExp, string])[] = [
  [/â?€™/g, '’'],
  [/â?€˜/g, '‘'],
  [/â?€œ/g, '“'],
  [/â?€(?:\u009d|\u{fffd})/gu, '”'],
  [/â?€“/g, '–'],
  [/â?€”/g, '—'],
  [/â?€¦/g, '…'],
  [/â?€¢/g, '•'],
  [/â?€‹/g, ''],
  [/â?€¨/g, '\n'],
  [/Ã‚·|Â·|ï‚·|ïƒ˜/g, '·'],
  [/Â(?=[\u00a0£©®°])/g, ''],
];

export function repairEncoding(text: string): string {
  if (!/[€ÂÃïâ]/.test(text)) return text;
  return broken.reduce((repaired, [pattern, right]) => repaired.replace(pattern, right), text);
}

/** Words that are written with a capital inside; splitting them would be wrong. */
const compounds = new Set(
  (
    'JavaScript TypeScript CoffeeScript ActionScript PostScript PowerPoint SharePoint WordPress QuickBooks FreshBooks ' +
    'SalesForce FaceBook LinkedIn YouTube WhatsApp SnapChat MailChimp OpenStack OpenSource BackBone DreamWeaver ' +
    'SolidWorks PowerShell PhotoShop BlackBerry PricewaterhouseCoopers DataBase WebSphere SmartPhone AngularJs ' +
    'TeamViewer MasterCard BitBucket StackOverflow PhoneGap HubSpot GitHub DevOps PayPal eCommerce MongoDb'
  ).split(' '),
);
const joined = /(?<![\p{L}\d])(\p{L}{0,60}\p{Ll}{2})(\p{Lu}\p{Ll}{1,60})(?!\p{L})/gu;

/**
 * Sets a line break where a sentence, a list item or a heading runs into the next without a space: `site.Load`,
 * `SkillsThree years`, `one• two`. A joined word that occurs more than once is a name (`TechCorp`), and stays.
 */
export function restoreParagraphs(text: string): string {
  const flat = text.replace(/\r\n?/g, '\n');
  const bullets = flat
    .replace(/([^\s•·])[ \u00a0]{0,3}([•·])(?=[ \u00a0]{0,4}\S)/g, '$1\n$2')
    .replace(/([\p{Ll}\d)%][.!?:;])(?=\p{Lu}\p{L}|\p{Lu} )/gu, '$1\n');
  const times = new Map<string, number>();
  for (const [word] of bullets.matchAll(joined)) times.set(word, (times.get(word) ?? 0) + 1);
  return bullets.replace(joined, (word, left: string, right: string) =>
    compounds.has(word) || (times.get(word) ?? 0) > 1 ? word : `${left}\n${right}`,
  );
}

export const cleanLine = (text: string): string =>
  repairEncoding(decodeEntities(text)).replace(/\s+/g, ' ').trim();
export const cleanText = (text: string): string =>
  restoreParagraphs(repairEncoding(decodeEntities(text))).trim();

/** Why this text cannot be stored, or null. */
export function textFault(text: string, most: number): string | null {
  if (text.includes('\0')) return 'holds NUL';
  if (!text.isWellFormed()) return 'holds a lone surrogate';
  if (text.length > most) return `is longer than ${most} characters`;
  return null;
}

/** At most `most` UTF-16 units, cut between characters. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}

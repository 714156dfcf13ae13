/**
 * Web addresses in a text written by strangers. They are never links: they are shown with a broken scheme and
 * broken dots, and with the host that a browser would really go to.
 */

export type WebAddress = Readonly<{
  start: number;
  end: number;
  /** `[start, schemeEnd)` is the scheme with its colon and slashes; empty when there is none. */
  schemeEnd: number;
  hostStart: number;
  hostEnd: number;
  /** The host that would be contacted, international names as punycode; null when no browser would accept it. */
  host: string | null;
  /** The host is not what the text shows: punycode, or something before an @. */
  deceives: boolean;
}>;

const endings =
  'com|net|org|info|biz|io|co|me|ly|app|dev|xyz|site|online|shop|top|club|link|click|live|work|jobs|gg|to|cc|ru|cn|uk|de|fr|in|us|eu|example|test|рф';
// Every repetition is bounded, so that no text can make the search slow.
const address = new RegExp(
  String.raw`(?<![\p{L}\p{N}@._-])(?:` +
    String.raw`([a-z][a-z0-9+.-]{1,14}:\/\/)[^\s<>"'“”«»]{1,2000}` +
    String.raw`|(?:[\p{L}\p{N}\u00AD\u200B-\u200D\u2060](?:[\p{L}\p{N}\u00AD\u200B-\u200D\u2060-]{0,62}))(?:\.[\p{L}\p{N}-]{1,63}){0,5}\.(?:${endings})(?![\p{L}\p{N}-])(?:[:\/?#][^\s<>"'“”«»]{0,2000})?` +
    ')',
  'giu',
);
const trailing = /[.,;:!?)\]}'"*…]+$/u;

export function findWebAddresses(text: string): readonly WebAddress[] {
  if (!text.includes('.') && !text.includes('://')) return [];
  const found: WebAddress[] = [];
  for (const match of text.matchAll(address)) {
    const written = match[0].replace(trailing, '');
    const scheme = match[1] ?? '';
    if (written.length <= scheme.length) continue;
    const start = match.index;
    const authority = /^[^/?#\\]*/u.exec(written.slice(scheme.length))?.[0] ?? '';
    const atSign = authority.lastIndexOf('@');
    const shownHost = authority.slice(atSign + 1).replace(/:\d*$/u, '');
    const hostStart = start + scheme.length + atSign + 1;
    const host = realHost(scheme, written);
    found.push({
      start,
      end: start + written.length,
      schemeEnd: start + scheme.length,
      hostStart,
      hostEnd: hostStart + shownHost.length,
      host,
      deceives: atSign !== -1 || (host !== null && host !== shownHost.toLowerCase()),
    });
  }
  return found;
}

/** As a browser would take it: schemes that it does not know are read as https, so that the host is parsed. */
function realHost(scheme: string, written: string): string | null {
  const rest = written.slice(scheme.length);
  const read = URL.parse(/^https?:\/\/$/iu.test(scheme) ? written : `https://${rest}`);
  return read === null || read.hostname === '' ? null : read.hostname;
}

/** One piece of an address, broken so that neither a program nor a hurried copy makes it work again. */
export function defang(piece: string, part: 'scheme' | 'host' | 'rest'): string {
  if (part === 'scheme') return piece.replace(/t/gu, 'x').replace(/T/gu, 'X');
  return part === 'host' ? piece.replaceAll('.', '[.]') : piece;
}

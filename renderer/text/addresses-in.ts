import { findWebAddresses } from './web-addresses.ts';

/** An address as it is written, and where a browser would go with it. */
export type NamedAddress = Readonly<{ written: string; href: string; host: string; deceives: boolean }>;

const MOST = 100;
/** Read at once when the item is shown, so no more than a moment of it: the addresses of its beginning. */
const MOST_CHARACTERS = 100_000;

const known = new WeakMap<object, readonly NamedAddress[]>();

/** Each web address in the texts of a document once, in their order; http and https only. */
export function addressesIn(document: object): readonly NamedAddress[] {
  const before = known.get(document);
  if (before !== undefined) return before;
  const found = new Map<string, NamedAddress>();
  let left = MOST_CHARACTERS;
  const waiting: unknown[] = [document];
  while (waiting.length > 0 && left > 0 && found.size < MOST) {
    const value = waiting.pop();
    if (typeof value === 'string') {
      const text = value.slice(0, left);
      left -= text.length;
      for (const address of addressesOf(text)) if (found.size < MOST) found.set(address.href, address);
    } else if (typeof value === 'object' && value !== null) {
      waiting.push(...Object.values(value).toReversed());
    }
  }
  const all = [...found.values()];
  known.set(document, all);
  return all;
}

function addressesOf(text: string): NamedAddress[] {
  return findWebAddresses(text).flatMap(({ start, end, schemeEnd, host, deceives }) => {
    const written = text.slice(start, end);
    const href = URL.parse(schemeEnd > start ? written : `https://${written}`)?.href;
    const isWeb = href !== undefined && /^https?:/u.test(href) && href.length <= 2000;
    return host !== null && isWeb ? [{ written, href, host, deceives }] : [];
  });
}

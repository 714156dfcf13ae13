import { en } from './en.ts';
import { createTranslate, pseudoLocalise, type Translate } from './translate.ts';

export type Locale = Readonly<{ tag: string; direction: 'ltr' | 'rtl'; translate: Translate }>;

const pseudo = () => createTranslate(pseudoLocalise(en), 'en');

/**
 * By the codes that CLDR keeps for them: `en-XA` is accented and longer, `ar-XB` the same from right to left. They
 * show what is cut off, what is not in the catalogue, and what does not turn with the page.
 */
const locales: Readonly<Record<string, () => Locale>> = {
  'en-XA': () => ({ tag: 'en-XA', direction: 'ltr', translate: pseudo() }),
  'ar-XB': () => ({ tag: 'ar-XB', direction: 'rtl', translate: pseudo() }),
};

/** The locale that an address asks for with `?lang=`; English when it asks for none that there is. */
export function localeOf(search: string): Locale {
  const asked = new URLSearchParams(search).get('lang') ?? '';
  const other = Object.hasOwn(locales, asked) ? locales[asked]?.() : undefined;
  return other ?? { tag: 'en', direction: 'ltr', translate: createTranslate(en, 'en') };
}

import { createContext, use } from 'react';
import { en, type MessageKey } from './en.ts';

/** Values for the `{name}` places of a sentence. */
export type MessageArguments = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: MessageArguments) => string;
export type { MessageKey };

export type Catalogue = Readonly<Record<MessageKey, string>>;

/**
 * `{name}` is replaced by the value. `{name|one case|# cases}` chooses by the plural rule of the locale,
 * its last form for all but `one`, with `#` as the number.
 */
export function createTranslate(catalogue: Catalogue, locale: string): Translate {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const say = (value: string | number | undefined) =>
    typeof value === 'number' ? number.format(value) : (value ?? '');
  return (key, values = {}) =>
    catalogue[key].replace(
      /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g,
      (_, name: string, one?: string, other?: string) => {
        const value = values[name];
        if (one === undefined || other === undefined) return say(value);
        const form = plural.select(Number(value)) === 'one' ? one : other;
        return form.replace('#', say(value));
      },
    );
}

const accents: Readonly<Record<string, string>> = {
  a: 'à',
  e: 'é',
  i: 'ï',
  o: 'ö',
  u: 'û',
  c: 'ç',
  n: 'ñ',
};

/** A third longer and accented, places untouched: shows what is not in the catalogue, and what is cut off. */
export function pseudoLocalise(catalogue: Catalogue): Catalogue {
  const stretch = (sentence: string) => {
    const accented = sentence
      .split(/(\{[^}]*\})/)
      .map((part) =>
        part.startsWith('{') ? part : part.replace(/[aeioucn]/g, (letter) => accents[letter] ?? letter),
      )
      .join('');
    return `[${accented}${'~'.repeat(Math.ceil(sentence.length / 3))}]`;
  };
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, sentence]) => [key, stretch(sentence)]),
  ) as unknown as Catalogue;
}

export const TranslateContext = createContext<Translate>(createTranslate(en, 'en'));
export const useTranslate = (): Translate => use(TranslateContext);

import type { Template } from '../../contract/catalogue.ts';

/** Placeholders that are still in a text; a message with one must not be sent. */
export const unfilled = (text: string): readonly string[] => [
  ...new Set(Array.from(text.matchAll(/\{\{[^{}]*\}\}/gu), ([written]) => written)),
];

/** The customer's language, else the same language elsewhere, else the organisation's, else the first there is. */
export function languageOf(template: Template, wanted: string | null, fallback: string): string | null {
  const available = Object.keys(template.texts);
  const base = (wanted ?? fallback).split('-')[0];
  return (
    available.find((language) => language === wanted) ??
    available.find((language) => language === base) ??
    available.find((language) => language.split('-')[0] === base) ??
    available.find((language) => language === fallback) ??
    available[0] ??
    null
  );
}

/** Templates for the chosen policies first, then those for any policy, then the rest. */
export function templatesFor(
  templates: readonly Template[],
  policies: readonly string[],
): readonly Template[] {
  const rank = (template: Template) => {
    if (template.policies.some((id) => policies.includes(id))) return 0;
    return template.policies.length === 0 ? 1 : 2;
  };
  return templates
    .map((template, index) => ({ template, index, rank: rank(template) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ template }) => template);
}

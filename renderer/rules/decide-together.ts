/** What is said of a decision on a group of near-duplicates before it is submitted (D13). */
import type { Case } from '../../contract/case.ts';
import type { ActionRule, Catalogue } from '../../contract/catalogue.ts';
import type { DraftContent } from '../../contract/draft.ts';
import { wordDiff } from '../text/word-diff.ts';
import { whatIsMissing } from './what-is-missing.ts';

type Aims = Pick<Case, 'subject' | 'related'>;

/** What asks for a second person, and what is replaced; nothing of it is hidden, and nothing prevents submitting. */
export type Caution =
  | Readonly<{ is: 'approval'; action: string }>
  | Readonly<{ is: 'above'; most: number }>
  | Readonly<{ is: 'drafts'; count: number }>;

export function cautionsOf(
  content: DraftContent,
  catalogue: Catalogue,
  chosen: readonly Readonly<{ caseId: string; hasDraft: boolean }>[],
  like: string | null,
): readonly Caution[] {
  const kinds = new Set(content.actions.map(({ action }) => action));
  const { batchApprovalAbove: most } = catalogue.rules;
  const drafts = chosen.filter(({ caseId, hasDraft }) => hasDraft && caseId !== like).length;
  return [
    ...catalogue.actions
      .filter(({ kind, requiresApproval }) => requiresApproval && kinds.has(kind))
      .map(({ label }) => ({ is: 'approval' as const, action: label })),
    ...(chosen.length > most ? [{ is: 'above' as const, most }] : []),
    ...(drafts > 0 ? [{ is: 'drafts' as const, count: drafts }] : []),
  ];
}

/**
 * The decision as it is asked about on each case. Null while more is missing than the rationale: then each would lack
 * the same, which is said once.
 */
export function toAskAbout(content: DraftContent, of: Aims, catalogue: Catalogue): DraftContent | null {
  const missing = whatIsMissing(content, of, catalogue);
  if (content.outcome === null || missing.some(({ field }) => field !== 'rationale')) return null;
  const least = catalogue.rules.rationaleMinimum[content.outcome];
  return { ...content, rationale: content.rationale.padEnd(least, '.') };
}

/** The relation of what an action is done to: the same on every case of the group. */
export const relationOf = (
  target: DraftContent['actions'][number]['target'],
  of: Aims,
): Aims['related'][number]['relation'] | 'subject' =>
  of.related.find(({ subject }) => subject.type === target.type && subject.id === target.id)?.relation ??
  'subject';

export const endsAccount = (rules: readonly ActionRule[], content: DraftContent): boolean =>
  rules.some((rule) => rule.endsAccount && content.actions.some(({ action }) => action === rule.kind));

/** Words of one text in place of words of another. */
export type Difference = Readonly<{ before: string; after: string }>;

/** A text without the lines that name what is shown beside it anyway. */
export const withoutLines = (text: string, known: readonly string[]): string =>
  text
    .split('\n')
    .filter((line) => !known.includes(line))
    .join('\n');

/** In the order of the text, each once; a change that is only one of white space is none. */
export function differencesOf(before: string, after: string): readonly Difference[] {
  const differences: Difference[] = [];
  let open: { before: string; after: string } | null = null;
  for (const { is, text } of wordDiff(before, after)) {
    if (is === 'same') {
      open = null;
      continue;
    }
    if (open === null) differences.push((open = { before: '', after: '' }));
    open[is === 'removed' ? 'before' : 'after'] += text;
  }
  const trimmed = differences.map((one) => ({ before: one.before.trim(), after: one.after.trim() }));
  const told = new Map(trimmed.map((one) => [JSON.stringify(one), one]));
  return [...told.values()].filter((one) => one.before !== one.after);
}

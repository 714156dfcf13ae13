import type { Draft, DraftContent } from '../../../contract/draft.ts';
import type { StoredDecision } from '../store/work/decisions.ts';
import type { StoredDraft } from '../store/work/drafts.ts';

export const emptyContent: DraftContent = {
  outcome: null,
  policies: [],
  actions: [],
  severity: null,
  rationale: '',
  message: null,
  adopts: null,
  caret: null,
};

export const emptyDraft: Draft = { content: emptyContent, revision: 0, savedAt: null };

export const draftOf = (stored: StoredDraft): Draft => ({
  content: stored.content,
  revision: stored.revision,
  savedAt: stored.savedAt,
});

/**
 * The revision that a draft brought back from a decision has: seconds of the decision's making, far above what a
 * window counted to before, so that a save still under way from then is a conflict and never an overwrite (D10).
 */
export const revisionBroughtBack = (decidedAt: string): number => Math.floor(Date.parse(decidedAt) / 1000);

/** An unsent decision as a draft: saving after it edits it, which withdraws it (D4). */
export const draftOfDecision = (decision: StoredDecision): Draft => ({
  content: decision.draft,
  revision: revisionBroughtBack(decision.decidedAt),
  savedAt: decision.decidedAt,
});

const BEGINNING = 160;

/** By what a person knows it again: the first words that they wrote. */
export function beginningOf({ rationale, message }: DraftContent): string {
  const written = (rationale.trim() || message?.body || '').slice(0, BEGINNING * 4);
  const words = written.replaceAll(/\s+/g, ' ').trim();
  if (words.length <= BEGINNING) return words.toWellFormed();
  const cut = words.slice(0, BEGINNING);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), BEGINNING / 2)).toWellFormed()} …`;
}

/** Nothing in it that anybody would miss; where the caret stood is nothing. */
export function isBlank(content: DraftContent): boolean {
  return (
    content.outcome === null &&
    content.policies.length === 0 &&
    content.actions.length === 0 &&
    content.severity === null &&
    content.rationale === '' &&
    content.message === null &&
    content.adopts === null
  );
}

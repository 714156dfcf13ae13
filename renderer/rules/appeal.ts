import type { DraftContent } from '../../contract/draft.ts';
import { isUpheld, type FirstDecision } from '../../contract/first-decision.ts';
import { chooseOutcome, type FormContext } from './form-changes.ts';

/** The first decision as the form's content; the rationale stays, since reasons are the reviewer's own. */
export function uphold(
  content: DraftContent,
  first: FirstDecision,
  { catalogue }: FormContext,
): DraftContent {
  return {
    ...content,
    outcome: first.outcome,
    severity: first.severity,
    // One that the catalogue has no longer cannot be named again.
    policies: first.policies.filter((id) => catalogue.policies.some((policy) => policy.id === id)),
    actions: [...first.actions],
  };
}

/** The other outcome; what else is right now is for the reviewer to choose. */
export const overturn = (content: DraftContent, first: FirstDecision): DraftContent =>
  chooseOutcome(content, first.outcome === 'no-violation' ? 'violation' : 'no-violation');

/** What submitting the form as it is would mean for the first decision; null while it has no outcome. */
export function becomes(content: DraftContent, first: FirstDecision): 'upheld' | 'overturned' | null {
  const { outcome, actions } = content;
  if (outcome === null) return null;
  return isUpheld(first, { outcome, actions: [...actions] }) ? 'upheld' : 'overturned';
}

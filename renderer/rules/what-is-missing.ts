import type { Catalogue } from '../../contract/catalogue.ts';
import type { Case } from '../../contract/case.ts';
import type { DraftContent } from '../../contract/draft.ts';
import { unfilled } from './fill-template.ts';
import { chosenPolicies, escalationOf } from './permitted.ts';
import { targetKey, targetsFor } from './targets.ts';

export type Missing =
  | Readonly<{ field: 'outcome'; why: 'outcome' }>
  | Readonly<{ field: 'policies'; why: 'policy' | 'policy-with-no-violation' }>
  | Readonly<{ field: 'policies'; why: 'escalation-only'; policy: string }>
  | Readonly<{ field: 'actions'; why: 'not-permitted' | 'target'; action: string }>
  | Readonly<{ field: 'rationale'; why: 'rationale'; more: number }>
  | Readonly<{ field: 'message'; why: 'empty-message' }>
  | Readonly<{ field: 'message'; why: 'unfilled'; placeholder: string }>;

/**
 * What a draft lacks to be a decision, in the order of the screen. The workstation checks again when it is
 * submitted; this says it before anybody presses the button.
 */
export function whatIsMissing(
  content: DraftContent,
  of: Pick<Case, 'subject' | 'related'>,
  catalogue: Catalogue,
): readonly Missing[] {
  const policies = chosenPolicies(catalogue, content.policies);
  const escalation = escalationOf(policies);
  if (escalation !== null) return [{ field: 'policies', why: 'escalation-only', policy: escalation.title }];
  const missing: Missing[] = [];
  if (content.outcome === 'violation' && policies.length === 0)
    missing.push({ field: 'policies', why: 'policy' });
  if (content.outcome === 'no-violation' && policies.length > 0) {
    missing.push({ field: 'policies', why: 'policy-with-no-violation' });
  }
  if (content.outcome === null) missing.push({ field: 'outcome', why: 'outcome' });
  for (const action of content.actions) {
    const rule = catalogue.actions.find(({ kind }) => kind === action.action);
    const label = rule?.label ?? action.action;
    const permitted = policies.some(({ actions }) => actions.includes(action.action));
    const target = targetKey(action.target);
    if (rule === undefined || !permitted)
      missing.push({ field: 'actions', why: 'not-permitted', action: label });
    else if (!targetsFor(rule, of).some(({ subject }) => targetKey(subject) === target)) {
      missing.push({ field: 'actions', why: 'target', action: label });
    }
  }
  if (content.outcome !== null) {
    const more = catalogue.rules.rationaleMinimum[content.outcome] - [...content.rationale.trim()].length;
    if (more > 0) missing.push({ field: 'rationale', why: 'rationale', more });
  }
  if (content.message !== null) {
    if (content.message.body.trim() === '') missing.push({ field: 'message', why: 'empty-message' });
    const placeholder = unfilled(`${content.message.subject}\n${content.message.body}`)[0];
    if (placeholder !== undefined) missing.push({ field: 'message', why: 'unfilled', placeholder });
  }
  return missing;
}

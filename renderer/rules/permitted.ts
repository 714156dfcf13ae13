import type { ActionKind } from '../../contract/action.ts';
import type { Case } from '../../contract/case.ts';
import type { ActionRule, Catalogue, Outcome, Policy, Severity } from '../../contract/catalogue.ts';
import type { SubjectType } from '../../contract/subject.ts';
import { targetsFor } from './targets.ts';

/** Why an action cannot be ticked now. */
export type Refusal =
  | 'no-violation'
  | 'no-policy'
  | 'not-permitted'
  | 'no-target'
  | 'escalation-only'
  | 'withheld';

export const severities: readonly Severity[] = ['low', 'medium', 'high', 'severe'];

/** Policies that can apply to this subject first, in the catalogue's order; then the others. */
export function policiesFor(catalogue: Catalogue, subject: SubjectType): readonly Policy[] {
  const fits = (policy: Policy) => policy.subjects.includes(subject);
  return [...catalogue.policies.filter(fits), ...catalogue.policies.filter((policy) => !fits(policy))];
}

/** In the order of the catalogue, so that titles in a message do not depend on what was ticked first. */
export const chosenPolicies = (catalogue: Catalogue, ids: readonly string[]): readonly Policy[] =>
  catalogue.policies.filter(({ id }) => ids.includes(id));

export const escalationOf = (policies: readonly Policy[]): Policy | null =>
  policies.find(({ mandatoryEscalation }) => mandatoryEscalation) ?? null;

export function refusalOf(
  rule: ActionRule,
  now: Readonly<{
    outcome: Outcome | null;
    policies: readonly Policy[];
    of: Pick<Case, 'subject' | 'related'>;
    offline: boolean;
  }>,
): Refusal | null {
  if (now.outcome === 'no-violation') return 'no-violation';
  if (escalationOf(now.policies) !== null) return 'escalation-only';
  if (now.policies.length === 0) return 'no-policy';
  if (!now.policies.some(({ actions }) => actions.includes(rule.kind))) return 'not-permitted';
  if (targetsFor(rule, now.of).length === 0) return 'no-target';
  return now.offline && rule.offline === 'forbid' ? 'withheld' : null;
}

/** The gravest of the chosen policies, one step up for who was warned twice or more. Null without a policy. */
export function suggestedSeverity(policies: readonly Policy[], strikes: number): Severity | null {
  if (policies.length === 0) return null;
  const gravest = Math.max(...policies.map(({ severity }) => severities.indexOf(severity)));
  return severities[Math.min(severities.length - 1, gravest + (strikes >= 2 ? 1 : 0))] ?? null;
}

/** The rule of the action that takes most from a customer: it names the submit button. */
export function gravestOf(rules: readonly ActionRule[], kinds: readonly ActionKind[]): ActionRule | null {
  return rules
    .filter(({ kind }) => kinds.includes(kind))
    .reduce<ActionRule | null>(
      (gravest, rule) => (gravest === null || rule.gravity > gravest.gravity ? rule : gravest),
      null,
    );
}

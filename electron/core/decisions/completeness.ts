import type { Action } from '../../../contract/action.ts';
import type { Case } from '../../../contract/case.ts';
import type { ActionRule, Catalogue, Policy } from '../../../contract/catalogue.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import type { FieldError } from '../../../contract/problem.ts';

/** What the rules look at of a case: its subject and those related to it. */
export type Decidable = Pick<Case, 'subject' | 'related'>;

/**
 * What a draft still lacks to be a decision under a catalogue; empty when nothing. Fields are paths of the
 * draft (`actions.0.target`), so that a window can go to the first of them.
 */
export function whatIsMissing(content: DraftContent, subject: Decidable, catalogue: Catalogue): FieldError[] {
  return [
    ...outcomeErrors(content),
    ...policyErrors(content, catalogue),
    ...content.actions.flatMap((action, index) =>
      actionErrors(action, `actions.${index}`, content, subject, catalogue),
    ),
    ...repeatedActions(content.actions),
    ...rationaleErrors(content, catalogue),
    ...messageErrors(content),
  ];
}

/** The rules of the actions that a draft takes, in the order of its actions. */
export function rulesOf(content: Pick<DraftContent, 'actions'>, catalogue: Catalogue): readonly ActionRule[] {
  return content.actions.flatMap(
    (action) => catalogue.actions.find((rule) => rule.kind === action.action) ?? [],
  );
}

function outcomeErrors(content: DraftContent): FieldError[] {
  return content.outcome === null ? [{ field: 'outcome', message: 'Choose an outcome.' }] : [];
}

function policyErrors(content: DraftContent, catalogue: Catalogue): FieldError[] {
  const errors: FieldError[] = [];
  if (content.outcome === 'violation' && content.policies.length === 0)
    errors.push({ field: 'policies', message: 'Name at least one policy that is violated.' });
  if (content.outcome === 'no-violation' && content.policies.length > 0)
    errors.push({ field: 'policies', message: 'No violation names no policy.' });
  for (const [index, id] of content.policies.entries()) {
    const policy = catalogue.policies.find((one) => one.id === id);
    const field = `policies.${index}`;
    if (policy === undefined) errors.push({ field, message: 'This policy is not in the catalogue.' });
    else if (policy.mandatoryEscalation)
      errors.push({ field, message: `“${policy.title}” permits only escalation.` });
  }
  return errors;
}

function actionErrors(
  action: Action,
  field: string,
  content: DraftContent,
  subject: Decidable,
  catalogue: Catalogue,
): FieldError[] {
  const rule = catalogue.actions.find((one) => one.kind === action.action);
  if (rule === undefined) return [{ field, message: 'This action is not in the catalogue.' }];
  const errors: FieldError[] = [];
  const chosen = chosenPolicies(content, catalogue);
  if (!chosen.some((policy) => policy.actions.includes(action.action)))
    errors.push({ field, message: `No chosen policy permits “${rule.label}”.` });
  if (!isOfCase(action.target, subject))
    errors.push({ field: `${field}.target`, message: 'This target does not belong to the case.' });
  else if (!rule.targets.includes(action.target.type))
    errors.push({ field: `${field}.target`, message: `“${rule.label}” cannot be done to this.` });
  if (action.durationDays !== undefined && !rule.durationsDays.includes(action.durationDays))
    errors.push({ field: `${field}.durationDays`, message: `“${rule.label}” cannot last that long.` });
  return errors;
}

function repeatedActions(actions: readonly Action[]): FieldError[] {
  const seen = new Set<string>();
  return actions.flatMap((action, index) => {
    const key = JSON.stringify([action.action, action.target.type, action.target.id]);
    if (seen.has(key)) return [{ field: `actions.${index}`, message: 'This action is there twice.' }];
    seen.add(key);
    return [];
  });
}

function rationaleErrors(content: DraftContent, catalogue: Catalogue): FieldError[] {
  if (content.outcome === null) return [];
  const minimum = catalogue.rules.rationaleMinimum[content.outcome];
  const written = [...content.rationale.trim()].length;
  if (written >= minimum) return [];
  const more = minimum - written;
  return [
    {
      field: 'rationale',
      message:
        written === 0 ? 'Say why.' : `Say why: ${more} more ${more === 1 ? 'character' : 'characters'}.`,
    },
  ];
}

function messageErrors(content: DraftContent): FieldError[] {
  const { message } = content;
  if (message === null) return [];
  return (['subject', 'body'] as const).flatMap((part) => {
    const placeholder = /\{\{[^{}]*\}\}/.exec(message[part]);
    return placeholder === null
      ? []
      : [{ field: `message.${part}`, message: `${placeholder[0].slice(0, 60)} is not filled in.` }];
  });
}

const chosenPolicies = (content: DraftContent, catalogue: Catalogue): Policy[] =>
  catalogue.policies.filter((policy) => content.policies.includes(policy.id));

const isOfCase = (target: Action['target'], subject: Decidable): boolean =>
  [subject.subject, ...subject.related.map((relation) => relation.subject)].some(
    (one) => one.type === target.type && one.id === target.id,
  );

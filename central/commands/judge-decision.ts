/** Whether a decision keeps the rules of the catalogue version that it names (D12). */
import type { Catalogue } from '../../contract/catalogue.ts';
import type { Decision } from '../../contract/command.ts';
import type { FieldError } from '../../contract/problem.ts';
import type { CaseRow } from '../cases/case-row.ts';
import { rejected, type StoredAnswer } from './outcome.ts';

type Judged = Pick<CaseRow, 'subject_type' | 'subject_id' | 'related' | 'queue'>;

/** Null where it keeps them. */
export function judgeDecision(decision: Decision, row: Judged, catalogue: Catalogue): StoredAnswer | null {
  const wrong = missing(decision, catalogue);
  if (wrong.length > 0) return rejected('invalid', 'the decision is not complete', wrong);
  const refused = [...judgePolicies(decision, row, catalogue), ...judgeActions(decision, row, catalogue)];
  return refused.length > 0 ? rejected('not-permitted', 'the catalogue does not permit this', refused) : null;
}

function missing(decision: Decision, catalogue: Catalogue): FieldError[] {
  const errors: FieldError[] = [];
  const fewest = catalogue.rules.rationaleMinimum[decision.outcome];
  if (decision.rationale.trim().length < fewest) {
    errors.push({ field: 'rationale', message: `at least ${fewest} characters` });
  }
  if (decision.outcome === 'violation' && decision.policies.length === 0) {
    errors.push({ field: 'policies', message: 'a violation names the policy' });
  }
  const templateId = decision.message?.templateId ?? null;
  if (templateId !== null && !catalogue.templates.some((template) => template.id === templateId)) {
    errors.push({ field: 'message.templateId', message: `no template ${templateId}` });
  }
  return errors;
}

function judgePolicies(decision: Decision, row: Judged, catalogue: Catalogue): FieldError[] {
  return decision.policies.flatMap((id, index) => {
    const field = `policies.${index}`;
    const policy = catalogue.policies.find((one) => one.id === id);
    if (!policy) return [{ field, message: `no policy ${id}` }];
    if (!policy.subjects.includes(row.subject_type))
      return [{ field, message: `${id} is not for a ${row.subject_type}` }];
    if (policy.mandatoryEscalation && row.queue !== policy.escalationQueue) {
      return [{ field, message: `${id} permits only escalation` }];
    }
    return [];
  });
}

function judgeActions(decision: Decision, row: Judged, catalogue: Catalogue): FieldError[] {
  if (decision.outcome === 'no-violation' && decision.actions.length > 0) {
    return [{ field: 'actions', message: 'none without a violation' }];
  }
  const permitted = new Set(
    catalogue.policies
      .filter((policy) => decision.policies.includes(policy.id))
      .flatMap((policy) => policy.actions),
  );
  const targets = new Set([
    `${row.subject_type} ${row.subject_id}`,
    ...row.related.map(({ subject }) => `${subject.type} ${subject.id}`),
  ]);
  return decision.actions.flatMap((action, index) => {
    const field = `actions.${index}`;
    const rule = catalogue.actions.find((one) => one.kind === action.action);
    if (!rule) return [{ field, message: `no action ${action.action}` }];
    const errors: FieldError[] = [];
    if (!permitted.has(action.action))
      errors.push({ field, message: `no chosen policy permits ${action.action}` });
    if (!targets.has(`${action.target.type} ${action.target.id}`)) {
      errors.push({ field: `${field}.target`, message: 'not the subject of this case or related to it' });
    } else if (!rule.targets.includes(action.target.type)) {
      errors.push({
        field: `${field}.target`,
        message: `${action.action} is not for a ${action.target.type}`,
      });
    }
    if (action.durationDays !== undefined && !rule.durationsDays.includes(action.durationDays)) {
      errors.push({ field: `${field}.durationDays`, message: 'not a duration of this action' });
    }
    return errors;
  });
}

/** What the decision names and the catalogue in force has no more (D12). */
export function withdrawnSince(decision: Decision, current: Catalogue): FieldError[] {
  return [
    ...decision.policies.flatMap((id, index) =>
      current.policies.some((policy) => policy.id === id)
        ? []
        : [{ field: `policies.${index}`, message: `${id} was withdrawn` }],
    ),
    ...decision.actions.flatMap(({ action }, index) =>
      current.actions.some((rule) => rule.kind === action)
        ? []
        : [{ field: `actions.${index}`, message: `${action} was withdrawn` }],
    ),
  ];
}

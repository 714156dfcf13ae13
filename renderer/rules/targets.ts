import type { Action, ActionKind } from '../../contract/action.ts';
import type { Case } from '../../contract/case.ts';
import type { ActionRule, Preset } from '../../contract/catalogue.ts';
import type { Subject, SubjectRelation } from '../../contract/subject.ts';

type OfCase = Pick<Case, 'subject' | 'related'>;

/** Something of the case that an action can be done to, and what it is to the case. */
export type Target = Readonly<{ subject: Subject; relation: 'subject' | SubjectRelation['relation'] }>;

/** The likelier target first. What merely shares a device is offered, and never chosen by itself. */
const nearness: readonly Target['relation'][] = [
  'subject',
  'owner',
  'counterparty',
  'participant',
  'other',
  'same-device',
];

export function targetsFor(rule: Pick<ActionRule, 'targets'>, of: OfCase): readonly Target[] {
  const all: readonly Target[] = [{ subject: of.subject, relation: 'subject' as const }, ...of.related];
  const seen = new Set<string>();
  return all
    .filter(({ subject }) => rule.targets.includes(subject.type))
    .filter(({ subject }) => {
      const key = targetKey(subject);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => nearness.indexOf(a.relation) - nearness.indexOf(b.relation));
}

export const targetKey = (target: Readonly<{ type: string; id: string }>): string =>
  `${target.type} ${target.id}`;

/** The target that an action gets when it is ticked; null when the case has none for it. */
export const firstTarget = (rule: Pick<ActionRule, 'targets'>, of: OfCase): Target | null =>
  targetsFor(rule, of).find(({ relation }) => relation !== 'same-device' && relation !== 'other') ?? null;

/** An action as it is when it is first ticked. */
export function newAction(rule: ActionRule, target: Subject, durationDays?: number): Action {
  const days = durationDays ?? rule.defaultDurationDays ?? undefined;
  const allowed = days !== undefined && rule.durationsDays.includes(days);
  return {
    action: rule.kind,
    target: { type: target.type, id: target.id },
    ...(allowed ? { durationDays: days } : {}),
    params: {},
  };
}

export type ResolvedPreset = Readonly<{ actions: readonly Action[]; left: readonly ActionKind[] }>;

/** The actions of a preset on this case; `left` are those that have no target here. */
export function resolvePreset(preset: Preset, rules: readonly ActionRule[], of: OfCase): ResolvedPreset {
  const actions: Action[] = [];
  const left: ActionKind[] = [];
  for (const planned of preset.actions) {
    const rule = rules.find(({ kind }) => kind === planned.action);
    const target = rule === undefined ? undefined : presetTarget(planned.target, targetsFor(rule, of));
    if (rule === undefined || target === undefined) left.push(planned.action);
    else actions.push(newAction(rule, target.subject, planned.durationDays));
  }
  return { actions, left };
}

/** The owner of an account or a profile under review is the subject itself; a thread's other side, a participant. */
function presetTarget(
  wanted: 'subject' | 'owner' | 'counterparty',
  targets: readonly Target[],
): Target | undefined {
  const by = (relation: Target['relation']) => targets.find((target) => target.relation === relation);
  switch (wanted) {
    case 'subject':
      return by('subject');
    case 'owner': {
      const subject = by('subject');
      return (
        by('owner') ??
        (subject?.subject.type === 'account' || subject?.subject.type === 'profile' ? subject : undefined)
      );
    }
    case 'counterparty':
      return by('counterparty') ?? by('participant');
  }
}

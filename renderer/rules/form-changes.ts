/** What a key or a press does to a draft. Each takes a draft and gives the next; none of them decides anything. */
import type { Action, ActionKind } from '../../contract/action.ts';
import type { Case } from '../../contract/case.ts';
import type { Catalogue, Outcome, Preset, Severity, Template } from '../../contract/catalogue.ts';
import type { DraftContent } from '../../contract/draft.ts';
import { messageFromTemplate } from '../../contract/message-from-template.ts';
import { languageOf } from './fill-template.ts';
import { chosenPolicies, refusalOf, suggestedSeverity } from './permitted.ts';
import type { Refusal } from './permitted.ts';
import { firstTarget, newAction, resolvePreset, targetKey, targetsFor } from './targets.ts';

/** What the changes look at, besides the draft. */
export type FormContext = Readonly<{ of: Case; catalogue: Catalogue; offline: boolean }>;

/**
 * Ticks or unticks a policy. The suggested severity follows while it is what was suggested; actions that no
 * chosen policy permits any more go; ticking one while the outcome says “no violation” makes it a violation.
 */
export function togglePolicy(content: DraftContent, id: string, context: FormContext): DraftContent {
  const ticked = !content.policies.includes(id);
  const policies = ticked ? [...content.policies, id] : content.policies.filter((each) => each !== id);
  const before = chosenPolicies(context.catalogue, content.policies);
  const after = chosenPolicies(context.catalogue, policies);
  const suggested = suggestedSeverity(before, context.of.strikes);
  const follows = content.severity === null || content.severity === suggested;
  return {
    ...content,
    policies,
    outcome: ticked && content.outcome === 'no-violation' ? 'violation' : content.outcome,
    actions: content.actions.filter(({ action }) => after.some(({ actions }) => actions.includes(action))),
    severity: follows ? suggestedSeverity(after, context.of.strikes) : content.severity,
  };
}

/** No violation names no policy and takes no action. */
export function chooseOutcome(content: DraftContent, outcome: Outcome): DraftContent {
  if (outcome !== 'no-violation') return { ...content, outcome };
  return { ...content, outcome, policies: [], actions: [], severity: null };
}

export type ActionChange = Readonly<{ content: DraftContent; refused: Refusal | 'choose-target' | null }>;

/** Ticks an action on its nearest target, or unticks all of its kind. */
export function toggleAction(content: DraftContent, kind: ActionKind, context: FormContext): ActionChange {
  if (content.actions.some(({ action }) => action === kind)) {
    return {
      content: { ...content, actions: content.actions.filter(({ action }) => action !== kind) },
      refused: null,
    };
  }
  const rule = context.catalogue.actions.find((each) => each.kind === kind);
  if (rule === undefined) return { content, refused: 'not-permitted' };
  const policies = chosenPolicies(context.catalogue, content.policies);
  const refused = refusalOf(rule, {
    outcome: content.outcome,
    policies,
    of: context.of,
    offline: context.offline,
  });
  if (refused !== null) return { content, refused };
  const target = firstTarget(rule, context.of) ?? targetsFor(rule, context.of)[0];
  if (target === undefined) return { content, refused: 'no-target' };
  return {
    content: { ...content, actions: [...content.actions, newAction(rule, target.subject)] },
    refused: null,
  };
}

/** Adds or removes one target of an action that is ticked; the last one stays. */
export function toggleTarget(
  content: DraftContent,
  kind: ActionKind,
  target: Action['target'],
  context: FormContext,
): DraftContent {
  const rule = context.catalogue.actions.find((each) => each.kind === kind);
  const same = (action: Action) => action.action === kind && targetKey(action.target) === targetKey(target);
  const ofKind = content.actions.filter(({ action }) => action === kind);
  if (rule === undefined) return content;
  if (ofKind.some(same)) {
    return ofKind.length === 1
      ? content
      : { ...content, actions: content.actions.filter((action) => !same(action)) };
  }
  const subject = targetsFor(rule, context.of).find(
    (each) => targetKey(each.subject) === targetKey(target),
  )?.subject;
  if (subject === undefined) return content;
  return { ...content, actions: [...content.actions, newAction(rule, subject, ofKind[0]?.durationDays)] };
}

/** For all targets of an action alike; null is until it is lifted. */
export function setDuration(content: DraftContent, kind: ActionKind, days: number | null): DraftContent {
  return {
    ...content,
    actions: content.actions.map((action) => {
      if (action.action !== kind) return action;
      const { durationDays: _before, ...rest } = action;
      return days === null ? rest : { ...rest, durationDays: days };
    }),
  };
}

export const setSeverity = (content: DraftContent, severity: Severity): DraftContent => ({
  ...content,
  severity,
});

/** A preset replaces the choices; a rationale that was written stays, and the preset's goes before it once. */
export function applyPreset(
  content: DraftContent,
  preset: Preset,
  context: FormContext,
): Readonly<{ content: DraftContent; left: readonly ActionKind[] }> {
  const { actions, left } = resolvePreset(preset, context.catalogue.actions, context.of);
  const policies = preset.policies.filter((id) =>
    context.catalogue.policies.some((policy) => policy.id === id),
  );
  const written = content.rationale.trim();
  const rationale =
    written === '' || written.startsWith(preset.rationale.trim())
      ? written || preset.rationale
      : `${preset.rationale}\n${content.rationale}`.trim();
  const next: DraftContent = {
    ...content,
    outcome: preset.outcome,
    policies,
    actions: [...actions],
    severity:
      preset.severity ?? suggestedSeverity(chosenPolicies(context.catalogue, policies), context.of.strikes),
    rationale,
  };
  const template = context.catalogue.templates.find(({ id }) => id === preset.templateId);
  return { content: template === undefined ? next : writeMessage(next, template, context), left };
}

/** The message that a template makes of this case, in the customer's language. */
export function writeMessage(
  content: DraftContent,
  template: Template,
  { of, catalogue }: Pick<FormContext, 'of' | 'catalogue'>,
): DraftContent {
  const language = languageOf(template, of.language, catalogue.defaultLanguage);
  const message = language === null ? null : messageFromTemplate(template, language, content, of, catalogue);
  return message === null ? content : { ...content, message };
}

/** What a late decision says can be taken up whole; with another outcome or other actions it is the person's own (D8). */
export function ownOnceChanged(before: DraftContent, after: DraftContent): DraftContent {
  if (after.adopts === null || after.adopts !== before.adopts) return after;
  const said = ({ outcome, policies, actions, severity }: DraftContent): string =>
    JSON.stringify([outcome, policies, actions, severity]);
  return said(before) === said(after) ? after : { ...after, adopts: null };
}

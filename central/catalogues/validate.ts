import { CatalogueContent } from '../../contract/catalogue.ts';
import type { FieldError } from '../../contract/problem.ts';

export type CheckedCatalogue =
  | { readonly ok: true; readonly content: CatalogueContent }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Shape first, then everything that names something else. Each error says where: `presets.2.policies.0`. */
export function validateCatalogue(value: unknown): CheckedCatalogue {
  const parsed = CatalogueContent.safeParse(value);
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({
      field: pointer(issue.path),
      message: issue.message,
    }));
    return { ok: false, errors };
  }
  const errors = crossReferences(parsed.data);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, content: parsed.data };
}

const placeholders = new Set(['subjectLabel', 'policyTitles', 'caseReference', 'actionLabels']);

function crossReferences(content: CatalogueContent): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (path: readonly PropertyKey[], message: string) =>
    errors.push({ field: pointer(path), message });

  unique(content.queues, 'queues', wrong);
  unique(content.policies, 'policies', wrong);
  unique(content.presets, 'presets', wrong);
  unique(content.templates, 'templates', wrong);
  unique(content.harmTypes, 'harmTypes', wrong);
  unique(
    content.actions.map((action) => ({ id: action.kind })),
    'actions',
    wrong,
  );

  const queues = new Set(content.queues.map((queue) => queue.id));
  const policies = new Map(content.policies.map((policy) => [policy.id, policy]));
  const actions = new Map(content.actions.map((action) => [action.kind, action]));
  const templates = new Set(content.templates.map((template) => template.id));

  for (const [index, policy] of content.policies.entries()) {
    const at = ['policies', index] as const;
    if (policy.escalationQueue !== null && !queues.has(policy.escalationQueue)) {
      wrong([...at, 'escalationQueue'], `names no queue of this catalogue: ${policy.escalationQueue}`);
    }
    if (policy.mandatoryEscalation) {
      if (policy.actions.length > 0)
        wrong([...at, 'actions'], 'must be empty: this policy permits only escalation');
      if (policy.escalationQueue === null)
        wrong([...at, 'escalationQueue'], 'is required where escalation is mandatory');
    } else if (policy.actions.length === 0) {
      wrong([...at, 'actions'], 'must permit an action, or the policy must be one of mandatory escalation');
    }
    for (const [place, kind] of policy.actions.entries()) {
      if (!actions.has(kind)) wrong([...at, 'actions', place], `is not described in this catalogue: ${kind}`);
    }
  }

  const areas = new Set(content.policies.map((policy) => policy.area));
  for (const [index, harmType] of content.harmTypes.entries()) {
    for (const [place, area] of harmType.areas.entries()) {
      if (!areas.has(area))
        wrong(['harmTypes', index, 'areas', place], `is the area of no policy of this catalogue: ${area}`);
    }
  }

  for (const [index, action] of content.actions.entries()) {
    const standard = action.defaultDurationDays;
    if (standard !== null && !action.durationsDays.includes(standard)) {
      wrong(['actions', index, 'defaultDurationDays'], 'must be one of durationsDays');
    }
  }

  for (const [index, preset] of content.presets.entries()) {
    const at = ['presets', index] as const;
    for (const [place, id] of preset.policies.entries()) {
      const policy = policies.get(id);
      if (!policy) wrong([...at, 'policies', place], `names no policy of this catalogue: ${id}`);
      else if (policy.mandatoryEscalation)
        wrong([...at, 'policies', place], `permits only escalation: ${id}`);
    }
    const permitted = new Set(preset.policies.flatMap((id) => policies.get(id)?.actions ?? []));
    for (const [place, { action, durationDays }] of preset.actions.entries()) {
      const rule = actions.get(action);
      if (!rule) wrong([...at, 'actions', place, 'action'], `is not described in this catalogue: ${action}`);
      else if (!permitted.has(action)) {
        wrong(
          [...at, 'actions', place, 'action'],
          `is permitted by none of the preset's policies: ${action}`,
        );
      }
      if (durationDays !== undefined && rule && !rule.durationsDays.includes(durationDays)) {
        wrong([...at, 'actions', place, 'durationDays'], `must be one of ${action}'s durations`);
      }
    }
    if (preset.templateId !== null && !templates.has(preset.templateId)) {
      wrong([...at, 'templateId'], `names no template of this catalogue: ${preset.templateId}`);
    }
    if (preset.outcome !== 'violation' && preset.actions.length > 0) {
      wrong([...at, 'actions'], 'must be empty: only a violation has actions');
    }
    if (preset.outcome === 'violation' && preset.policies.length === 0) {
      wrong([...at, 'policies'], 'must name the policy that is violated');
    }
  }

  for (const [index, template] of content.templates.entries()) {
    const at = ['templates', index] as const;
    for (const [place, id] of template.policies.entries()) {
      if (!policies.has(id)) wrong([...at, 'policies', place], `names no policy of this catalogue: ${id}`);
    }
    if (!(content.defaultLanguage in template.texts)) {
      wrong([...at, 'texts'], `must have a text in the default language, ${content.defaultLanguage}`);
    }
    for (const [language, { subject, body }] of Object.entries(template.texts)) {
      for (const [, name = ''] of `${subject} ${body}`.matchAll(/\{\{([^{}]{0,60})\}\}/g)) {
        if (!placeholders.has(name))
          wrong([...at, 'texts', language, 'body'], `holds an unknown placeholder: ${name}`);
      }
    }
  }

  return errors;
}

function unique(
  items: readonly { readonly id: string }[],
  name: string,
  wrong: (path: readonly PropertyKey[], message: string) => void,
): void {
  const seen = new Set<string>();
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id)) wrong([name, index, name === 'actions' ? 'kind' : 'id'], `stands here twice: ${id}`);
    seen.add(id);
  }
}

const pointer = (path: readonly PropertyKey[]): string => path.map(String).join('.').slice(0, 300);

/** The message that a template makes of a case: the same in the form, and on each near-duplicate decided with it (D13). */
import type { Case } from './case.ts';
import type { Catalogue, Template } from './catalogue.ts';
import type { CustomerMessage } from './command.ts';
import type { DraftContent } from './draft.ts';

type TemplateValues = Readonly<{
  subjectLabel: string;
  policyTitles: string;
  caseReference: string;
  actionLabels: string;
}>;

/** Placeholders with one pass: what a customer wrote in a title is never itself read as a placeholder. */
export function fillTemplate(text: string, values: TemplateValues): string {
  return text.replace(/\{\{\s*([A-Za-z]{1,40})\s*\}\}/gu, (written, name: string) =>
    Object.hasOwn(values, name) ? values[name as keyof TemplateValues] : written,
  );
}

/** Null where the template has no text in that language. */
export function messageFromTemplate(
  template: Template,
  language: string,
  content: Pick<DraftContent, 'policies' | 'actions'>,
  of: Pick<Case, 'subject' | 'reference'>,
  catalogue: Catalogue,
): CustomerMessage | null {
  const written = template.texts[language];
  if (written === undefined) return null;
  const kinds = [...new Set(content.actions.map(({ action }) => action))];
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  // In the order of the catalogue, so that titles in a message do not depend on what was ticked first.
  const policies = catalogue.policies.filter(({ id }) => content.policies.includes(id));
  const values = {
    subjectLabel: of.subject.label,
    caseReference: of.reference,
    policyTitles: list.format(policies.map(({ title }) => title)),
    actionLabels: list.format(
      kinds.map((kind) => catalogue.actions.find((rule) => rule.kind === kind)?.label ?? kind),
    ),
  };
  return {
    templateId: template.id,
    language,
    subject: fillTemplate(written.subject, values).slice(0, 200).toWellFormed(),
    body: fillTemplate(written.body, values).slice(0, 8000).toWellFormed(),
  };
}

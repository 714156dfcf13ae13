/** Whether what was decided on one case can be decided on a near-duplicate of it, and aimed at what (D13). */
import type { Action } from '../../../contract/action.ts';
import type { Case } from '../../../contract/case.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import { messageFromTemplate } from '../../../contract/message-from-template.ts';
import type { Desk } from '../cases/desk.ts';
import { findHeldCase, versionSeen } from '../cases/held-case.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import type { StoredCase } from '../store/cache/opened-case.ts';
import { whatIsMissing } from './completeness.ts';

export interface Member {
  readonly held: StoredCase;
  readonly shown: Case;
  /** With its actions aimed at what this case has. */
  readonly content: DraftContent;
}

export function judgeMember(
  desk: Desk,
  catalogue: Catalogue,
  content: DraftContent,
  lead: Case,
  one: Readonly<{ caseId: Case['id']; caseVersion: number }>,
): Outcome<Member> {
  const held = findHeldCase(desk, one.caseId);
  if (!held.ok) return held;
  const { current } = held.value;
  const isDuplicate =
    current.id === lead.id ||
    (current.nearDuplicateDigest !== null && current.nearDuplicateDigest === lead.nearDuplicateDigest);
  if (!isDuplicate) return fail('invalid', 'This case is not a near-duplicate of the one that was decided.');
  const shown = versionSeen(desk, held.value, one.caseVersion);
  if (shown === null)
    return fail('invalid', 'This case has changed since it was looked at. Look at it again.');
  const actions = aimedAnew(content.actions, lead, shown);
  if (actions === null) return fail('invalid', 'This case has nothing that one of the actions could aim at.');
  const message = addressedAnew(content, lead, shown, catalogue);
  if (message === undefined)
    return fail(
      'invalid',
      'The message names the case that it was written on, and would name it to this customer.',
    );
  // A late decision is of one case: no other can adopt it (D8).
  const adopts = lead.id === shown.id ? content.adopts : null;
  const aimed = { ...content, actions, message, adopts };
  const [missing] = whatIsMissing(aimed, shown, catalogue);
  if (missing !== undefined) return fail('incomplete', missing.message);
  return succeed({ held: held.value, shown, content: aimed });
}

/** The same actions on this case's own subject, or on what stands in the same relation to it; null when something is not there. */
function aimedAnew(actions: readonly Action[], lead: Case, at: Case): Action[] | null {
  const anew: Action[] = [];
  for (const action of actions) {
    const target = targetLike(action.target, lead, at);
    if (target === null) return null;
    anew.push({ ...action, target });
  }
  return anew;
}

function targetLike(target: Action['target'], lead: Case, at: Case): Action['target'] | null {
  const isSame = (one: Action['target']) => one.type === target.type && one.id === target.id;
  if (lead.id === at.id) return target;
  if (isSame(lead.subject)) {
    return at.subject.type === target.type ? { type: at.subject.type, id: at.subject.id } : null;
  }
  const relation = lead.related.find(({ subject }) => isSame(subject))?.relation;
  const alike = at.related.filter((one) => one.relation === relation && one.subject.type === target.type);
  const [only] = alike;
  return alike.length === 1 && only !== undefined ? { type: only.subject.type, id: only.subject.id } : null;
}

/**
 * What a template filled in about one case is filled in anew about the other. Words of one's own are sent as they are:
 * undefined where they name the first case.
 */
function addressedAnew(
  content: DraftContent,
  lead: Case,
  at: Case,
  catalogue: Catalogue,
): DraftContent['message'] | undefined {
  const { message } = content;
  if (message === null || lead.id === at.id) return message;
  const template = catalogue.templates.find(({ id }) => id === message.templateId);
  const filledFor = (of: Case) =>
    template === undefined ? null : messageFromTemplate(template, message.language, content, of, catalogue);
  const asFilled = filledFor(lead);
  if (asFilled?.subject === message.subject && asFilled.body === message.body) return filledFor(at);
  const said = `${message.subject}\n${message.body}`;
  const namesLead = [lead.reference, lead.subject.label, lead.subject.id].some(
    (name) => name !== '' && said.includes(name),
  );
  return namesLead ? undefined : message;
}

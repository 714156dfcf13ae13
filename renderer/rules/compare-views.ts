/** In what a draft and a decision agree (D8). */
import type { Action } from '../../contract/action.ts';
import type { DraftContent } from '../../contract/draft.ts';

export const viewParts = ['outcome', 'policies', 'actions', 'severity', 'rationale', 'message'] as const;
export type ViewPart = (typeof viewParts)[number];
/** A draft, or a decision. */
export type View = Pick<DraftContent, ViewPart>;

/** The order in which policies and actions were ticked says nothing. */
export function differingParts(mine: View, theirs: View): ReadonlySet<ViewPart> {
  return new Set(viewParts.filter((part) => said(mine, part) !== said(theirs, part)));
}

function said(view: View, part: ViewPart): string {
  switch (part) {
    case 'policies':
      return JSON.stringify(view.policies.toSorted());
    case 'actions':
      return JSON.stringify(view.actions.map(actionSaid).toSorted());
    case 'message':
      return view.message === null ? '' : JSON.stringify([view.message.subject, view.message.body]);
    case 'rationale':
      return view.rationale.trim();
    default:
      return view[part] ?? '';
  }
}

const actionSaid = ({ action, target, durationDays, params }: Action): string =>
  JSON.stringify([action, target.type, target.id, durationDays ?? null, Object.entries(params).toSorted()]);

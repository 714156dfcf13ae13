import type { Catalogue } from '../../../contract/catalogue.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import type { Failure } from '../../../contract/bridge.ts';
import type { Desk } from '../cases/desk.ts';
import { fail } from '../outcome.ts';
import { rulesOf } from './completeness.ts';

/** D9: what the catalogue forbids without contact; null when nothing, or when there is contact. */
export function withheldOffline(desk: Desk, content: DraftContent, catalogue: Catalogue): Failure | null {
  if (desk.courier.contact().contact === 'online') return null;
  if (desk.account().role === 'vendor-reviewer' && !catalogue.rules.vendorOffline)
    return fail('withheld', 'Your work needs contact with the central API. Your draft is kept.');
  const forbidden = rulesOf(content, catalogue).find((rule) => rule.offline === 'forbid');
  if (forbidden === undefined) return null;
  return fail('withheld', `“${forbidden.label}” cannot be decided without contact. Your draft is kept.`, [
    {
      field: `actions.${content.actions.findIndex((action) => action.action === forbidden.kind)}`,
      message: 'needs contact',
    },
  ]);
}

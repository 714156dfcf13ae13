import type { Case } from '../../../contract/case.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import type { WorkWrite } from '../store/database.ts';
import * as drafts from '../store/work/drafts.ts';
import { setRevision } from '../store/work/draft-revision.ts';

export type DraftPlace = Readonly<{
  caseId: string;
  title: string;
  reference: string;
  caseVersion: number | null;
  epoch: number | null;
  /** Now, an instant. */
  at: string;
}>;

export const placeOf = (shown: Case, at: string): DraftPlace => ({
  caseId: shown.id,
  title: shown.title,
  reference: shown.reference,
  caseVersion: shown.version,
  epoch: shown.epoch,
  at,
});

/**
 * Brings what was decided back as a draft. Something that was written since stays: nobody's words are replaced by
 * older ones. The revision is one that no window has yet (D10).
 */
export function restoreDraft(tx: WorkWrite, place: DraftPlace, content: DraftContent): void {
  if (drafts.find(tx, place.caseId) !== undefined) return;
  const { at, ...where } = place;
  drafts.restore(tx, { ...where, content, savedAt: at });
  setRevision(tx, place.caseId, Math.floor(Date.parse(at) / 1000));
}

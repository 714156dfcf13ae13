import type { Case } from '../../../contract/case.ts';
import type { WorkWrite } from '../store/database.ts';
import { isOlderDraft, type StoredDecision } from '../store/work/decisions.ts';
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
 * older ones. What came back from an older decision and was not touched is not newer. The revision is one that no
 * window has yet (D10).
 */
export function restoreDraft(tx: WorkWrite, place: DraftPlace, decision: StoredDecision): void {
  const written = drafts.find(tx, place.caseId);
  if (written !== undefined && !isOlderDraft(tx, decision, written.content)) return;
  const { at, ...where } = place;
  drafts.restore(tx, { ...where, content: decision.draft, savedAt: at });
  setRevision(tx, place.caseId, Math.floor(Date.parse(at) / 1000));
}

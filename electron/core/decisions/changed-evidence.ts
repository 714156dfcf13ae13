/** D11: what changed after a decision, for the person who has to confirm it or reopen the case. */
import type { BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import type { CaseId, CommandId } from '../../../contract/primitives.ts';
import type { EvidenceDocument, EvidenceItem } from '../../../contract/evidence.ts';
import type { Desk } from '../cases/desk.ts';
import { documentOf, readEvidence } from '../cases/evidence-views.ts';
import { versionSeen } from '../cases/held-case.ts';
import { maskDocument } from '../cases/mask.ts';
import { decisionIn } from '../cases/own-decision.ts';
import { wholeDifference } from '../cases/whole-difference.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import { findCase } from '../store/cache/opened-case.ts';
import * as outbox from '../store/work/outbox.ts';

export type ChangedSince = Readonly<{
  before: Case;
  after: Case;
  /** Masked; null where it is not here. */
  documentOf(item: EvidenceItem): EvidenceDocument | null;
}>;

/** The version that was decided on, and the newest here; null unless both are, and differ. */
export function changedSince(desk: Desk, entry: outbox.OutboxEntry): ChangedSince | null {
  const found = findCase(desk.cache, entry.caseId);
  if (found === undefined || entry.type !== 'decision') return null;
  const before = versionSeen(desk, found, decisionIn(entry).caseVersion);
  if (before === null || before.version === found.current.version) return null;
  const stored = readEvidence(desk, [...before.evidence, ...found.current.evidence]);
  return {
    before,
    after: found.current,
    documentOf(item) {
      const document = documentOf(desk, before, item, stored.get(item.digest));
      return document === null ? null : maskDocument(document, item.sensitiveFields, () => false).document;
    },
  };
}

/** Refused as a value when nothing waits there, or no longer for this reason. */
export function differenceOf(
  desk: Desk,
  { id }: BridgeParams<'attention.difference'>,
): Outcome<BridgeResult<'attention.difference'>> {
  const entry = outbox.find(desk.work, id);
  if (entry === undefined || entry.attention !== 'changed' || entry.dismissedAt !== null)
    return fail('not-found', 'That has been dealt with already.');
  const decision = decisionIn(entry);
  const newest = findCase(desk.cache, entry.caseId)?.current.version ?? 0;
  const since = changedSince(desk, entry);
  return succeed({
    id: entry.id as CommandId,
    caseId: entry.caseId as CaseId,
    reference: entry.reference,
    title: entry.title,
    outcome: decision.outcome,
    decidedOn: decision.caseVersion,
    newest: newest > decision.caseVersion ? newest : null,
    changes: since === null ? null : wholeDifference(since.before, since.after, since.documentOf),
  });
}

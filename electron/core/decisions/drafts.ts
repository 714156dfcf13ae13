import type { BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import { draftOfDecision, isBlank } from '../cases/draft-view.ts';
import { standingOwn } from '../cases/own-decision.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import { findCase } from '../store/cache/opened-case.ts';
import type { WorkRead } from '../store/database.ts';
import { setRevision } from '../store/work/draft-revision.ts';
import * as decisions from '../store/work/decisions.ts';
import * as drafts from '../store/work/drafts.ts';
import * as outbox from '../store/work/outbox.ts';
import { afterCommands, afterDraft } from './changes.ts';
import { placeOf } from './restore-draft.ts';

type Saved = BridgeResult<'draft.save'>;

const conflict = () => fail('draft-conflict', 'Another window has saved this draft since.');

/**
 * D10: a save names the revision that it follows. What is blank is no draft, so saving it removes the row and
 * counts from 0 again. D4: saving over an unsent decision withdraws it in the same transaction.
 */
export function saveDraft(desk: Desk, params: BridgeParams<'draft.save'>): Outcome<Saved> {
  const { caseId, follows, content } = params;
  const savedAt = instantOf(correctedNow(desk));
  const found = findCase(desk.cache, caseId);
  const before = drafts.find(desk.work, caseId);
  if (found === undefined && before === undefined)
    return fail('not-found', 'This case is not on this computer.');
  const shown = found === undefined ? null : (desk.pins.of(found)?.shown ?? found.current);
  const place = shown === null ? null : placeOf(shown, savedAt);

  const own = liveDecision(desk.work, caseId);
  if (own !== null && before === undefined) return editDecision();
  if ((before?.revision ?? 0) !== follows) return conflict();
  if (isBlank(content)) {
    if (before !== undefined) desk.commitWork((tx) => drafts.discard(tx, caseId));
    afterDraft(desk, caseId, before !== undefined);
    return succeed({ revision: 0, savedAt });
  }
  const revision = desk.commitWork((tx) => drafts.save(tx, draftRow(), follows));
  if (revision === null) return conflict();
  afterDraft(desk, caseId, before === undefined);
  return succeed({ revision, savedAt });

  function draftRow(): drafts.NewDraft {
    return {
      caseId,
      content,
      caseVersion: place?.caseVersion ?? before?.caseVersion ?? null,
      epoch: place?.epoch ?? before?.epoch ?? null,
      title: place?.title ?? before?.title ?? '',
      reference: place?.reference ?? before?.reference ?? '',
      savedAt,
    };
  }

  function editDecision(): Outcome<Saved> {
    const decision = own === null ? undefined : decisions.find(desk.work, own.id);
    // Only a window that was shown the decision as a draft means to edit it; any other save is an old one.
    if (own === null || decision === undefined || draftOfDecision(decision).revision !== follows)
      return fail('already-decided', 'This case has been decided here.');
    const saved = desk.commitWork((tx) => {
      if (!outbox.withdraw(tx, own.id)) return null;
      drafts.restore(tx, draftRow());
      setRevision(tx, caseId, follows + 1);
      return drafts.find(tx, caseId)?.revision ?? null;
    });
    if (saved === null) return fail('already-decided', 'This decision has been sent. Undo it to change it.');
    afterCommands(desk, caseId, []);
    return succeed({ revision: saved, savedAt });
  }
}

export function discardDraft(desk: Desk, caseId: string): Outcome<Record<string, never>> {
  const removed = desk.commitWork((tx) => drafts.discard(tx, caseId));
  afterDraft(desk, caseId, removed);
  return succeed({});
}

/** A decision (other than `except`) that may still be sent, or was and may yet count; null when there is none. */
export function liveDecision(db: WorkRead, caseId: string, except?: string): outbox.OutboxEntry | null {
  const own = standingOwn(outbox.forCase(db, caseId).filter(({ id }) => id !== except));
  if (own === null) return null;
  const isLive =
    own.state === 'held' ||
    own.state === 'pending' ||
    own.state === 'sending' ||
    own.state === 'needs-confirmation';
  return isLive ? own : null;
}

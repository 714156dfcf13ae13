import type { BridgeResult } from '../../../contract/bridge.ts';
import { findCase } from '../store/cache/opened-case.ts';
import type { WorkWrite } from '../store/database.ts';
import * as decisions from '../store/work/decisions.ts';
import * as outbox from '../store/work/outbox.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import { makeCommand, putIntoOutbox } from '../cases/make-command.ts';
import { decisionIn, undoOf } from '../cases/own-decision.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import { afterCommands } from './changes.ts';
import { restoreDraft, type DraftPlace } from './restore-draft.ts';

const RECENT = 50;

/**
 * D3: an unsent decision is withdrawn; once its first byte may have left, undoing is a recall behind it, which the
 * central API refuses unless that decision stands. Either way the draft comes back, in the same transaction.
 */
export function undoDecision(desk: Desk, name?: string): Outcome<BridgeResult<'decision.undo'>> {
  const entry = name === undefined ? newestUndoable(desk) : outbox.find(desk.work, name);
  if (entry === undefined || entry.type !== 'decision' || undoOf(entry) === 'none')
    return fail('nothing-to-undo', 'There is nothing to undo.');
  const { id: decisionId, caseId } = decisionIn(entry);

  const withdrawn = desk.commitWork((tx) => {
    const isWithdrawn = outbox.withdraw(tx, entry.id);
    if (isWithdrawn) bringBack(tx, desk, entry);
    return isWithdrawn;
  });
  if (withdrawn) {
    afterCommands(desk, caseId, []);
    return succeed({ decisionId, caseId, did: 'withdrawn' });
  }
  const recall = makeCommand(
    desk,
    { id: caseId, epoch: entry.epoch },
    { type: 'recall', decisionId, reason: '' },
  );
  desk.commitWork((tx) => {
    putIntoOutbox(tx, desk, entry, recall);
    bringBack(tx, desk, entry);
  });
  afterCommands(desk, caseId, [recall.id]);
  return succeed({ decisionId, caseId, did: 'recall' });
}

/** The newest that was never acknowledged: one that was is recalled only by name, never by a key pressed late. */
function newestUndoable(desk: Desk): outbox.OutboxEntry | undefined {
  return outbox
    .recentDecisions(desk.work, RECENT)
    .find((entry) => entry.state !== 'acknowledged' && entry.ackEra === null && undoOf(entry) !== 'none');
}

/** What was being written when it was decided, as a draft again. */
export function bringBack(tx: WorkWrite, desk: Desk, entry: outbox.OutboxEntry): void {
  const decision = decisions.find(tx, entry.id);
  if (decision !== undefined) restoreDraft(tx, placeOfEntry(desk, entry, decision.caseVersion), decision);
}

function placeOfEntry(desk: Desk, entry: outbox.OutboxEntry, caseVersion: number): DraftPlace {
  const found = findCase(desk.cache, entry.caseId);
  return {
    caseId: entry.caseId,
    title: entry.title,
    reference: entry.reference,
    caseVersion,
    epoch: found?.current.epoch ?? entry.epoch,
    at: instantOf(correctedNow(desk)),
  };
}

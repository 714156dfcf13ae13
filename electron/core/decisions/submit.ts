import type { BridgeParams, BridgeResult, Failure } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import type { Decision } from '../../../contract/command.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import type { Desk } from '../cases/desk.ts';
import { findHeldCase, versionSeen } from '../cases/held-case.ts';
import { putIntoOutbox } from '../cases/make-command.ts';
import { ownDecisionOf, recallOnItsWay } from '../cases/own-decision.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import type { WorkRead, WorkWrite } from '../store/database.ts';
import * as decisions from '../store/work/decisions.ts';
import * as drafts from '../store/work/drafts.ts';
import * as outbox from '../store/work/outbox.ts';
import { buildDecision } from './build.ts';
import { afterCommands } from './changes.ts';
import { whatIsMissing } from './completeness.ts';
import { liveDecision } from './drafts.ts';
import { withheldOffline } from './offline.ts';

/**
 * D2: a decision is on disk, with its outbox row, before the answer; the draft that it came from goes in the same
 * transaction. Refused as a value when the case is not this person's, is decided already, or something is missing.
 */
export function submitDecision(
  desk: Desk,
  catalogue: Catalogue | null,
  params: BridgeParams<'decision.submit'>,
): Outcome<BridgeResult<'decision.submit'>> {
  const held = findHeldCase(desk, params.caseId);
  if (!held.ok) return held;
  const shown = versionSeen(desk, held.value, params.caseVersion);
  if (shown === null)
    return fail('invalid', 'That version of the case is no longer here. Look at it again.', [
      { field: 'caseVersion', message: 'is neither on screen nor the newest' },
    ]);
  if (catalogue === null) return fail('no-contact', 'The policies have not arrived yet. Your draft is kept.');
  const missing = whatIsMissing(params.content, shown, catalogue);
  if (missing.length > 0) return fail('incomplete', 'Something is missing.', missing);
  const withheld = withheldOffline(desk, params.content, catalogue);
  if (withheld !== null) return withheld;

  const decision = buildDecision(desk, held.value, shown, catalogue.version, params);
  const refused = desk.commitWork((tx): Failure | null => {
    const notNow = whyNotDecidable(tx, shown.id);
    if (notNow !== null) return notNow;
    storeDecision(tx, desk, shown, decision, params.content);
    drafts.discard(tx, shown.id);
    return null;
  });
  if (refused !== null) return refused;
  afterCommands(desk, shown.id, [decision.id]);
  const entry = outbox.find(desk.work, decision.id);
  if (entry === undefined) throw new Error('a decision that was committed is not there');
  return succeed({ own: ownDecisionOf(entry, desk.courier.holdEndsInMs(entry.id)) });
}

/** Decision and outbox row: together, or not at all. */
export function storeDecision(
  tx: WorkWrite,
  desk: Desk,
  shown: Case,
  decision: Decision,
  content: DraftContent,
): void {
  putIntoOutbox(tx, desk, shown, decision);
  decisions.insert(tx, {
    id: decision.id,
    caseId: decision.caseId,
    caseVersion: decision.caseVersion,
    batchId: decision.batchId,
    outcome: decision.outcome,
    title: shown.title,
    reference: shown.reference,
    draft: content,
    decidedAt: decision.decidedAt,
    ...decision.timings,
  });
}

/** One decision at a time on a case: what is under way has to be undone, or answered, first. */
export function whyNotDecidable(db: WorkRead, caseId: string): Failure | null {
  const entries = outbox.forCase(db, caseId);
  if (liveDecision(db, caseId) !== null) return fail('already-decided', 'This case has been decided here.');
  if (recallOnItsWay(entries))
    return fail(
      'already-decided',
      'Taking back the earlier decision is still on its way. Your draft is kept.',
    );
  const leaving = entries.find((entry) => isLeaving(entry));
  return leaving === undefined
    ? null
    : fail('not-assigned', 'You have put this case away; that is on its way.');
}

/** The case has been given back, passed on or put to rest here, and the central API has not answered yet. */
export const isLeaving = (entry: outbox.OutboxEntry): boolean =>
  ['snooze', 'wait', 'skip', 'recuse', 'release', 'hand-over', 'escalate'].includes(entry.type) &&
  (entry.state === 'pending' || entry.state === 'sending' || entry.state === 'held');

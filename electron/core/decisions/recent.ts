import type { BridgeResult, Today } from '../../../contract/bridge.ts';
import * as decisions from '../store/work/decisions.ts';
import * as outbox from '../store/work/outbox.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import { ownDecisionOf } from '../cases/own-decision.ts';
import { succeed, type Outcome } from '../outcome.ts';

/** Newest first, withdrawn ones included. */
export function recentDecisions(desk: Desk, count: number): Outcome<BridgeResult<'decision.recent'>> {
  const entries = outbox.recentDecisions(desk.work, count);
  return succeed({
    decisions: entries.map((entry) => ownDecisionOf(entry, desk.courier.holdEndsInMs(entry.id))),
  });
}

/** Since midnight where the reader is; what was undone is not counted. */
export function today(desk: Desk): Outcome<Today> {
  const midnight = new Date(correctedNow(desk));
  midnight.setHours(0, 0, 0, 0);
  return succeed(decisions.totalsSince(desk.work, instantOf(midnight.getTime())));
}

import type { Decision } from '../../../contract/command.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import { findHeldCase } from '../cases/held-case.ts';
import { decisionIn } from '../cases/own-decision.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import * as decisions from '../store/work/decisions.ts';
import * as outbox from '../store/work/outbox.ts';
import { afterCommands } from './changes.ts';
import { liveDecision } from './drafts.ts';
import { storeDecision } from './submit.ts';

/**
 * D11: the same content, decided on the version that is here now. A body never changes (D6), so the old decision is
 * withdrawn and a new one made, in one transaction. A draft that was begun since stays (D10). `looked`: the version that
 * the person compared with; one that came since is not confirmed unseen.
 */
export function confirmChanged(desk: Desk, entry: outbox.OutboxEntry, looked?: number): Outcome<null> {
  const held = findHeldCase(desk, entry.caseId);
  if (!held.ok) return held;
  const { current } = held.value;
  const old = decisionIn(entry);
  if (current.version <= old.caseVersion)
    return fail('no-contact', 'The newer version has not arrived yet. Look at the case again when it has.');
  if (looked !== undefined && looked !== current.version)
    return fail('conflict', 'The evidence has changed once more');
  const now = instantOf(correctedNow(desk));
  const renewed: Decision = {
    ...old,
    id: desk.ports.ids.uuidv7() as Decision['id'],
    epoch: current.epoch,
    madeAt: now,
    decidedAt: now,
    caseVersion: current.version,
    evidenceDigest: current.evidenceDigest,
    replaces: current.standing?.decisionId ?? null,
  };
  const content = decisions.find(desk.work, entry.id)?.draft;
  if (content === undefined) return fail('not-found', 'What was decided is no longer here.');
  const did = desk.commitWork((tx) => {
    if (liveDecision(tx, entry.caseId, entry.id) !== null) return 'decided';
    if (!outbox.withdraw(tx, entry.id)) return 'gone';
    storeDecision(tx, desk, current, renewed, content);
    return 'done';
  });
  if (did === 'decided') return fail('already-decided', 'This case has been decided here since.');
  if (did === 'gone') return fail('not-found', 'That has been dealt with already.');
  afterCommands(desk, entry.caseId, [renewed.id]);
  return succeed(null);
}

import type { BridgeParams, BridgeResult, DecidedDecision } from '../../../contract/bridge.ts';
import type { Enforcement } from '../../../contract/enforcement.ts';
import type { Desk } from '../cases/desk.ts';
import { decisionIn, ownDecisionOf } from '../cases/own-decision.ts';
import { assertNever, succeed, type Outcome } from '../outcome.ts';
import * as enforcement from '../store/cache/enforcement.ts';
import * as outbox from '../store/work/outbox.ts';

type DecidedAction = DecidedDecision['actions'][number];

/** The person's own decisions, newest first, each with what became of its actions, as far as it is known here. */
export function listDecided(
  desk: Desk,
  { from, count }: BridgeParams<'decision.list'>,
): Outcome<BridgeResult<'decision.list'>> {
  const entries = outbox.pageOfDecisions(desk.work, from, count);
  const answers = enforcement.forDecisions(
    desk.cache,
    entries.map(({ id }) => id),
  );
  return succeed({
    total: outbox.countDecisions(desk.work),
    decisions: entries.map((entry) => decidedOf(desk, entry, answers.get(entry.id) ?? [])),
    asOf: enforcement.readMark(desk.cache).readAt,
  });
}

function decidedOf(desk: Desk, entry: outbox.OutboxEntry, answers: readonly Enforcement[]): DecidedDecision {
  const recall = recallOf(desk, entry);
  return {
    ...ownDecisionOf(entry, desk.courier.holdEndsInMs(entry.id)),
    recall,
    actions: decisionIn(entry).actions.map((action, ordinal) => ({
      action,
      ...stateOf(entry, recall, answers, ordinal),
    })),
  };
}

function recallOf(desk: Desk, { undoneBy }: outbox.OutboxEntry): DecidedDecision['recall'] {
  if (undoneBy === null) return null;
  const state = outbox.find(desk.work, undoneBy)?.state ?? 'acknowledged';
  if (state === 'acknowledged') return 'done';
  return state === 'late' || state === 'rejected' || state === 'withdrawn' ? 'refused' : 'on-its-way';
}

type Standing = Omit<DecidedAction, 'action'>;
const only = (state: DecidedAction['state']): Standing => ({ state, detail: '', at: null });

function stateOf(
  entry: outbox.OutboxEntry,
  recall: DecidedDecision['recall'],
  answers: readonly Enforcement[],
  ordinal: number,
): Standing {
  if (entry.state === 'late' || entry.state === 'rejected' || entry.state === 'withdrawn')
    return only('never-asked');
  if (entry.state !== 'acknowledged') return only('not-yet-asked');
  const asked = answers.find((one) => one.ordinal === ordinal && one.reverses === null);
  // The central API asks in the transaction that takes the decision in; its own word for it comes a little later.
  if (asked === undefined) return only(recall === 'done' ? 'taken-back' : 'asked');
  const reversal = answers.find((one) => one.reverses === asked.id);
  if (reversal !== undefined) return reversedAs(reversal);
  if (recall === 'done' && asked.state !== 'cancelled') return only('taking-back');
  return { state: forwards[asked.state], detail: asked.detail, at: asked.updatedAt };
}

const forwards = {
  awaiting: 'awaiting',
  requested: 'asked',
  confirmed: 'done',
  failed: 'failed',
  cancelled: 'taken-back',
} as const satisfies Record<Enforcement['state'], DecidedAction['state']>;

function reversedAs({ state, detail, updatedAt: at }: Enforcement): Standing {
  switch (state) {
    case 'awaiting':
    case 'requested':
      return { state: 'taking-back', detail, at };
    case 'confirmed':
      return { state: 'taken-back', detail, at };
    case 'failed':
    case 'cancelled':
      return { state: 'not-taken-back', detail, at };
    default:
      return assertNever(state);
  }
}

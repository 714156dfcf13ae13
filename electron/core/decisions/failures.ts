/** Actions of the person's own decisions that the platform has refused for good. Each is told once. */
import type { AttentionItem } from '../../../contract/bridge.ts';
import type { CommandId } from '../../../contract/primitives.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import * as enforcement from '../store/cache/enforcement.ts';
import * as failuresSeen from '../store/work/failures-seen.ts';
import * as outbox from '../store/work/outbox.ts';

/** More than anybody puts away one by one; the supervisors' room has them all. */
const MOST_TOLD = 100;

/** Newest first; only of what was decided on this device. */
export function listFailures(desk: Desk): AttentionItem[] {
  const failed = enforcement.listFailed(desk.cache, MOST_TOLD);
  if (failed.length === 0) return [];
  const seen = failuresSeen.ids(desk.work);
  return failed.flatMap((one) => {
    const entry = seen.has(one.id) ? undefined : outbox.find(desk.work, one.decisionId);
    if (entry === undefined) return [];
    return {
      id: one.id as CommandId,
      caseId: one.caseId,
      reference: one.reference,
      title: entry.title,
      commandType: 'decision',
      why: one.reverses === null ? 'enforcement-failed' : 'reversal-failed',
      code: one.action.action,
      detail: one.detail,
      errors: [],
      at: one.updatedAt,
      rival: null,
      contested: null,
      choices: ['dismiss'],
    };
  });
}

/** The case that it belongs to; null when there is no such failure, or it was put away already. */
export function dismissFailure(desk: Desk, id: string): AttentionItem['caseId'] | null {
  const failure = listFailures(desk).find((item) => item.id === id);
  if (failure === undefined) return null;
  desk.commitWork((tx) => failuresSeen.put(tx, id, instantOf(correctedNow(desk))));
  desk.announce({ event: 'attention' });
  return failure.caseId;
}

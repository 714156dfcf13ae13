import type { Case } from '../../../contract/case.ts';
import { Decision } from '../../../contract/command.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import type { BatchId } from '../../../contract/primitives.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import type { StoredCase } from '../store/cache/opened-case.ts';

const MONTH_MS = 31 * 24 * 3600 * 1000;

export interface Given {
  readonly content: DraftContent;
  readonly openMs: number;
  readonly activeMs: number;
  /** Of near-duplicates that are decided together (D13). */
  readonly batchId?: BatchId;
  readonly batchSize?: number;
}

/**
 * D1: the immutable fact. Version, digest and what it replaces are those of the version on screen; the epoch is
 * that of the assignment held now, because a pin may be older than it. Throws when it is none of the contract.
 */
export function buildDecision(
  desk: Desk,
  stored: StoredCase,
  shown: Case,
  catalogueVersion: number,
  params: Given,
): Decision {
  const { content } = params;
  const decidedAt = correctedNow(desk);
  const openMs = Math.min(params.openMs, MONTH_MS);
  return Decision.parse({
    type: 'decision',
    id: desk.ports.ids.uuidv7(),
    caseId: shown.id,
    epoch: stored.current.epoch,
    deviceId: desk.deviceId,
    madeAt: instantOf(decidedAt),
    caseVersion: shown.version,
    evidenceDigest: shown.evidenceDigest,
    catalogueVersion,
    outcome: content.outcome,
    actions: content.actions,
    policies: content.policies,
    severity: content.severity,
    rationale: content.rationale,
    message: content.message,
    timings: {
      waitMs: waitedMs(desk, stored, decidedAt - openMs),
      openMs,
      activeMs: Math.min(params.activeMs, openMs),
    },
    decidedAt: instantOf(decidedAt),
    replaces: shown.standing?.decisionId ?? null,
    adopts: content.adopts,
    batchId: params.batchId ?? null,
    batchSize: params.batchSize,
  });
}

/** From the assignment until it was first on screen: neither the time open nor the time before it was given. */
function waitedMs(desk: Desk, stored: StoredCase, openedAtLatest: number): number {
  const given = Date.parse(stored.current.assignedAt ?? stored.current.createdAt);
  const firstShown = desk.pins.of(stored)?.firstShownAt;
  const opened = firstShown === undefined ? openedAtLatest : Math.min(Date.parse(firstShown), openedAtLatest);
  return Math.max(0, Math.round(opened - given));
}

import { AwaitingApproval } from '../../contract/approval.ts';
import type { BridgeResult } from '../../contract/bridge.ts';
import { Decision } from '../../contract/command.ts';
import { createFakeCase, fakeId } from './fake-cases.ts';

const asked = Date.UTC(2026, 10, 23, 8, 0);
const decisionId = (index: number) => fakeId(0xdec, 5000 + index);

/** What waits for a second person; its number is its place: 0 is the oldest. It holds `cases` cases. */
export function approvalLine(
  index: number,
  cases = 1,
  change: Partial<AwaitingApproval> = {},
): AwaitingApproval {
  const of = createFakeCase(index, asked).case;
  const decidedAt = new Date(asked + index * 60_000).toISOString();
  const decision = Decision.parse({
    type: 'decision',
    id: decisionId(index * 1000),
    caseId: of.id,
    epoch: of.epoch,
    deviceId: fakeId(0xde1, 1),
    madeAt: decidedAt,
    caseVersion: of.version,
    evidenceDigest: of.evidenceDigest,
    catalogueVersion: 1,
    outcome: 'violation',
    actions: [{ action: 'close-account', target: { type: 'account', id: 'account-1' }, params: {} }],
    policies: [],
    severity: 'severe',
    rationale: 'The account was made to collect fees before any work, three times in a week.',
    message: null,
    timings: { waitMs: 0, openMs: 0, activeMs: 0 },
    decidedAt,
    replaces: null,
    adopts: null,
    batchId: cases > 1 ? fakeId(0xba7, index) : null,
  });
  return AwaitingApproval.parse({
    decision,
    batchId: decision.batchId,
    because: cases > 1 ? 'batch' : 'action',
    by: { id: fakeId(0xacc, 7), displayName: 'Amara Okafor' },
    own: false,
    askedAt: decidedAt,
    cases: Array.from({ length: cases }, (_, member) => ({
      decisionId: decisionId(index * 1000 + member),
      caseId: of.id,
      reference: `JP-${2000 + index * 1000 + member}`,
      title: of.title,
    })),
    ...change,
  });
}

/** The case of one of them, with its documents here. */
export function approvalSeen(index: number, sameEvidence = true): BridgeResult<'approvals.see'> {
  const { case: of, evidence } = createFakeCase(index, asked);
  return { case: of, sameEvidence, evidence: [...evidence] };
}

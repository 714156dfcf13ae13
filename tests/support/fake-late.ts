import { Decision } from '../../contract/command.ts';
import { fakeId } from './fake-cases.ts';

/** What a colleague decided, too late, on the case at a place of the queue. */
export const lateOn = (index: number, change: Partial<Decision> = {}): Decision =>
  Decision.parse({
    type: 'decision',
    id: fakeId(0x1a7, index),
    caseId: fakeId(0xca, index),
    epoch: 1,
    deviceId: fakeId(0xdef, 1),
    madeAt: '2026-11-23T06:40:00.000Z',
    caseVersion: 1,
    evidenceDigest: 'e'.repeat(64),
    catalogueVersion: 1,
    outcome: 'violation',
    actions: [
      { action: 'remove-content', target: { type: 'job-post', id: `subject-${index}` }, params: {} },
      { action: 'suspend', target: { type: 'account', id: 'account-1' }, durationDays: 30, params: {} },
    ],
    policies: ['fee-to-work'],
    severity: 'high',
    rationale:
      'The post asks applicants for a deposit of $120 before they may work; the same words as last week.',
    message: null,
    timings: { waitMs: 0, openMs: 0, activeMs: 0 },
    decidedAt: '2026-11-23T06:40:00.000Z',
    replaces: null,
    adopts: null,
    batchId: null,
    ...change,
  });

import { AttentionItem, DecidedDecision } from '../../contract/bridge.ts';
import { EnforcementLine, type EnforcementState } from '../../contract/enforcement.ts';
import { fakeId } from './fake-cases.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 8, minute)).toISOString();
const action = { action: 'remove-content', target: { type: 'job-post', id: 'post-1' }, params: {} };

/** Its number is its place: 0 is the newest. */
export const decidedOf = (index: number, change: Partial<DecidedDecision> = {}): DecidedDecision =>
  DecidedDecision.parse({
    decisionId: fakeId(0xdec, index),
    caseId: fakeId(0xdca, index),
    title: `Data entry ${index}`,
    reference: `JP-${9000 - index}`,
    outcome: 'violation',
    state: 'acknowledged',
    decidedAt: new Date(Date.UTC(2026, 10, 23, 8, 0) - index * 60_000).toISOString(),
    holdEndsInMs: null,
    batchId: null,
    undo: 'recall',
    recall: null,
    actions: [{ action, state: 'done', detail: '', at: at(1) }],
    ...change,
  });

export const lineOf = (
  index: number,
  state: EnforcementState,
  change: Partial<EnforcementLine> = {},
): EnforcementLine =>
  EnforcementLine.parse({
    id: fakeId(0xe0f, index),
    decisionId: fakeId(0xdec, index),
    caseId: fakeId(0xdca, index),
    reference: `JP-${9000 - index}`,
    ordinal: 0,
    action,
    reverses: null,
    state,
    detail: state === 'failed' ? 'The account is under a legal hold' : '',
    attempts: 1,
    nextAttemptAt: null,
    requestedAt: at(0),
    updatedAt: at(1),
    subject: { type: 'job-post', id: 'post-1' },
    by: 'Amara Okafor',
    log: [{ at: at(1), httpStatus: 200, durationMs: 40, detail: 'The account is under a legal hold' }],
    ...change,
  });

export const failureItem = (change: Partial<AttentionItem> = {}): AttentionItem =>
  AttentionItem.parse({
    id: fakeId(0xe0f, 0),
    caseId: fakeId(0xdca, 0),
    reference: 'JP-9000',
    title: 'Data entry 0',
    commandType: 'decision',
    why: 'enforcement-failed',
    code: 'remove-content',
    detail: 'The account is under a legal hold',
    errors: [],
    at: at(1),
    rival: null,
    contested: null,
    choices: ['dismiss'],
    ...change,
  });

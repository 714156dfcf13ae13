import { ActionRule, Catalogue, Policy } from '../../../contract/catalogue.ts';
import type { Case } from '../../../contract/case.ts';
import { DraftContent } from '../../../contract/draft.ts';

type Input<T> = Partial<T>;

export const policy = (id: string, change: Input<Policy> = {}): Policy =>
  Policy.parse({
    id,
    title: `Policy ${id}`,
    summary: '',
    area: 'fraud',
    severity: 'medium',
    subjects: ['job-post'],
    actions: ['remove-content', 'warn'],
    ...change,
  });

export const rule = (kind: ActionRule['kind'], change: Input<ActionRule> = {}): ActionRule =>
  ActionRule.parse({
    kind,
    label: `Label of ${kind}`,
    submitLabel: `Submit ${kind}`,
    gravity: 10,
    targets: ['account'],
    offline: 'allow',
    ...change,
  });

export const catalogue = (change: Input<Catalogue> = {}): Catalogue =>
  Catalogue.parse({
    version: 1,
    publishedAt: '2026-11-23T07:00:00.000Z',
    name: 'Test',
    defaultLanguage: 'en',
    queues: [{ id: 'jobs', name: 'Jobs', slaMinutes: 60 }],
    policies: [
      policy('fee', { severity: 'high', actions: ['remove-content', 'suspend'] }),
      policy('spam', { severity: 'low' }),
      policy('child-safety', { severity: 'severe', actions: [], mandatoryEscalation: true }),
    ],
    actions: [
      rule('remove-content', { gravity: 20, targets: ['job-post', 'message-thread'] }),
      rule('warn', { gravity: 10 }),
      rule('suspend', { gravity: 80, durationsDays: [7, 30], defaultDurationDays: 30 }),
    ],
    rules: {
      rationaleMinimum: { 'no-violation': 0, violation: 20, 'insufficient-evidence': 10 },
      batchApprovalAbove: 100,
      vendorOffline: true,
    },
    ...change,
  });

/** A job post with its owner's account, another account on the same device, and no counterparty. */
export const jobPost: Pick<Case, 'subject' | 'related'> = {
  subject: { type: 'job-post', id: 'post-1', label: 'Data entry clerk' },
  related: [
    { relation: 'same-device', subject: { type: 'account', id: 'acc-9', label: 'Sibling' } },
    { relation: 'owner', subject: { type: 'account', id: 'acc-1', label: 'Acme' } },
  ],
};

export const draft = (change: Input<DraftContent> = {}): DraftContent =>
  DraftContent.parse({
    outcome: null,
    policies: [],
    actions: [],
    severity: null,
    rationale: '',
    message: null,
    ...change,
  });

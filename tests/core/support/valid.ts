import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { Case } from '../../../contract/case.ts';
import { Catalogue } from '../../../contract/catalogue.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import { Enforcement } from '../../../contract/enforcement.ts';
import { EvidenceDocument, EvidenceItem, evidenceDocumentMediaType } from '../../../contract/evidence.ts';
import { Account } from '../../../contract/people.ts';

/** Valid objects; a test changes the one thing it is about. */

export const START = Date.parse('2026-11-23T08:00:00.000Z');
export const at = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();

export const account = (change: Partial<Account> = {}): Account =>
  Account.parse({
    id: v7(),
    username: 'reviewer-07',
    displayName: 'Reviewer 07',
    role: 'reviewer',
    queues: ['fraud'],
    languages: ['en'],
    compartments: [],
    capacity: 50,
    ...change,
  });

export type Content = Readonly<{ item: EvidenceItem; bytes: Uint8Array }>;

/** An item of structured evidence with the bytes that its digest names. */
export function evidence(document: unknown, change: Partial<EvidenceItem> = {}): Content {
  const parsed = EvidenceDocument.parse(document);
  const bytes = Buffer.from(JSON.stringify(parsed));
  const item = EvidenceItem.parse({
    id: v7(),
    kind: parsed.kind,
    version: 1,
    digest: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.byteLength,
    mediaType: evidenceDocumentMediaType,
    label: parsed.kind,
    material: true,
    capturedAt: at(-120),
    ...change,
  });
  return { item, bytes };
}

export const jobPost = (text = 'Earn 5,000 a week from home.', change: Partial<EvidenceItem> = {}): Content =>
  evidence(
    {
      kind: 'job-post',
      title: 'Data entry',
      client: { id: 'client-1', label: 'Acme' },
      sections: [{ name: 'description', heading: 'Description', text }],
    },
    change,
  );

/** How an action stands; each of another decision. */
export const enforcementOf = (change: Partial<Enforcement> = {}): Enforcement =>
  Enforcement.parse({
    id: v7(),
    decisionId: v7(),
    caseId: v7(),
    reference: 'JP-1000',
    ordinal: 0,
    action: { action: 'remove-content', target: { type: 'job-post', id: 'post-1' } },
    reverses: null,
    state: 'requested',
    detail: '',
    attempts: 0,
    nextAttemptAt: null,
    requestedAt: at(0),
    updatedAt: at(0),
    ...change,
  });

let references = 1000;

export function caseOf(contents: readonly Content[] = [jobPost()], change: Partial<Case> = {}): Case {
  const items = contents.map(({ item }) => item);
  return Case.parse({
    id: v7(),
    reference: `JP-${(references += 1)}`,
    version: 1,
    epoch: 1,
    title: 'Data entry, paid weekly',
    summary: 'Asks for a fee before work',
    state: { is: 'assigned' },
    source: 'detection',
    queue: 'fraud',
    priority: { score: 500, band: 'P2' },
    dueAt: at(240),
    subject: { type: 'job-post', id: 'post-1', label: 'Data entry' },
    related: [{ relation: 'owner', subject: { type: 'account', id: 'client-1', label: 'Acme' } }],
    cachePolicy: 'offline',
    evidence: items,
    evidenceDigest: createHash('sha256')
      .update(items.map((item) => item.digest).join())
      .digest('hex'),
    createdAt: at(-60),
    updatedAt: at(-60),
    assignedAt: at(-30),
    leaseEndsAt: null,
    ...change,
  });
}

export const catalogue = (change: Partial<Catalogue> = {}): Catalogue =>
  Catalogue.parse({
    version: 1,
    publishedAt: at(-1000),
    name: 'Test',
    defaultLanguage: 'en',
    queues: [
      { id: 'fraud', name: 'Fraud', slaMinutes: 240 },
      { id: 'escalations', name: 'Escalations', slaMinutes: 60 },
    ],
    policies: [
      {
        id: 'advance-fee',
        title: 'Advance fee',
        summary: '',
        area: 'fraud',
        severity: 'high',
        subjects: ['job-post', 'account'],
        actions: ['remove-content', 'suspend', 'warn'],
      },
      {
        id: 'off-platform',
        title: 'Payment outside',
        summary: '',
        area: 'fraud',
        severity: 'medium',
        subjects: ['job-post', 'account'],
        actions: ['warn', 'hold-payout'],
      },
      {
        id: 'minors',
        title: 'Safety of minors',
        summary: '',
        area: 'safety',
        severity: 'severe',
        subjects: ['job-post', 'account'],
        actions: [],
        mandatoryEscalation: true,
        escalationQueue: 'escalations',
      },
    ],
    actions: [
      {
        kind: 'remove-content',
        label: 'Remove',
        submitLabel: 'Remove',
        gravity: 20,
        targets: ['job-post'],
        offline: 'allow',
      },
      {
        kind: 'warn',
        label: 'Warn',
        submitLabel: 'Warn',
        gravity: 10,
        targets: ['account'],
        offline: 'allow',
      },
      {
        kind: 'suspend',
        label: 'Suspend',
        submitLabel: 'Suspend account',
        gravity: 80,
        targets: ['account'],
        durationsDays: [7, 30],
        offline: 'confirm-online',
        endsAccount: true,
      },
      {
        kind: 'hold-payout',
        label: 'Hold payout',
        submitLabel: 'Hold',
        gravity: 50,
        targets: ['account'],
        offline: 'forbid',
      },
    ],
    rules: {
      rationaleMinimum: { 'no-violation': 0, violation: 10, 'insufficient-evidence': 5 },
      batchApprovalAbove: 20,
      vendorOffline: false,
    },
    ...change,
  });

export const blank: DraftContent = {
  outcome: null,
  policies: [],
  actions: [],
  severity: null,
  rationale: '',
  message: null,
  adopts: null,
  caret: null,
};

export const violation = (change: Partial<DraftContent> = {}): DraftContent => ({
  ...blank,
  outcome: 'violation',
  policies: ['advance-fee'],
  actions: [{ action: 'remove-content', target: { type: 'job-post', id: 'post-1' }, params: {} }],
  severity: 'high',
  rationale: 'Asks for a fee before any work is given.',
  ...change,
});

export const noViolation = (change: Partial<DraftContent> = {}): DraftContent => ({
  ...blank,
  outcome: 'no-violation',
  ...change,
});

/** Valid objects for tests of the central API; a test changes one thing. */
import { v7 } from 'uuid';
import type { CatalogueContent } from '../../contract/catalogue.ts';
import type { Case } from '../../contract/case.ts';
import type { Decision } from '../../contract/command.ts';
import { IncomingCase } from '../../contract/import.ts';
import type { z } from 'zod';

type CatalogueInput = z.input<typeof CatalogueContent>;

export function catalogueContent(change: Partial<CatalogueInput> = {}): CatalogueInput {
  return {
    name: 'Test catalogue',
    defaultLanguage: 'en',
    queues: [
      { id: 'jobs', name: 'Job posts', slaMinutes: 240, offlineLeaseMinutes: 240 },
      { id: 'messages', name: 'Messages', slaMinutes: 120 },
      { id: 'specialists', name: 'Specialists', slaMinutes: 60 },
    ],
    policies: [
      {
        id: 'fraud',
        title: 'Fraud',
        summary: 'Deceives for money',
        area: 'fraud',
        severity: 'high',
        subjects: ['job-post', 'message-thread'],
        actions: ['remove-content', 'warn', 'suspend', 'close-account'],
      },
      {
        id: 'child-safety',
        title: 'Child safety',
        summary: 'Endangers a child',
        area: 'safety',
        severity: 'severe',
        subjects: ['job-post', 'message-thread', 'profile', 'account'],
        actions: [],
        mandatoryEscalation: true,
        escalationQueue: 'specialists',
      },
    ],
    actions: [
      action('remove-content', ['job-post', 'message-thread'], 20),
      action('warn', ['account'], 10),
      { ...action('suspend', ['account'], 60), durationsDays: [7, 30], defaultDurationDays: 7 },
      { ...action('close-account', ['account'], 90), endsAccount: true, requiresApproval: true },
    ],
    presets: [],
    templates: [],
    rules: {
      rationaleMinimum: { 'no-violation': 0, violation: 10, 'insufficient-evidence': 0 },
      batchApprovalAbove: 50,
      vendorOffline: true,
    },
    ...change,
  };
}

function action(
  kind: CatalogueInput['actions'][number]['kind'],
  targets: CatalogueInput['actions'][number]['targets'],
  gravity: number,
): CatalogueInput['actions'][number] {
  return { kind, label: kind, submitLabel: kind, gravity, targets, offline: 'allow' };
}

let made = 0;

export function incomingCase(change: Partial<z.input<typeof IncomingCase>> = {}): IncomingCase {
  made += 1;
  return IncomingCase.parse({
    externalId: `test-${made}`,
    source: 'detection',
    queue: 'jobs',
    title: `Assistant wanted ${made}`,
    subject: { type: 'job-post', id: `post-${made}`, label: `Post ${made}` },
    related: [{ relation: 'owner', subject: { type: 'account', id: `account-${made}`, label: 'Owner' } }],
    riskScore: 0.7,
    evidence: [{ key: 'post', label: 'Post', document: jobPost(`Assistant wanted ${made}`) }],
    ...change,
  });
}

export const jobPost = (title: string, text = 'Send your bank details today.') => ({
  kind: 'job-post',
  title,
  client: { id: 'client-1', label: 'A client' },
  sections: [{ name: 'description', heading: 'Description', text }],
});

/** A decision that the catalogue above permits, on a case as its reviewer received it. */
export function decisionOn(
  found: Pick<Case, 'id' | 'epoch' | 'version' | 'evidenceDigest' | 'subject'>,
  deviceId: string,
  change: Record<string, unknown> = {},
): Decision {
  const now = new Date().toISOString();
  return {
    type: 'decision',
    id: v7(),
    caseId: found.id,
    epoch: found.epoch,
    deviceId,
    madeAt: now,
    caseVersion: found.version,
    evidenceDigest: found.evidenceDigest,
    catalogueVersion: 1,
    outcome: 'violation',
    actions: [
      { action: 'remove-content', target: { type: found.subject.type, id: found.subject.id }, params: {} },
    ],
    policies: ['fraud'],
    severity: 'high',
    rationale: 'Asks for bank details before any contract.',
    message: null,
    timings: { waitMs: 1000, openMs: 20_000, activeMs: 15_000 },
    decidedAt: now,
    replaces: null,
    adopts: null,
    batchId: null,
    ...change,
  } as Decision;
}

/** Any other command on a case. */
export function commandOn(
  found: Pick<Case, 'id' | 'epoch'>,
  deviceId: string,
  command: { type: string } & Record<string, unknown>,
): { id: string } & Record<string, unknown> {
  return {
    id: v7(),
    caseId: found.id,
    epoch: found.epoch,
    deviceId,
    madeAt: new Date().toISOString(),
    ...command,
  };
}

import { createHash } from 'node:crypto';
import type { EvidenceView, QueueRow } from '../../contract/bridge.ts';
import { Case, type CaseSource } from '../../contract/case.ts';
import { EvidenceDocument, EvidenceItem } from '../../contract/evidence.ts';

/** Valid cases that read like a real queue, for windows that have no workstation behind them. */
export type FakeCase = Readonly<{ case: Case; evidence: EvidenceView[] }>;

const MINUTE = 60_000;
export const fakeId = (block: number, index: number): string =>
  `0198a000-0000-7000-8${block.toString(16).padStart(3, '0')}-${index.toString(16).padStart(12, '0')}`;
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

type Story = Readonly<{
  title: string;
  summary: string;
  source: CaseSource;
  queue: 'job-posts' | 'messages' | 'profiles';
  subject: Case['subject']['type'];
  prefix: string;
  documents: readonly Readonly<Record<string, unknown>>[];
}>;

const post = (title: string, description: string, requirements: string) => ({
  kind: 'job-post',
  title,
  client: { id: 'account-1', label: 'Client 7301' },
  pay: '$45 per hour',
  sections: [
    { name: 'description', heading: 'About the role', text: description },
    { name: 'requirements', heading: 'Requirements', text: requirements },
  ],
});
const thread = (...texts: readonly string[]) => ({
  kind: 'messages',
  participants: [
    { id: 'client', label: 'Client 5533', role: 'client', timeZone: 'Europe/Madrid' },
    { id: 'freelancer', label: 'Freelancer 1902', role: 'freelancer', timeZone: 'America/Bogota' },
  ],
  messages: texts.map((text, index) => ({
    id: `message-${index}`,
    from: index % 2 === 0 ? 'client' : 'freelancer',
    at: new Date(Date.UTC(2026, 10, 23, 6, index)).toISOString(),
    text,
    flagged: index === 2,
  })),
});
const profile = {
  kind: 'profile',
  account: { id: 'account-2', label: 'Freelancer 4410' },
  headline: 'Senior Solidity auditor',
  about: 'Fourteen years of audits for banks. References on request.',
  claims: [{ field: 'Country', claimed: 'Switzerland', verified: null, status: 'unverified' }],
};
const report = {
  kind: 'report',
  reporter: { id: 'account-9', label: 'Freelancer 8120', role: 'freelancer', reports: 4, upheld: 3 },
  at: '2026-11-23T06:40:00.000Z',
  reason: 'Asks for money first',
  text: 'They want a deposit before the contract starts.',
};
const history = { kind: 'history', entries: [] };

const stories: readonly Story[] = [
  {
    title: 'Data entry clerk, $45/h, no experience',
    summary: 'off-platform contact',
    source: 'detection',
    queue: 'job-posts',
    subject: 'job-post',
    prefix: 'JP',
    documents: [
      post(
        'Data entry clerk, $45/h, no experience',
        'We are seeking motivated people for data entry at home. No experience is needed and you start today.',
        'A refundable deposit of $120 covers the software licence and is returned with the first pay.',
      ),
      report,
      profile,
      history,
    ],
  },
  {
    title: 'Message thread: “send the deposit first”',
    summary: 'asks for a deposit',
    source: 'report',
    queue: 'messages',
    subject: 'message-thread',
    prefix: 'MT',
    documents: [
      thread('Can you start today?', 'Yes, gladly.', 'Send the deposit first.', 'I do not pay to work.'),
      report,
      profile,
    ],
  },
  {
    title: 'Profile: Senior Solidity auditor',
    summary: 'identity mismatch',
    source: 'vendor',
    queue: 'profiles',
    subject: 'profile',
    prefix: 'PR',
    documents: [profile, history],
  },
  {
    title: 'Logo for a bakery, $30',
    summary: 'duplicate text 1.1',
    source: 'detection',
    queue: 'job-posts',
    subject: 'job-post',
    prefix: 'JP',
    documents: [
      post('Logo for a bakery, $30', 'A logo in warm colours for a small bakery.', 'Two drafts.'),
      profile,
    ],
  },
];

/** A document to show instead of a story's own, with what its item says of it. `translationOf`: place in the list. */
export type FakeEvidence = Readonly<{
  document: Readonly<Record<string, unknown>>;
  label?: string;
  language?: string;
  translationOf?: number;
  sensitiveFields?: readonly string[];
  /** Not here, for this reason. */
  status?: Exclude<EvidenceView['status'], 'ready' | 'memory-only'>;
}>;

/** Not masked really: what is sensitive is only said to be, so that a viewer covers it. */
function evidenceOf(index: number, given: readonly FakeEvidence[]): EvidenceView[] {
  return given.map(({ document: raw, translationOf, sensitiveFields = [], status, ...words }, at) => {
    const document = EvidenceDocument.parse(raw);
    const content = JSON.stringify(document);
    const item = EvidenceItem.parse({
      id: fakeId(0xe00 + at, index),
      kind: document.kind,
      version: 1,
      digest: digestOf(content),
      bytes: content.length,
      mediaType: 'application/vnd.docket.evidence+json',
      label: '',
      material: document.kind !== 'history',
      capturedAt: '2026-11-23T06:00:00.000Z',
      ...words,
      translationOf: translationOf === undefined ? null : fakeId(0xe00 + translationOf, index),
      sensitiveFields,
    });
    const masked = sensitiveFields.map((field) => ({ field, revealed: false }));
    if (status !== undefined) {
      const fetchedBytes = status === 'fetching' ? Math.floor(content.length / 3) : 0;
      return { item, status, document: null, url: null, masked: [], fetchedBytes };
    }
    return { item, status: 'ready', document, url: null, masked, fetchedBytes: content.length };
  });
}

/** The row at a place of the queue, counted from 0. Cheap: a queue may have 50,000. */
export function createFakeRow(index: number, now: number): QueueRow {
  const story = stories[index % stories.length]!;
  return {
    caseId: fakeId(0xca, index) as QueueRow['caseId'],
    reference: `${story.prefix}-${1001 + index}`,
    title: index < stories.length ? story.title : `${story.title} (${index + 1})`,
    summary: story.summary,
    source: story.source,
    queue: story.queue,
    band: index < 8 ? 'P1' : index < 20 ? 'P2' : 'P3',
    score: Math.max(0, Math.round(98 - index * 1.1)) / 100,
    dueAt: new Date(now + (index * 17 - 4) * MINUTE).toISOString(),
    subjectType: story.subject,
    reports: story.source === 'report' ? 1 : 0,
    work: 'open',
    ready: true,
    nearDuplicates: 1,
  };
}

/** The whole case of a row. `tabs`: at least so many pieces of evidence. `own`: these instead of the story's. */
export function createFakeCase(
  index: number,
  now: number,
  tabs = 0,
  own?: readonly FakeEvidence[],
): FakeCase {
  const story = stories[index % stories.length]!;
  const {
    caseId,
    work: _work,
    ready: _ready,
    band,
    score,
    subjectType: _type,
    ...row
  } = createFakeRow(index, now);
  const given = own ?? story.documents.map((document) => ({ document }));
  const more = Math.max(0, tabs - given.length);
  const evidence = evidenceOf(index, [
    ...given,
    ...Array.from({ length: more }, () => ({ document: report })),
  ]);
  return {
    evidence,
    case: Case.parse({
      ...row,
      id: caseId,
      version: 1,
      epoch: 1,
      state: { is: 'assigned' },
      priority: { score: (score ?? 0) * 1000, band },
      subject: { type: story.subject, id: `subject-${index}`, label: story.title },
      related: [{ relation: 'owner', subject: { type: 'account', id: 'account-1', label: 'Client 7301' } }],
      cachePolicy: 'offline',
      riskScore: score,
      evidence: evidence.map(({ item }) => item),
      evidenceDigest: digestOf(`evidence of ${index}`),
      createdAt: '2026-11-23T05:00:00.000Z',
      updatedAt: '2026-11-23T06:00:00.000Z',
      assignedAt: '2026-11-23T06:30:00.000Z',
      leaseEndsAt: null,
    }),
  };
}

/** Cases for measuring: valid, varied, of about 1.2 KB, and the same ones for the same seed. */
import { createHash } from 'node:crypto';
import type { Case } from '../../contract/case.ts';
import { seededRandom } from '../../central/demo/seeded-random.ts';
import type { DraftContent } from '../../contract/draft.ts';
import { violation } from '../../tests/core/support/valid.ts';

const START = Date.UTC(2026, 10, 23, 8);
export const queueIds = ['fraud', 'escalations', 'payments', 'identity'] as const;
const sources = ['detection', 'report', 'vendor', 'appeal'] as const;
const words =
  'account bank client deposit details email escrow fee freelance identity invoice job link message offer outside passport pay payment phone platform post profile refund remote review salary send sign telegram transfer urgent wallet wire work'.split(
    ' ',
  );
const bands = ['P1', 'P2', 'P3'] as const;

type Prepared = Omit<Case, 'id' | 'epoch' | 'version' | 'reference'> & Record<string, unknown>;

/** The nth case; `version` above 1 is the same case with something new in it. */
export function preparedCase(number: number, version = 1): Prepared & { id: string } {
  const random = seededRandom(number + 1);
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  const say = (count: number): string => Array.from({ length: count }, () => pick(words)).join(' ');
  const id = idOf(number);
  const score = Math.floor(random() * 100_000) / 100;
  const at = new Date(START - Math.floor(random() * 86_400_000)).toISOString();
  return {
    id,
    reference: `JP-${number + 1000}`,
    version,
    epoch: 1,
    title: say(9),
    summary: `${say(28)}${version > 1 ? ` again ${version}` : ''}`,
    state: { is: 'assigned' },
    source: pick(sources),
    queue: pick(queueIds),
    policyArea: null,
    priority: { score, band: bands[Math.min(2, Math.floor((1000 - score) / 334))] ?? 'P3' },
    dueAt: new Date(START + Math.floor(random() * 28_800_000)).toISOString(),
    subject: { type: 'job-post', id: `post-${number}`, label: say(4) },
    related: [
      { relation: 'owner', subject: { type: 'account', id: `account-${number % 9000}`, label: say(2) } },
    ],
    compartment: null,
    cachePolicy: 'offline',
    language: 'en',
    riskScore: Math.floor(random() * 100) / 100,
    reports: Math.floor(random() * 3),
    strikes: 0,
    facts: [],
    evidence: [],
    evidenceDigest: createHash('sha256').update(`${number} ${version}`).digest('hex'),
    nearDuplicateDigest: null,
    otherOpenCases: [],
    notes: [],
    timeline: [{ at, event: 'created', by: null, detail: '' }],
    standing: null,
    createdAt: at,
    updatedAt: at,
    assignedAt: at,
    leaseEndsAt: null,
  } as unknown as Prepared & { id: string };
}

export const idOf = (number: number): string =>
  `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** A whole decision on the nth case. */
export const contentOn = (number: number): DraftContent =>
  violation({
    actions: [{ action: 'remove-content', target: { type: 'job-post', id: `post-${number}` }, params: {} }],
  });

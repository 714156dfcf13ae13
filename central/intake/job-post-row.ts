/** One row of a file shaped like the Employment Scam Aegean Dataset becomes one case. */
import { createHash } from 'node:crypto';
import type { Outcome } from '../../contract/catalogue.ts';
import type { Fact, JobPost, Profile } from '../../contract/evidence.ts';
import type { IncomingCase, IncomingEvidence } from '../../contract/import.ts';
import { detect } from '../detector/detect.ts';
import { nearDuplicateDigest } from '../detector/near-duplicate.ts';
import type { ToldSignal } from '../detector/rules.ts';
import { canonicalJson } from './canonical-json.ts';
import { cleanLine, cleanText, shorten, textFault } from './clean-text.ts';
import { detectionEvidence, detectionSummary } from './detection-evidence.ts';

export const requiredColumns = ['title', 'description', 'fraudulent'] as const;
export const optionalColumns = [
  'location',
  'department',
  'salary_range',
  'company_profile',
  'requirements',
  'benefits',
  'telecommuting',
  'has_company_logo',
  'has_questions',
  'employment_type',
  'required_experience',
  'required_education',
  'industry',
  'function',
] as const;
export type JobPostColumn = (typeof requiredColumns)[number] | (typeof optionalColumns)[number];
export type JobPostRow = Partial<Readonly<Record<JobPostColumn, string>>>;

export type Made =
  | { readonly ok: true; readonly case: IncomingCase }
  | { readonly ok: false; readonly reason: string };

const outcomes: Readonly<Record<string, Outcome>> = {
  '0': 'no-violation',
  f: 'no-violation',
  false: 'no-violation',
  '1': 'violation',
  t: 'violation',
  true: 'violation',
};
const yes = new Set(['1', 't', 'true']);

/** UTF-16 units: the contract's bounds. */
const longest: Partial<Record<JobPostColumn, number>> = {
  title: 300,
  location: 300,
  employment_type: 120,
  salary_range: 300,
  description: 4_000_000,
  requirements: 4_000_000,
  benefits: 4_000_000,
  company_profile: 4_000_000,
};
const longestFact = 2000;

export interface RowContext {
  readonly now: Date;
  /** How many texts with this digest were met before this one. */
  seenBefore(nearDuplicate: string): number;
}

/** The label column becomes the golden answer and touches nothing else: not the id, not the detection, not a word. */
export function jobPostCase(row: JobPostRow, context: RowContext): Made {
  const fault = rowFault(row);
  if (fault !== null) return { ok: false, reason: fault };
  const outcome = outcomes[(row.fraudulent ?? '').trim().toLowerCase()];
  if (outcome === undefined) {
    return { ok: false, reason: `fraudulent must be 0 or 1, not ${quoted(row.fraudulent ?? '')}` };
  }
  const { fraudulent: _label, ...content } = row;
  const digest = createHash('sha256')
    .update(canonicalJson(filled(content)))
    .digest('hex');
  const short = digest.slice(0, 12);
  const title = cleanLine(row.title ?? '');
  const client = clientOf(row, short);
  const post = postOf(row, title, client);
  const company = companyOf(row, client);
  const copies = nearDuplicateDigest(post.sections.map((section) => section.text).join('\n'));
  const earlier = copies === null ? 0 : context.seenBefore(copies);

  const result = detect(
    'job-post',
    [
      { item: 'post', field: '/title', text: title },
      ...post.sections.map((section, index) => ({
        item: 'post',
        field: `/sections/${index}/text`,
        text: section.text,
      })),
    ],
    toldOf(row, earlier),
  );
  const evidence: IncomingEvidence[] = [item('post', 'Job post', post)];
  if (company) evidence.push(item('company', 'Company', company));
  evidence.push(detectionEvidence(result, context.now.toISOString()));

  return {
    ok: true,
    case: {
      externalId: digest,
      source: 'detection',
      policyArea: result.signals[0]?.area ?? null,
      title,
      summary: detectionSummary(result),
      subject: { type: 'job-post', id: `post-${short}`, label: title },
      related: [{ relation: 'owner', subject: { type: 'account', ...client } }],
      compartment: null,
      language: null,
      riskScore: result.score,
      strikes: 0,
      facts: caseFacts(row),
      evidence,
      golden: { outcome, source: 'label column of the imported file' },
    },
  };
}

function rowFault(row: JobPostRow): string | null {
  for (const [column, value] of Object.entries(row) as [JobPostColumn, string][]) {
    const fault = textFault(value, longest[column] ?? longestFact);
    if (fault !== null) return `${column} ${fault}`;
  }
  if (cleanLine(row.title ?? '') === '') return 'title is empty';
  if (cleanText(row.description ?? '') === '') return 'description is empty';
  return null;
}

function clientOf(row: JobPostRow, short: string): { id: string; label: string } {
  const profile = (row.company_profile ?? '').trim();
  const id = profile === '' ? short : createHash('sha256').update(profile).digest('hex').slice(0, 12);
  return { id: `client-${id}`, label: `Client ${id.slice(0, 6)}` };
}

function postOf(row: JobPostRow, title: string, client: { id: string; label: string }): JobPost {
  const sections: JobPost['sections'] = [];
  const add = (name: 'description' | 'requirements' | 'benefits', heading: string) => {
    const text = cleanText(row[name] ?? '');
    if (text !== '') sections.push({ name, heading, format: 'plain', text });
  };
  add('description', 'About the role');
  add('requirements', 'Requirements');
  add('benefits', 'Benefits');
  return {
    kind: 'job-post',
    title,
    client,
    location: cleanLine(row.location ?? '').replace(/^[, ]+|[, ]+$/g, ''),
    employment: cleanLine(row.employment_type ?? ''),
    pay: cleanLine(row.salary_range ?? ''),
    postedAt: null,
    sections,
    facts: facts([
      ['Department', row.department],
      ['Industry', row.industry],
      ['Function', row.function],
      ['Experience', row.required_experience],
      ['Education', row.required_education],
    ]),
    earlier: [],
  };
}

function companyOf(row: JobPostRow, account: { id: string; label: string }): Profile | null {
  const about = cleanText(row.company_profile ?? '');
  if (about === '') return null;
  const claim = (field: string, value: string | undefined): Profile['claims'] => {
    const claimed = cleanLine(value ?? '').replace(/^[, ]+|[, ]+$/g, '');
    return claimed === '' ? [] : [{ field, claimed, verified: null, status: 'unverified' }];
  };
  return {
    kind: 'profile',
    account,
    headline: '',
    about,
    memberSince: null,
    claims: [
      ...claim('Industry', row.industry),
      ...claim('Location', row.location),
      ...(isYes(row.has_company_logo) ? claim('Logo', 'shows a company logo') : []),
    ],
    facts: [],
    earlier: [],
  };
}

function caseFacts(row: JobPostRow): Fact[] {
  const said = (value: string | undefined, positive: string, negative: string) =>
    value === undefined || value.trim() === '' ? undefined : isYes(value) ? positive : negative;
  return facts([
    ['Remote', said(row.telecommuting, 'yes', 'no')],
    ['Company logo', said(row.has_company_logo, 'shown', 'none')],
    ['Screening questions', said(row.has_questions, 'asked', 'none')],
    [
      'Company profile',
      row.company_profile === undefined ? undefined : row.company_profile.trim() === '' ? 'none' : 'given',
    ],
  ]);
}

/** Only what a column says counts: where the column itself is missing, nothing is known. */
function toldOf(row: JobPostRow, copies: number): ToldSignal[] {
  const told: ToldSignal[] = [];
  if (copies > 0) told.push('duplicate-text');
  if (row.company_profile !== undefined && row.company_profile.trim() === '') told.push('no-company');
  if (row.has_company_logo?.trim() === '0') told.push('no-logo');
  if (row.has_questions?.trim() === '0' && row.requirements !== undefined && row.requirements.trim() === '') {
    told.push('bare-post');
  }
  return told;
}

const isYes = (value: string | undefined): boolean => yes.has((value ?? '').trim().toLowerCase());
const quoted = (value: string): string => `“${shorten(value, 40)}”`;

function facts(pairs: readonly (readonly [string, string | undefined])[]): Fact[] {
  return pairs.flatMap(([label, value]) => {
    const clean = cleanLine(value ?? '');
    return clean === '' ? [] : [{ label, value: clean }];
  });
}

/** An absent column and an empty one are the same content. */
const filled = (row: JobPostRow): JobPostRow =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));

function item(key: string, label: string, document: JobPost | Profile): IncomingEvidence {
  return {
    key,
    label,
    language: null,
    translationOf: null,
    graphic: false,
    harmTypes: [],
    sensitiveFields: [],
    document,
  };
}

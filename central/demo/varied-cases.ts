/**
 * More cases than anybody wrote: real rows and composed stories with other people, sums and phrases, read by the
 * detector as if they had come in so. The nth case of a seed is always the same one.
 */
import { createHash } from 'node:crypto';
import type { IncomingCase } from '../../contract/import.ts';
import { toldSignals } from '../detector/rules.ts';
import type { ToldSignal } from '../detector/rules.ts';
import { nameOf } from './names.ts';
import { seededRandom } from './seeded-random.ts';
import type { Story } from './stories.ts';
import { detected } from './detected-story.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Named on a picture or a paper, or too long to be had by the thousand. */
const unlikeOthers = new Set([
  'card-set-again',
  'card-in-glare',
  'bill-does-not-add-up',
  'bakery-register',
  'contract-beside-the-platform',
  'receipt-with-two-sums',
  'designer-appeal',
  'three-hundred-messages',
  'sealed-staff',
  'someone-young',
]);

/** Words for words, where the detector may well see the difference, as in life. */
const phrases: readonly (readonly string[])[] = [
  ['We are looking for', 'We are seeking', 'Our team needs', 'We want to hire', 'Wanted:'],
  ['motivated people', 'careful people', 'reliable people', 'friendly people'],
  ['start today', 'start now', 'begin this week', 'start immediately'],
  ['Responsibilities', 'Your tasks', 'What you do', 'Duties'],
  ['experience', 'practice', 'a background'],
  ['the ability to', 'the skill to', 'the will to'],
  ['excellent', 'very good', 'strong', 'outstanding'],
  ['please', 'kindly', 'pls'],
  ['customers', 'clients', 'guests', 'buyers'],
  ['manager', 'supervisor', 'team lead', 'coordinator'],
];
const openings: readonly string[] = [
  'Please read the whole post before you apply.',
  'We have worked on this platform since last year.',
  'This place is free because a colleague moves abroad.',
  'Interviews are held by video on Thursday.',
  'The team is small and knows each other well.',
  'We answer every application within two days.',
  'Part of the work is at night.',
  'You report to one person only.',
];
const greetings: readonly string[] = ['Hi {name},', 'Dear {name},', '{name}!', 'Hello,', 'Hey {name} -', ''];

export interface VariedPlan {
  readonly stories: readonly Story[];
  readonly rows: readonly IncomingCase[];
  readonly now: number;
  readonly seed: number;
}

export type VariedCases = (index: number) => IncomingCase;

export function createVariedCases({ stories, rows, now, seed }: VariedPlan): VariedCases {
  const composed = stories.filter(
    ({ externalId }) => !unlikeOthers.has(externalId) && !externalId.startsWith('wave-'),
  );
  const sources = rows.map(withoutDetection);
  return (index) => {
    const random = seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
    const pool = random() < 0.7 ? sources : composed;
    const source = pool[Math.floor(random() * pool.length)];
    if (!source) throw new Error('a demo has rows and stories');
    return vary(source, { index, random, now, real: pool === sources });
  };
}

interface Turn {
  readonly index: number;
  readonly random: () => number;
  readonly now: number;
  readonly real: boolean;
}

function vary(source: Story, { index, random, now, real }: Turn): IncomingCase {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const factor = 0.6 + random() * 1.2;
  const chosen = phrases.map((group) => [group, pick(group)] as const);
  const person = nameOf(Math.floor(random() * 2000));
  const opening = real && random() < 0.6 ? pick(openings) : '';
  const greeting = real ? pick(greetings).replace('{name}', person.split(' ')[0] ?? '') : '';
  const dropped = random() * 0.3;
  const movedMs = -Math.floor(random() * 6 * hourMs);

  const text = (original: string): string => {
    let changed = original
      .replace(
        /\b(clients?|freelancer|account|post|thread|profile|sender|customer)([ -])(\d{4})\b/gi,
        (_, word: string, gap: string, number: string) => `${word}${gap}${otherNumber(number, index)}`,
      )
      .replace(
        /\b(client|sender|customer|thread|post|message)-([0-9a-f]{12})\b/g,
        (_, word: string, old: string) => `${word}-${otherDigest(old, index)}`,
      )
      .replace(
        /\b(Client )([0-9a-f]{6})\b/g,
        (_, word: string, old: string) => `${word}${otherDigest(old, index).slice(0, 6)}`,
      )
      .replace(
        /([$£€] ?)(\d[\d,]{0,6})(?![\d,])/g,
        (_, sign: string, sum: string) => `${sign}${scaled(sum, factor)}`,
      )
      .replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, (at) => new Date(Date.parse(at) + movedMs).toISOString());
    for (const [group, word] of chosen) {
      const first = group.find((one) => changed.includes(one));
      if (first !== undefined) changed = changed.replaceAll(first, word);
    }
    return changed;
  };
  const deep = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      if (key === 'content' || key === 'digest') return value;
      return real && key === 'text'
        ? otherParagraphs(text(value), { opening, greeting, dropped, random })
        : text(value);
    }
    if (typeof value === 'number' && key === 'amountMinor')
      return Math.max(100, Math.round((value * factor) / 100) * 100);
    if (Array.isArray(value)) return value.map((part) => deep(part, key));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, deep(part, name)]));
    }
    return value;
  };
  const varied = deep(source, '') as Story;

  // One in a hundred is late already; the rest is spread over the day.
  const dueAt =
    now + Math.round(random() < 0.01 ? -random() * 30 : 10 + random() * random() * 1400) * minuteMs;
  const createdAt = Math.min(now - minuteMs, dueAt - Math.round((2 + random() * 6) * 60) * minuteMs);
  const sameSubject = varied.subject.id === source.subject.id;
  const read = detected(
    {
      ...varied,
      externalId: `varied-${index}`,
      subject: { ...varied.subject, id: sameSubject ? `${source.subject.id}-${index}` : varied.subject.id },
      createdAt: new Date(createdAt).toISOString(),
      dueAt: new Date(dueAt).toISOString(),
    },
    now,
  );
  return read.summary === '' ? { ...read, summary: 'no signal fired' } : read;
}

const otherNumber = (number: string, index: number): string =>
  String(10_000 + ((Number(number) * 31 + index * 97) % 89_989));
const otherDigest = (old: string, index: number): string =>
  createHash('sha256').update(`${old} ${index}`).digest('hex').slice(0, 12);

function scaled(sum: string, factor: number): string {
  const value = Number(sum.replaceAll(',', ''));
  const next = Math.max(1, value >= 100 ? Math.round((value * factor) / 5) * 5 : Math.round(value * factor));
  return sum.includes(',') ? next.toLocaleString('en') : String(next);
}

/** A post loses some of its lines and gains a sentence; a message gains a greeting. */
function otherParagraphs(
  text: string,
  {
    opening,
    greeting,
    dropped,
    random,
  }: { opening: string; greeting: string; dropped: number; random: () => number },
): string {
  const lines = text.split('\n');
  if (lines.length < 4) return greeting === '' || text.length > 400 ? text : `${greeting} ${text}`;
  const kept = lines.filter((_, index) => index === 0 || random() >= dropped);
  return opening === '' ? kept.join('\n') : [opening, ...kept].join('\n');
}

/** A row as it was before the detector: what it was told without reading is kept. */
function withoutDetection(row: IncomingCase): Story {
  const told: ToldSignal[] = row.evidence.flatMap((item) => {
    if (item.key !== 'detection' || !('document' in item)) return [];
    const { signals } = item.document as unknown as { signals: readonly { id: string }[] };
    return signals.map(({ id }) => id).filter((id): id is ToldSignal => id in toldSignals);
  });
  return {
    ...row,
    summary: row.source === 'detection' ? '' : row.summary,
    policyArea: null,
    riskScore: row.source === 'detection' ? 0 : row.riskScore,
    evidence: row.evidence.filter(({ key }) => key !== 'detection'),
    told,
  };
}

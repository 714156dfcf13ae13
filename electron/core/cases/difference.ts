import type { OpenedCase } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import type { EvidenceDocument, EvidenceItem } from '../../../contract/evidence.ts';
import { readableText } from './readable-text.ts';
import { shortDifference } from './text-difference.ts';

export type Change = NonNullable<OpenedCase['newer']>['changed'][number];

/** At most this many lines in the banner; a case with more has changed beyond reading anyway. */
const MOST = 100;

/**
 * What a reviewer should know changed between two versions of a case, in the order of the screen.
 * `documentOf` gives documents already masked, or null where they are not here.
 */
export function describeChanges(
  before: Case,
  after: Case,
  documentOf: (item: EvidenceItem) => EvidenceDocument | null,
): readonly Change[] {
  return [
    ...changedFields(before, after),
    ...changedFacts(before, after),
    ...evidence(before, after, documentOf),
  ].slice(0, MOST);
}

/** Whether a change may change a decision (D11): the digest covers exactly the material evidence. */
export const isMaterialChange = (before: Case, after: Case): boolean =>
  before.evidenceDigest !== after.evidenceDigest;

export function changedFields(before: Case, after: Case): Change[] {
  const pairs: readonly (readonly [string, string, string])[] = [
    ['title', before.title, after.title],
    ['summary', before.summary, after.summary],
    ['due', before.dueAt ?? '', after.dueAt ?? ''],
    ['priority', before.priority.band, after.priority.band],
    ['queue', before.queue, after.queue],
    ['subject', before.subject.label, after.subject.label],
    ['reports', String(before.reports), String(after.reports)],
    ['strikes', String(before.strikes), String(after.strikes)],
    ['standing', before.standing?.outcome ?? '', after.standing?.outcome ?? ''],
  ];
  return pairs.flatMap(([what, one, other]) => (one === other ? [] : [change(what, one, other)]));
}

export function changedFacts(before: Case, after: Case): Change[] {
  const old = new Map(before.facts.map((fact) => [fact.label, fact.value]));
  const now = new Map(after.facts.map((fact) => [fact.label, fact.value]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((label) => {
    const [one, other] = [old.get(label) ?? '', now.get(label) ?? ''];
    return one === other ? [] : [change(label, one, other)];
  });
}

function evidence(
  before: Case,
  after: Case,
  documentOf: (item: EvidenceItem) => EvidenceDocument | null,
): Change[] {
  const old = new Map(before.evidence.map((item) => [item.id, item]));
  const now = new Map(after.evidence.map((item) => [item.id, item]));
  const changes: Change[] = [];
  for (const item of before.evidence)
    if (!now.has(item.id)) changes.push(change(nameOf(item), nameOf(item), ''));
  for (const item of after.evidence) {
    const earlier = old.get(item.id);
    if (earlier === undefined) changes.push(change(nameOf(item), '', nameOf(item)));
    else if (earlier.digest !== item.digest) changes.push(contentChange(earlier, item, documentOf));
  }
  return changes;
}

function contentChange(
  earlier: EvidenceItem,
  item: EvidenceItem,
  documentOf: (item: EvidenceItem) => EvidenceDocument | null,
): Change {
  const [one, other] = [documentOf(earlier), documentOf(item)];
  if (one === null || other === null) return change(nameOf(item), `v${earlier.version}`, `v${item.version}`);
  const difference = shortDifference(readableText(one), readableText(other));
  if (difference.before === difference.after)
    return change(nameOf(item), `v${earlier.version}`, `v${item.version}`);
  return change(nameOf(item), difference.before, difference.after);
}

export const nameOf = (item: EvidenceItem): string => item.label || item.kind;

const change = (what: string, before: string, after: string): Change => ({
  what: bounded(what, 200),
  before: bounded(before, 2000),
  after: bounded(after, 2000),
});

const bounded = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;

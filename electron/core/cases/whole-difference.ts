import type { Case } from '../../../contract/case.ts';
import type { EvidenceDocument, EvidenceItem } from '../../../contract/evidence.ts';
import { mostDifferenceText, type EvidenceChange } from '../../../contract/evidence-difference.ts';
import { changedFacts, changedFields, nameOf, type Change } from './difference.ts';
import { readableText } from './readable-text.ts';
import { shortDifference } from './text-difference.ts';

type DocumentOf = (item: EvidenceItem) => EvidenceDocument | null;

/** Of all texts together: what comes after them is given by its surroundings alone. */
const MOST_CHARACTERS = 1_000_000;
const MOST = 300;

/**
 * What differs between two versions of a case, with the words of both, material evidence first. `documentOf` gives
 * documents already masked, or null where they are not here.
 */
export function wholeDifference(before: Case, after: Case, documentOf: DocumentOf): EvidenceChange[] {
  const items = itemChanges(before, after, documentOf);
  return [
    ...items.filter(({ material }) => material),
    ...items.filter(({ material }) => !material),
    ...changedFields(before, after).map((change) => plainChange('field', change)),
    ...changedFacts(before, after).map((change) => plainChange('fact', change)),
  ].slice(0, MOST);
}

function itemChanges(before: Case, after: Case, documentOf: DocumentOf): EvidenceChange[] {
  const old = new Map(before.evidence.map((item) => [item.id, item]));
  const now = new Map(after.evidence.map((item) => [item.id, item]));
  let left = MOST_CHARACTERS;
  const wordsOf = (item: EvidenceItem | undefined): string | null => {
    const document = item === undefined ? null : documentOf(item);
    return document === null ? null : readableText(document);
  };

  function changeOf(one: EvidenceItem | undefined, other: EvidenceItem | undefined): EvidenceChange[] {
    const item = other ?? one;
    if (item === undefined || one?.digest === other?.digest) return [];
    const whole = { before: wordsOf(one), after: wordsOf(other) };
    const length = (whole.before?.length ?? 0) + (whole.after?.length ?? 0);
    const cut = length > Math.min(mostDifferenceText, left);
    left -= cut ? 0 : length;
    const words = cut ? cutDown(whole) : whole;
    return [
      {
        of: 'item',
        what: nameOf(item).slice(0, 200),
        is: one === undefined ? 'added' : other === undefined ? 'removed' : 'changed',
        kind: item.kind,
        material: item.material || (one?.material ?? false),
        ...words,
        cut,
      },
    ];
  }
  return [
    ...before.evidence.flatMap((item) => (now.has(item.id) ? [] : changeOf(item, undefined))),
    ...after.evidence.flatMap((item) => changeOf(old.get(item.id), item)),
  ];
}

type Words = Pick<EvidenceChange, 'before' | 'after'>;

function cutDown({ before, after }: Words): Words {
  const short = shortDifference(before ?? '', after ?? '');
  return { before: before === null ? null : short.before, after: after === null ? null : short.after };
}

/** Of the case itself: no decision is made on it (D1). */
const plainChange = (of: 'field' | 'fact', { what, before, after }: Change): EvidenceChange => ({
  of,
  what,
  is: before === '' ? 'added' : after === '' ? 'removed' : 'changed',
  kind: null,
  material: false,
  before,
  after,
  cut: false,
});

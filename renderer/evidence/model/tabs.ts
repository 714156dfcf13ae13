import type { EvidenceView } from '../../../contract/bridge.ts';
import type { EvidenceKind } from '../../../contract/evidence.ts';
import type { SubjectType } from '../../../contract/subject.ts';

/** One tab: an item, and what translates it. */
export type EvidenceTab = Readonly<{
  id: string;
  kind: EvidenceKind;
  view: EvidenceView;
  translation: EvidenceView | null;
}>;

const order: readonly EvidenceKind[] = [
  'detection',
  'report',
  'job-post',
  'messages',
  'image',
  'document',
  'media',
  'profile',
  'payments',
  'links',
  'sign-ins',
  'history',
];
const about: Readonly<Record<SubjectType, EvidenceKind>> = {
  'job-post': 'job-post',
  'message-thread': 'messages',
  profile: 'profile',
  account: 'profile',
};

/**
 * Tabs in groups of a kind: what the case is about, why it was raised, then the other content and the account. A
 * translation stands beside its original, and has a tab of its own only when that is not part of the case.
 */
export function tabsOf(evidence: readonly EvidenceView[], subject: SubjectType): readonly EvidenceTab[] {
  const ids = new Set(evidence.map(({ item }) => item.id));
  const rank = (kind: EvidenceKind) => (kind === about[subject] ? -1 : order.indexOf(kind));
  return evidence
    .filter(({ item }) => item.translationOf === null || !ids.has(item.translationOf))
    .map((view) => ({
      id: view.item.id,
      kind: view.item.kind,
      view,
      translation: evidence.find(({ item }) => item.translationOf === view.item.id) ?? null,
    }))
    .sort((a, b) => rank(a.kind) - rank(b.kind));
}

import { useMemo, type ReactNode } from 'react';
import type { EvidenceView } from '../../contract/bridge.ts';
import type { Case } from '../../contract/case.ts';
import { panelDomId, tabDomId } from './evidence-tabs.tsx';
import { detectionsOf, highlightsOf } from './model/highlights.ts';
import type { EvidenceTab } from './model/tabs.ts';
import { viewerFor } from './viewers/viewer-for.tsx';

export const isHere = (view: EvidenceView): boolean =>
  view.status === 'ready' || view.status === 'memory-only';

/** One item of evidence by its viewer, or `notHere` while there is nothing to view. */
export function EvidenceItemPanel({
  of,
  evidence,
  tab,
  notHere,
}: Readonly<{ of: Case; evidence: readonly EvidenceView[]; tab: EvidenceTab; notHere: ReactNode }>) {
  const { view, translation } = tab;
  const detections = useMemo(() => detectionsOf(evidence), [evidence]);
  const highlights = useMemo(() => highlightsOf(view.item.id, detections), [view, detections]);
  if (!isHere(view)) return notHere;
  return viewerFor({
    of,
    view,
    document: view.document,
    translation: translation?.document ?? null,
    translationLanguage: translation?.item.language ?? null,
    detections,
    highlights,
    evidence,
    panelId: panelDomId(tab.id),
    tabId: tabDomId(tab.id),
  });
}

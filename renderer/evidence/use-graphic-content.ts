import { useEffect } from 'react';
import type { EvidenceView } from '../../contract/bridge.ts';
import type { GraphicContent } from '../../contract/catalogue.ts';
import { isCoverable } from '../rules/coverable.ts';
import { graphicContentOf } from '../rules/graphic-content.ts';
import { useFrom } from '../stores/stores.ts';
import { useEvidenceActions } from './evidence-actions.ts';
import { useEvidenceViewStore } from './use-evidence-view.ts';

export function useGraphicContent(): GraphicContent {
  const settings = useFrom('settings', (state) => state.settings);
  const catalogue = useFrom('catalogue', ({ value }) => value?.catalogue ?? null);
  return graphicContentOf(settings, catalogue);
}

/**
 * Whether an item is shown. Covered content is shown once it was asked for. Who has covers off is shown it at once, and
 * that is recorded as a reveal all the same.
 */
export function useUncovered({ item, url }: EvidenceView): boolean {
  const { cover } = useGraphicContent();
  const { reveal } = useEvidenceActions();
  const store = useEvidenceViewStore();
  const uncovered = useFrom('evidenceView', (state) => state.uncovered.has(item.id));
  const isCovered = isCoverable(item);
  useEffect(() => {
    const isAsked = !cover && isCovered && url !== null;
    if (isAsked && !store.getState().uncovered.has(item.id)) reveal(item.id, null);
  }, [cover, isCovered, item.id, url, reveal, store]);
  return uncovered || !isCovered;
}

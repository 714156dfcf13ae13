import { createContext, use } from 'react';
import type { EvidenceViewStore } from '../stores/evidence-view.ts';

export const EvidenceViewContext = createContext<EvidenceViewStore | null>(null);

export function useEvidenceViewStore(): EvidenceViewStore {
  const store = use(EvidenceViewContext);
  if (store === null) throw new Error('Viewers are shown inside the evidence pane.');
  return store;
}

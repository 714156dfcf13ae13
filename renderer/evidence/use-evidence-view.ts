import type { EvidenceViewStore } from '../stores/evidence-view.ts';
import { useStores } from '../stores/stores.ts';

export const useEvidenceViewStore = (): EvidenceViewStore => useStores().evidenceView;

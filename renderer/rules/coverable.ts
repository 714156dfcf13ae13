import type { EvidenceItem } from '../../contract/evidence.ts';

/** Pictures are covered whatever was said of them; films, sounds and documents where they are marked as graphic. */
export const isCoverable = ({ kind, graphic }: Pick<EvidenceItem, 'kind' | 'graphic'>): boolean =>
  kind === 'image' || ((kind === 'media' || kind === 'document') && graphic);

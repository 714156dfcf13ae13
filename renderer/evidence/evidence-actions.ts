import { createContext, use } from 'react';
import type { Span } from '../../contract/evidence.ts';

/** What a viewer may ask for. The pane answers it by commands and stores; a viewer knows neither. */
export type EvidenceActions = Readonly<{
  /** Uncovers a masked field, or covered content (null). It is recorded. */
  reveal(evidenceId: string, field: string | null): void;
  goTo(span: Span): void;
  /** Said to a screen reader, politely. */
  announce(words: string): void;
  /** Records that what is selected is being copied; false where it must stay. */
  copy(): boolean;
  /** The item on screen names web addresses. */
  hasAddresses: boolean;
  locale: string;
  /** Milliseconds; moves about once in half a minute. */
  now: number;
}>;

export const EvidenceActionsContext = createContext<EvidenceActions | null>(null);

export function useEvidenceActions(): EvidenceActions {
  const actions = use(EvidenceActionsContext);
  if (actions === null) throw new Error('Viewers are shown inside the evidence pane.');
  return actions;
}

import type { EvidenceView } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import type { Detection, EvidenceDocument } from '../../../contract/evidence.ts';
import type { FieldHighlights } from '../model/highlights.ts';

/** What every viewer is given. The document is there; for kinds of bytes it is null and `view.url` may be. */
export type PanelProps<D extends EvidenceDocument | null = EvidenceDocument | null> = Readonly<{
  of: Case;
  view: EvidenceView;
  document: D;
  translation: EvidenceDocument | null;
  translationLanguage: string | null;
  detections: readonly Detection[];
  /** Signals that fired on this item. */
  highlights: FieldHighlights;
  /** All evidence of the case, for what quotes it. */
  evidence: readonly EvidenceView[];
  panelId: string;
  tabId: string;
}>;

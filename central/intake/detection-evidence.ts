import type { Instant } from '../../contract/primitives.ts';
import type { IncomingEvidence } from '../../contract/import.ts';
import type { DetectionResult } from '../detector/detect.ts';

/** The detection as an item of evidence; spans name items by key until intake gives them ids. */
export function detectionEvidence(result: DetectionResult, at: Instant): IncomingEvidence {
  return {
    key: 'detection',
    label: 'Detection',
    language: null,
    translationOf: null,
    graphic: false,
    harmTypes: [],
    sensitiveFields: [],
    document: {
      kind: 'detection',
      detector: result.detector,
      detectorVersion: result.version,
      at,
      score: result.score,
      threshold: result.threshold,
      signals: result.signals.map(({ id, label, weight, spans }) => ({
        id,
        label,
        weight,
        spans: spans.map(({ item, field, start, end }) => ({ evidenceId: item, field, start, end })),
      })),
    },
  };
}

/** The line under the title: what fired first, with the detector's version, and what came with it. */
export function detectionSummary(result: DetectionResult): string {
  const [first, second, ...others] = result.signals;
  if (!first) return 'no signal fired';
  const rest = second ? ` · ${second.label}${others.length > 0 ? ` · ${others.length} more` : ''}` : '';
  return `${first.id} ${result.version}${rest}`;
}

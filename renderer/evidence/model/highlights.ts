import type { EvidenceView } from '../../../contract/bridge.ts';
import type { Detection } from '../../../contract/evidence.ts';
import type { Highlight, Stretch } from '../../text/segments.ts';
import { stretchesOf } from '../../text/segments.ts';
import { htmlText, rangeInText } from '../../text/html-text.ts';

/** Where signals fired in one item: JSON pointer of a field → highlights. */
export type FieldHighlights = ReadonlyMap<string, readonly Highlight[]>;

export const detectionsOf = (evidence: readonly EvidenceView[]): readonly Detection[] =>
  evidence.flatMap(({ document }) => (document?.kind === 'detection' ? [document] : []));

export function highlightsOf(evidenceId: string, detections: readonly Detection[]): FieldHighlights {
  const fields = new Map<string, Highlight[]>();
  for (const detection of detections) {
    for (const signal of detection.signals) {
      for (const [index, span] of signal.spans.entries()) {
        if (span.evidenceId !== evidenceId) continue;
        const all = fields.get(span.field) ?? [];
        all.push({
          id: `${span.field}:${span.start}-${span.end}:${signal.id}:${index}`,
          start: span.start,
          end: span.end,
          reason: signal.label,
        });
        fields.set(span.field, all);
      }
    }
  }
  return fields;
}

/** The text of one field as it is shown, with its highlights in the same offsets. */
export type FieldText = Readonly<{
  field: string;
  text: string;
  stretches: readonly Stretch[];
  /** Offsets are those of the document too: a selection can be told as a span. */
  exact: boolean;
}>;

const noStretches: readonly Stretch[] = [];

export function fieldText(
  field: string,
  source: string,
  highlights: FieldHighlights,
  format: 'plain' | 'html' = 'plain',
): FieldText {
  const here = highlights.get(field) ?? [];
  if (format === 'plain') {
    const stretches = here.length === 0 ? noStretches : stretchesOf(source, here);
    return { field, text: source, stretches, exact: true };
  }
  const html = htmlText(source);
  const ranges = here.map((highlight) => ({ ...highlight, ...rangeInText(html, highlight) }));
  return { field, text: html.text, stretches: stretchesOf(html.text, ranges), exact: false };
}

/** The string that a JSON pointer names in a document; null where there is none. */
export function stringAt(document: unknown, pointer: string): string | null {
  let value: unknown = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === 'string' ? value : null;
}

import { EvidenceId } from '../../../contract/primitives.ts';
import type { Span } from '../../../contract/evidence.ts';

/** At most this much of a selection is quoted. */
const longestQuote = 2000;

/**
 * What is selected inside `area`, as spans of the evidence: one for each field that the selection touches. Words
 * know their offsets (`data-at`), fields their pointer (`data-field`), documents their id (`data-evidence`).
 */
export function spansOfSelection(
  selection: Selection | null,
  area: Element,
): Readonly<{ spans: readonly Span[]; text: string }> {
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0)
    return { spans: [], text: '' };
  const range = selection.getRangeAt(0);
  if (!area.contains(range.commonAncestorContainer)) return { spans: [], text: '' };
  const root =
    range.commonAncestorContainer instanceof Element
      ? range.commonAncestorContainer
      : range.commonAncestorContainer.parentElement;
  const words = root === null ? [] : [root, ...root.querySelectorAll('[data-at]')];
  const found = new Map<string, Span>();
  for (const word of words) {
    if (!word.hasAttribute('data-at') || !range.intersectsNode(word)) continue;
    const field = word.closest('[data-field]')?.getAttribute('data-field');
    const id = EvidenceId.safeParse(word.closest('[data-evidence]')?.getAttribute('data-evidence'));
    if (!field || !id.success) continue;
    const from = Number(word.getAttribute('data-at'));
    const length = word.textContent.length;
    const start = from + (word.contains(range.startContainer) ? Math.min(range.startOffset, length) : 0);
    const end = from + (word.contains(range.endContainer) ? Math.min(range.endOffset, length) : length);
    if (end <= start) continue;
    const key = `${id.data} ${field}`;
    const known = found.get(key);
    found.set(key, {
      evidenceId: id.data,
      field,
      start: Math.min(known?.start ?? start, start),
      end: Math.max(known?.end ?? end, end),
    });
  }
  return { spans: [...found.values()], text: selection.toString().slice(0, longestQuote) };
}

import type { EvidenceDocument } from '../../../contract/evidence.ts';

/** Always of this length, so that it says nothing of what it covers. */
export const MASK = '••••••••';
const MASKED_INSTANT = '1970-01-01T00:00:00.000Z';
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

export type MaskedDocument = Readonly<{
  document: EvidenceDocument;
  /** Only the fields that the document really has. */
  masked: readonly Readonly<{ field: string; revealed: boolean }>[];
}>;

/**
 * A copy of the document with sensitive fields covered, except revealed ones. Only the way to a covered
 * field is copied, so a thread of 30,000 messages costs no more than its covered lines.
 */
export function maskDocument(
  document: EvidenceDocument,
  sensitiveFields: readonly string[],
  isRevealed: (field: string) => boolean,
): MaskedDocument {
  const masked: { field: string; revealed: boolean }[] = [];
  const covers: string[][] = [];
  for (const field of sensitiveFields) {
    const path = pathOf(field);
    if (valueAt(document, path) === undefined) continue;
    const revealed = isRevealed(field);
    masked.push({ field, revealed });
    if (!revealed) covers.push(path);
  }
  if (covers.length === 0) return { document, masked };
  const copied = new WeakSet<object>();
  let root: unknown = document;
  for (const path of covers) root = covered(root, path, copied);
  return { document: root as EvidenceDocument, masked };
}

/** The value that a JSON pointer (RFC 6901) names; undefined where there is none. */
export function valueAt(document: unknown, path: readonly string[]): unknown {
  let value: unknown = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

export function pathOf(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function covered(value: unknown, path: readonly string[], copied: WeakSet<object>): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return cover(value);
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value;
  const copy = copied.has(value) ? value : Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  copied.add(copy);
  const record = copy as Record<string, unknown>;
  record[key] = covered(record[key], rest, copied);
  return copy;
}

/** Covers whatever is there and keeps its shape, so that a viewer can still draw it. */
function cover(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return INSTANT.test(value) ? MASKED_INSTANT : MASK;
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(cover);
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, key === 'kind' ? inner : cover(inner)]),
      );
    default:
      return null;
  }
}

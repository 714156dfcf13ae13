import type { EvidenceView } from '../../../contract/bridge.ts';

type Masked = EvidenceView['masked'];

const isBelow = (field: string, parent: string): boolean =>
  field.startsWith(parent) && (field.length === parent.length || field[parent.length] === '/');

/**
 * What to reveal so that the value at a JSON pointer can be read: the pointer itself, what it is part of, or a part of
 * it. Null where nothing of it is covered.
 */
export function coveringField(masked: Masked, at: string): string | null {
  const found = masked.find(({ field, revealed }) => !revealed && (isBelow(at, field) || isBelow(field, at)));
  return found?.field ?? null;
}

/**
 * Records of the list at `pointer` with something covered: index → what is covered, relative to the record. What is
 * covered has a value that stands for nothing, and must be left out of sums and comparisons.
 */
export function coveredRecords(masked: Masked, pointer: string): ReadonlyMap<number, readonly string[]> {
  const records = new Map<number, string[]>();
  for (const { field, revealed } of masked) {
    if (revealed || !field.startsWith(`${pointer}/`)) continue;
    const [index = '', ...rest] = field.slice(pointer.length + 1).split('/');
    const key = Number(index);
    records.set(key, [...(records.get(key) ?? []), rest.join('/')]);
  }
  return records;
}

/** Whether any of the parts of a record, or all of it, is covered. */
export const isPartCovered = (covered: readonly string[] | undefined, parts: readonly string[]): boolean =>
  covered?.some((field) => field === '' || parts.some((part) => isBelow(field, part))) ?? false;

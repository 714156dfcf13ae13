import { createHash } from 'node:crypto';

export interface DigestedItem {
  readonly kind: string;
  readonly material: boolean;
  /** Of the whole content, whatever a reader's role is given. */
  readonly digest: string;
}

/**
 * The digest that a decision echoes (D1): SHA-256 over the lines `kind digest` of the material items, sorted. So a
 * changed, added or removed material item changes it, and neither the order of items nor history does.
 */
export function evidenceDigestOf(items: readonly DigestedItem[]): string {
  const lines = items.filter((item) => item.material).map((item) => `${item.kind} ${item.digest}\n`);
  return createHash('sha256').update(lines.toSorted().join('')).digest('hex');
}

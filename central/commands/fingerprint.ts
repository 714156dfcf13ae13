import { createHash } from 'node:crypto';

const DEEPEST = 40;

/**
 * SHA-256 of an item as it was received, keys sorted, so that the same body is known again whatever the order of
 * its fields (D6). Null where it is nested deeper than any command can be.
 */
export function fingerprint(item: unknown): Buffer | null {
  const canonical = canonicalJson(item, 0);
  return canonical === null ? null : createHash('sha256').update(canonical).digest();
}

function canonicalJson(value: unknown, depth: number): string | null {
  if (depth > DEEPEST) return null;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const parts: string[] = [];
  const array = Array.isArray(value);
  const keys = array ? value.keys() : Object.keys(value).sort();
  for (const key of keys) {
    const part = canonicalJson((value as Record<PropertyKey, unknown>)[key], depth + 1);
    if (part === null) return null;
    parts.push(array ? part : `${JSON.stringify(key)}:${part}`);
  }
  return array ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
}

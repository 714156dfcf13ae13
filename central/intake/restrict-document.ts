/** The form of a document for roles that may not see its sensitive fields (P2). */
import { EvidenceDocument } from '../../contract/evidence.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * A copy in which what the pointers name is blank. Null where a pointer leads nowhere or where the document would
 * no longer be one of its kind: then it must not be taken in, since it could not be withheld.
 */
export function restrictDocument(
  document: EvidenceDocument,
  pointers: readonly string[],
): EvidenceDocument | null {
  const copy = structuredClone(document) as unknown as Json;
  for (const pointer of pointers) {
    const keys = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop();
    let holder: Json | undefined = copy;
    for (const key of keys) holder = child(holder, key);
    if (last === undefined || child(holder, last) === undefined) return null;
    (holder as Record<string, Json>)[last] = blank(child(holder, last) ?? null);
  }
  const parsed = EvidenceDocument.safeParse(copy);
  return parsed.success ? parsed.data : null;
}

const withheld = '—';

function child(value: Json | undefined, key: string): Json | undefined {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, key)
    ? (value as Record<string, Json>)[key]
    : undefined;
}

function blank(value: Json): Json {
  if (value === null) return null;
  if (typeof value === 'string') return withheld;
  if (typeof value === 'number') return 0;
  if (typeof value === 'boolean') return false;
  if (Array.isArray(value)) return [];
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, blank(part)]));
}

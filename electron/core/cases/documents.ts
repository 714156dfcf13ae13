import { EvidenceDocument } from '../../../contract/evidence.ts';

const MOST_DOCUMENTS = 96;
const MOST_BYTES = 48 * 1024 * 1024;

/** Parsed documents by digest, the ones used last: content never changes under a digest, so none is ever stale. */
export interface Documents {
  has(digest: string): boolean;
  /** From memory; null when it is not there. */
  recall(digest: string): EvidenceDocument | null;
  /** Parses bytes that were verified when they came. Null when they are no document of the contract. */
  parse(digest: string, bytes: Uint8Array, keep: boolean): EvidenceDocument | null;
}

export function createDocuments(): Documents {
  const kept = new Map<string, Readonly<{ document: EvidenceDocument; bytes: number }>>();
  let total = 0;

  function keep(digest: string, document: EvidenceDocument, bytes: number): void {
    if (bytes > MOST_BYTES) return;
    kept.set(digest, { document, bytes });
    total += bytes;
    for (const [oldest, entry] of kept) {
      if (kept.size <= MOST_DOCUMENTS && total <= MOST_BYTES) break;
      kept.delete(oldest);
      total -= entry.bytes;
    }
  }

  return {
    has: (digest) => kept.has(digest),
    recall(digest) {
      const entry = kept.get(digest);
      if (entry === undefined) return null;
      kept.delete(digest);
      kept.set(digest, entry);
      return entry.document;
    },
    parse(digest, bytes, isKept) {
      const parsed = EvidenceDocument.safeParse(jsonOf(bytes));
      if (!parsed.success) return null;
      if (isKept) keep(digest, parsed.data, bytes.byteLength);
      return parsed.data;
    },
  };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

import type { Clock } from '../ports.ts';
import type { EvidenceStore, PreparedContent } from '../store/evidence-store.ts';
import type { Store } from '../store/sql.ts';
import { gathered, touchUploaded } from './uploads.ts';

/** A document larger than this is not read whole. */
const DOCUMENT_BYTES = 64 * 1024 ** 2;

export interface UploadedContent extends PreparedContent {
  /** Null where it is no JSON object, or too large to be a document. */
  asJsonObject(): Promise<Record<string, unknown> | null>;
}

/** Content by its digest, of what this producer uploaded and of nothing else. */
export function uploadedContentOf(
  {
    store,
    evidence,
    clock,
  }: { readonly store: Store; readonly evidence: EvidenceStore; readonly clock: Clock },
  producer: string,
): (digest: string) => Promise<UploadedContent | null> {
  return async (digest) => {
    const bytes = await touchUploaded(store, producer, digest, new Date(clock.now()));
    if (bytes === null) return null;
    return {
      digest,
      bytes,
      // Its row is there already.
      inline: null,
      async asJsonObject() {
        const content = bytes <= DOCUMENT_BYTES ? await evidence.read(store, digest) : null;
        return content === null ? null : parseObject(await gathered(content));
      },
    };
  };
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Looking at a case without holding it: in memory alone, and what is sensitive or disturbs stays covered (E4, P1). */
import type { EvidenceView } from '../../../contract/bridge.ts';
import { evidenceDocumentMediaType, type EvidenceItem } from '../../../contract/evidence.ts';
import { createDocuments } from '../cases/documents.ts';
import { maskDocument } from '../cases/mask.ts';
import type { LookedAt, LookedAtItem } from './looked-at.ts';

/** Of one look, in bytes: what is larger is for who holds the case. */
const MOST_BYTES = 64 * 1024 * 1024;
const AT_ONCE = 3;

/** Of who is signed in. */
export type Looking = Readonly<{
  lookedAt: LookedAt;
  evidenceUrl(digest: string): string;
  /** Verified content, held in memory; null when it could not be had. */
  fetchOnce(item: EvidenceItem): Promise<Uint8Array | null>;
}>;

/** Fetches what the lists name, each content once, and lets the look before this one go. */
export async function lookAtItems(
  looking: Looking,
  lists: readonly (readonly EvidenceItem[])[],
): Promise<EvidenceView[][]> {
  const items = new Map(lists.flat().map((item) => [item.digest, item]));
  const fetched = await fetchAll(looking, [...items.values()]);
  looking.lookedAt.replace([...fetched.values()]);
  return lists.map((list) => list.map((item) => viewOf(looking, item, fetched.get(item.digest))));
}

/** What disturbs is shown to who holds the case, where showing it is recorded (U1). */
const isCovered = ({ graphic, harmTypes }: EvidenceItem): boolean => graphic || harmTypes.length > 0;

async function fetchAll(
  { fetchOnce }: Looking,
  evidence: readonly EvidenceItem[],
): Promise<ReadonlyMap<string, LookedAtItem>> {
  const fetched = new Map<string, LookedAtItem>();
  let left = MOST_BYTES;
  const wanted = evidence.filter((item) => {
    if (isCovered(item) || item.bytes > left) return false;
    left -= item.bytes;
    return true;
  });
  const queue = wanted.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) {
        const bytes = await fetchOnce(item);
        if (bytes !== null)
          fetched.set(item.digest, { digest: item.digest, mediaType: item.mediaType, bytes });
      }
    }),
  );
  return fetched;
}

/** Sensitive fields stay covered: showing them is for who holds the case. */
function viewOf(looking: Looking, item: EvidenceItem, found: LookedAtItem | undefined): EvidenceView {
  const isDocument = item.mediaType === evidenceDocumentMediaType;
  const nothing = { item, document: null, url: null, masked: [], fetchedBytes: 0 };
  if (found === undefined) return { ...nothing, status: 'missing' };
  const here = { ...nothing, fetchedBytes: item.bytes };
  if (!isDocument) return { ...here, status: 'memory-only', url: looking.evidenceUrl(item.digest) };
  const document = createDocuments().parse(item.digest, found.bytes, false);
  if (document === null) return { ...here, status: 'unreadable' };
  const covered = maskDocument(document, item.sensitiveFields, () => false);
  return { ...here, status: 'memory-only', document: covered.document, masked: [...covered.masked] };
}

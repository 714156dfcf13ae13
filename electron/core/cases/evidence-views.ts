import type { EvidenceView } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import {
  evidenceDocumentMediaType,
  type EvidenceDocument,
  type EvidenceItem,
} from '../../../contract/evidence.ts';
import { findEvidence, type EvidenceContent } from '../store/cache/opened-case.ts';
import type { Desk } from './desk.ts';
import { maskDocument } from './mask.ts';
import type { Revealed } from './revealed.ts';

/** What the screen gets of each item of evidence: documents parsed and masked, bytes as an address. */
export function evidenceViews(desk: Desk, shown: Case, revealed: Revealed): EvidenceView[] {
  const stored = readEvidence(desk, shown.evidence);
  return shown.evidence.map((item) => viewOf(desk, shown, item, stored.get(item.digest), revealed));
}

/** One statement for all items; content that is in memory already is not read. */
export function readEvidence(desk: Desk, items: readonly EvidenceItem[]): Map<string, EvidenceContent> {
  const digests = items.map((item) => item.digest);
  return findEvidence(
    desk.cache,
    digests,
    digests.filter((digest) => desk.documents.has(digest)),
  );
}

/** The parsed document of an item, unmasked; null where its content is not here or is none. */
export function documentOf(
  desk: Desk,
  shown: Pick<Case, 'cachePolicy'>,
  item: EvidenceItem,
  stored: EvidenceContent | undefined,
): EvidenceDocument | null {
  if (item.mediaType !== evidenceDocumentMediaType) return null;
  const remembered = desk.documents.recall(item.digest);
  if (remembered !== null) return remembered;
  const bytes = stored?.state === 'ready' ? stored.content : desk.courier.takeFromMemory(item.digest);
  // E4: what may be looked at once is not remembered for a second look.
  return bytes === null ? null : desk.documents.parse(item.digest, bytes, shown.cachePolicy !== 'never');
}

function viewOf(
  desk: Desk,
  shown: Case,
  item: EvidenceItem,
  stored: EvidenceContent | undefined,
  revealed: Revealed,
): EvidenceView {
  const isRemembered = desk.documents.has(item.digest);
  const isInMemory =
    shown.cachePolicy !== 'offline' && (isRemembered || desk.courier.isInMemory(item.digest));
  const isReady = stored?.state === 'ready' || isInMemory;
  const isDocument = item.mediaType === evidenceDocumentMediaType;
  const document = isReady && isDocument ? documentOf(desk, shown, item, stored) : null;
  const covered =
    document === null
      ? null
      : maskDocument(document, item.sensitiveFields, (field) => revealed.has(shown.id, item.id, field));
  return {
    item,
    status:
      !isReady && desk.courier.isRefused(item.digest)
        ? 'expired'
        : statusOf(stored, isReady, isInMemory, isDocument && document === null),
    document: covered?.document ?? null,
    url: isReady && !isDocument ? desk.evidenceUrl(item.digest) : null,
    masked: covered === null ? [] : [...covered.masked],
    fetchedBytes: isReady ? item.bytes : (stored?.fetchedBytes ?? 0),
  };
}

function statusOf(
  stored: EvidenceContent | undefined,
  isReady: boolean,
  isInMemory: boolean,
  isUnreadable: boolean,
): EvidenceView['status'] {
  if (isReady && isUnreadable) return 'unreadable';
  if (isInMemory) return 'memory-only';
  switch (stored?.state) {
    case 'ready':
      return 'ready';
    case 'partial':
    case 'wanted':
      return 'fetching';
    case 'mismatch':
      return 'mismatch';
    default:
      return 'missing';
  }
}

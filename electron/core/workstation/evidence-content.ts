import * as cases from '../store/cache/cases.ts';
import * as evidence from '../store/cache/evidence.ts';
import type { Desk } from '../cases/desk.ts';
import type { SignedIn } from './signed-in.ts';

export interface EvidenceContent {
  readonly mediaType: string;
  /** Of the whole content, in bytes. */
  readonly size: number;
  /** Of the range that was asked for; read when it is first looked at, so that asking for the size is cheap. */
  readonly bytes: Uint8Array;
}

/** Both ends are positions, and the last one belongs to it. */
export type EvidenceRange = Readonly<{ start: number; end?: number }>;

/**
 * Content of a case that is here, or that is looked at for approval, checked against its digest when it was stored (E1); null where it is not here,
 * or no longer needed by any case.
 */
export function readContent(
  { desk, lookedAt }: Pick<SignedIn, 'desk' | 'lookedAt'>,
  digest: string,
  range?: EvidenceRange,
): EvidenceContent | null {
  const stored = evidence.find(desk.cache, digest);
  const start = range?.start ?? 0;
  if (stored?.state === 'ready') {
    return {
      mediaType: stored.mediaType,
      size: stored.bytes,
      get bytes() {
        return (
          evidence.readRange(desk.cache, digest, start, (range?.end ?? stored.bytes - 1) + 1) ??
          new Uint8Array()
        );
      },
    };
  }
  const mediaType = mediaTypeInMemory(desk, digest);
  const held = mediaType === null ? null : desk.courier.takeFromMemory(digest);
  const found = held !== null && mediaType !== null ? { mediaType, bytes: held } : lookedAt.find(digest);
  if (found === null) return null;
  const size = found.bytes.byteLength;
  return {
    mediaType: found.mediaType,
    size,
    bytes: found.bytes.subarray(start, (range?.end ?? size - 1) + 1),
  };
}

/** Null unless a case here refers to it. */
function mediaTypeInMemory(desk: Desk, digest: string): string | null {
  if (!desk.courier.isInMemory(digest)) return null;
  for (const caseId of evidence.casesOf(desk.cache, digest)) {
    const item = cases.find(desk.cache, caseId)?.evidence.find((one) => one.digest === digest);
    if (item !== undefined) return item.mediaType;
  }
  return null;
}

/** The room of the second person: what waits for approval, looked at and settled. This needs contact (D12, D14). */
import type { BridgeParams, BridgeResult, EvidenceView } from '../../../contract/bridge.ts';
import { SettleApproval } from '../../../contract/approval.ts';
import { evidenceDocumentMediaType, type EvidenceItem } from '../../../contract/evidence.ts';
import { maskDocument } from '../cases/mask.ts';
import { createDocuments } from '../cases/documents.ts';
import { succeed, type Outcome } from '../outcome.ts';
import type { Clock, Ids } from '../ports.ts';
import type { AskCentral } from './ask-central.ts';
import type { LookedAt, LookedAtItem } from './looked-at.ts';

/** Of one case, in bytes: what is larger is for who holds it. */
const MOST_BYTES = 64 * 1024 * 1024;
const AT_ONCE = 3;

export type ApprovalDeps = Readonly<{
  ask: AskCentral;
  ids: Ids;
  clock: Clock;
}>;

/** Of who is signed in. */
export type Looking = Readonly<{
  lookedAt: LookedAt;
  evidenceUrl(digest: string): string;
  /** Verified content, held in memory; null when it could not be had. */
  fetchOnce(item: EvidenceItem): Promise<Uint8Array | null>;
}>;

export function createApprovals({ ask, ids, clock }: ApprovalDeps) {
  return {
    async list(): Promise<Outcome<BridgeResult<'approvals.list'>>> {
      const answer = await ask('approvals.list', {});
      return answer.ok ? succeed({ ...answer.value, at: new Date(clock.now()).toISOString() }) : answer;
    },

    async see(
      looking: Looking,
      { decisionId }: BridgeParams<'approvals.see'>,
    ): Promise<Outcome<BridgeResult<'approvals.see'>>> {
      const answer = await ask('approvals.see', { params: { id: decisionId }, body: '{}' });
      if (!answer.ok) return answer;
      const { evidence } = answer.value.case;
      const fetched = await fetchAll(looking, evidence);
      looking.lookedAt.replace([...fetched.values()]);
      return succeed({
        ...answer.value,
        evidence: evidence.map((item) => viewOf(looking, item, fetched.get(item.digest))),
      });
    },

    /** Idempotent by its id, so a lost answer can be asked for again; the id is made here, once. */
    async settle(
      params: BridgeParams<'approvals.settle'>,
    ): Promise<Outcome<BridgeResult<'approvals.settle'>>> {
      const body = JSON.stringify(SettleApproval.parse({ id: ids.uuidv7(), ...params }));
      const first = await ask('approvals.settle', { body });
      return first.ok || first.code !== 'no-contact' ? first : ask('approvals.settle', { body });
    },
  };
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

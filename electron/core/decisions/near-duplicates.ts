/** The group that can be decided together, with what each of it says (D13). */
import { mostInBatch, mostOfText, type NearDuplicate } from '../../../contract/batch.ts';
import type { BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import { evidenceDocumentMediaType, type EvidenceItem } from '../../../contract/evidence.ts';
import type { Desk } from '../cases/desk.ts';
import { readEvidence } from '../cases/evidence-views.ts';
import { findHeldCase } from '../cases/held-case.ts';
import { maskDocument } from '../cases/mask.ts';
import { readableText } from '../cases/readable-text.ts';
import { recordViews } from '../cases/viewed.ts';
import { succeed, type Outcome } from '../outcome.ts';
import * as cases from '../store/cache/cases.ts';
import type { EvidenceContent } from '../store/cache/opened-case.ts';
import { judgeMember } from './batch-member.ts';

/** Refused when `like` is not this person's to decide; a case without near-duplicates is a group of one. */
export function listNearDuplicates(
  desk: Desk,
  catalogue: Catalogue | null,
  params: BridgeParams<'decision.nearDuplicates'>,
): Outcome<BridgeResult<'decision.nearDuplicates'>> {
  const lead = findHeldCase(desk, params.like);
  if (!lead.ok) return lead;
  const { current } = lead.value;
  const ids = groupOf(desk, current);
  const page = ids.slice(params.from, params.from + params.count).flatMap((caseId) => {
    const held = findHeldCase(desk, caseId);
    if (!held.ok) return [];
    // What is on screen is what is decided on (R5); the others are read here, as they are now.
    const onScreen = caseId === current.id ? desk.pins.of(held.value) : null;
    return [{ stored: held.value, shown: onScreen?.shown ?? held.value.current }];
  });
  const stored = readEvidence(
    desk,
    page.flatMap(({ shown }) => mainItem(shown) ?? []),
  );
  const why = (shown: Case): string => {
    if (params.content === null || catalogue === null) return '';
    const one = { caseId: shown.id, caseVersion: shown.version };
    const member = judgeMember(desk, catalogue, params.content, current, one);
    return member.ok ? '' : member.detail;
  };
  const read = page.map((one) => ({ ...one, said: textOf(desk, one.shown, stored) }));
  const given = read.filter(({ said }) => said !== null);
  if (given.length > 0) desk.afterwards(() => recordViews(desk, given));
  return succeed({
    total: ids.length,
    cases: read.map(({ shown, said }): NearDuplicate => ({
      caseId: shown.id,
      caseVersion: shown.version,
      reference: shown.reference,
      title: shown.title,
      owner: shown.related.find(({ relation }) => relation === 'owner')?.subject.label ?? '',
      hasDraft: desk.overlay.drafts.has(shown.id),
      text: said === null ? null : said.slice(0, mostOfText).toWellFormed(),
      goesOn: said !== null && said.length > mostOfText,
      why: why(shown),
    })),
  });
}

function groupOf(desk: Desk, lead: Case): string[] {
  if (lead.nearDuplicateDigest === null) return [lead.id];
  const isUndecided = (caseId: string): boolean =>
    ['open', 'draft'].includes(desk.overlay.workOf(caseId, false));
  const others = cases
    .listNearDuplicates(desk.cache, lead.nearDuplicateDigest)
    .filter((caseId) => caseId !== lead.id && isUndecided(caseId));
  return [lead.id, ...others].slice(0, mostInBatch);
}

/** Kinds whose words a near-duplicate repeats. */
const telling: readonly EvidenceItem['kind'][] = ['job-post', 'messages', 'profile'];

const mainItem = (shown: Case): EvidenceItem | undefined =>
  shown.evidence.find(
    (item) =>
      telling.includes(item.kind) &&
      item.mediaType === evidenceDocumentMediaType &&
      item.translationOf === null,
  );

/** Read past what is remembered of opened cases: a group of hundreds would push all of that out. */
function textOf(desk: Desk, shown: Case, stored: ReadonlyMap<string, EvidenceContent>): string | null {
  const item = mainItem(shown);
  // E4: what may be looked at once is not spent on a list.
  if (item === undefined || shown.cachePolicy !== 'offline') return null;
  const content = stored.get(item.digest);
  const document =
    desk.documents.recall(item.digest) ??
    (content?.state === 'ready' && content.content !== null
      ? desk.documents.parse(item.digest, content.content, false)
      : null);
  if (document === null) return null;
  const masked = maskDocument(document, item.sensitiveFields, () => false).document;
  // How often each was seen is no part of what was written.
  const said = 'facts' in masked ? { ...masked, facts: [] } : masked;
  return readableText(said)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');
}

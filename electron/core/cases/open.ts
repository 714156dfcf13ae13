import type { OpenedCase } from '../../../contract/bridge.ts';
import type { Case } from '../../../contract/case.ts';
import type { Draft } from '../../../contract/draft.ts';
import type { EvidenceItem } from '../../../contract/evidence.ts';
import * as cases from '../store/cache/cases.ts';
import { findCase, type StoredCase } from '../store/cache/opened-case.ts';
import * as decisions from '../store/work/decisions.ts';
import * as drafts from '../store/work/drafts.ts';
import * as outbox from '../store/work/outbox.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import { announceCase, correctedNow, instantOf, type Desk } from './desk.ts';
import { describeChanges, isMaterialChange } from './difference.ts';
import { draftOf, draftOfDecision, emptyDraft } from './draft-view.ts';
import { documentOf, evidenceViews, readEvidence } from './evidence-views.ts';
import { maskDocument } from './mask.ts';
import { ownDecisionOf, standingOwn, undoOf } from './own-decision.ts';
import type { Revealed } from './revealed.ts';
import { recordViews } from './viewed.ts';

export interface OpenCases {
  open(caseId: string, view: boolean): Outcome<OpenedCase>;
  takeNewer(caseId: string): Outcome<OpenedCase>;
  /** Asks for content that is not here, or was given up; it arrives later. */
  fetch(caseId: string, evidenceId: string): Outcome<Record<string, never>>;
}

const MOST_OTHERS = 20;

export function createOpenCases(desk: Desk, revealed: Revealed): OpenCases {
  /** Viewed in this run, by case and version; across runs the outbox remembers. */
  const viewed = new Set<string>();
  const wanted = new Set<string>();

  function open(caseId: string, view: boolean): Outcome<OpenedCase> {
    const stored = findCase(desk.cache, caseId);
    if (stored === undefined) return fail('not-found', 'This case is not on this computer.');
    const entries = outbox.forCase(desk.work, caseId);
    const draft = drafts.find(desk.work, caseId);
    const shown = shownVersion(stored, draft !== undefined);
    if (view) noteView(stored, shown);
    return succeed(opened(stored, shown, entries, draft === undefined ? null : draftOf(draft)));
  }

  /** A pin of an assignment that has ended since holds nothing but what was being written on it. */
  function shownVersion(stored: StoredCase, hasDraft: boolean): Case {
    const pinned = desk.pins.of(stored);
    if (pinned === null) return stored.current;
    if (pinned.shown.epoch !== stored.current.epoch && !hasDraft) return stored.current;
    return pinned.shown;
  }

  function opened(
    stored: StoredCase,
    shown: Case,
    entries: readonly outbox.OutboxEntry[],
    draft: Draft | null,
  ): OpenedCase {
    const own = ownOf(shown.id, entries);
    return {
      case: shown,
      evidence: evidenceViews(desk, shown, revealed),
      draft: draft ?? (own === null ? emptyDraft : draftFrom(own)),
      work: desk.overlay.workOf(shown.id, stored.gone !== null),
      own: own === null ? null : ownDecisionOf(own, desk.courier.holdEndsInMs(own.id)),
      newer: stored.current.version > shown.version ? newerThan(shown, stored.current) : null,
      gone: stored.gone,
      others: othersOf(shown),
    };
  }

  function othersOf(shown: Case): OpenedCase['others'] {
    return cases
      .ofSameSubject(desk.cache, shown, MOST_OTHERS)
      .map((other) => ({ ...other, work: desk.overlay.workOf(other.caseId, false) }))
      .filter(
        ({ work }) => work === 'open' || work === 'draft' || work === 'attention',
      ) as OpenedCase['others'];
  }

  /** One not acknowledged, or whose acknowledgement the feed has not caught up with, or that needs a look. */
  function ownOf(caseId: string, entries: readonly outbox.OutboxEntry[]): outbox.OutboxEntry | null {
    const own = standingOwn(entries);
    if (own === null) return null;
    const needsLook = own.attention !== null && own.dismissedAt === null;
    return needsLook || desk.overlay.covering.get(caseId)?.commandId === own.id ? own : null;
  }

  function draftFrom(own: outbox.OutboxEntry): Draft {
    if (undoOf(own) !== 'withdraw') return emptyDraft;
    const decision = decisions.find(desk.work, own.id);
    return decision === undefined ? emptyDraft : draftOfDecision(decision);
  }

  function newerThan(shown: Case, current: Case): NonNullable<OpenedCase['newer']> {
    const changedItems = changedEvidence(shown, current);
    const stored = readEvidence(desk, changedItems);
    const masked = (item: EvidenceItem) => {
      const document = documentOf(desk, shown, item, stored.get(item.digest));
      if (document === null) return null;
      return maskDocument(document, item.sensitiveFields, (field) => revealed.has(shown.id, item.id, field))
        .document;
    };
    return {
      version: current.version,
      materialChange: isMaterialChange(shown, current),
      changed: [...describeChanges(shown, current, masked)],
    };
  }

  function noteView(stored: StoredCase, shown: Case): void {
    const at = instantOf(correctedNow(desk));
    desk.pins.hold(shown, desk.pins.of(stored)?.firstShownAt ?? at);
    desk.courier.wantCases([shown.id]);
    if (shown.cachePolicy !== 'offline') wantContent(shown);
    const key = `${shown.id} ${shown.version}`;
    const isFirst = !viewed.has(key);
    viewed.add(key);
    desk.afterwards(() => desk.pins.write(shown.id, findCase(desk.cache, shown.id)));
    if (isFirst && stored.gone === null) desk.afterwards(() => recordViews(desk, [{ stored, shown }]));
  }

  /** E4: content that is not prefetched is asked for when it is looked at, and not again by itself. */
  function wantContent(shown: Case): void {
    for (const { digest } of shown.evidence) {
      const key = `${shown.id} ${digest}`;
      if (wanted.has(key) && shown.cachePolicy === 'never') continue;
      wanted.add(key);
      if (!desk.documents.has(digest)) desk.courier.wantEvidence(shown.id, digest);
    }
  }

  return {
    open,
    takeNewer(caseId) {
      const stored = findCase(desk.cache, caseId);
      if (stored === undefined) return fail('not-found', 'This case is not on this computer.');
      desk.pins.hold(stored.current, desk.pins.of(stored)?.firstShownAt ?? instantOf(correctedNow(desk)));
      const answer = open(caseId, true);
      announceCase(desk, caseId);
      return answer;
    },
    fetch(caseId, evidenceId) {
      const stored = findCase(desk.cache, caseId);
      const items =
        stored === undefined ? [] : [...(stored.pinned?.evidence ?? []), ...stored.current.evidence];
      const item = items.find((one) => one.id === evidenceId);
      if (item === undefined) return fail('not-found', 'This evidence is not part of the case.');
      desk.courier.wantEvidence(caseId, item.digest);
      return succeed({});
    },
  };
}

function changedEvidence(before: Case, after: Case): EvidenceItem[] {
  const old = new Map(before.evidence.map((item) => [item.id, item]));
  return after.evidence.flatMap((item) => {
    const earlier = old.get(item.id);
    return earlier === undefined || earlier.digest === item.digest ? [] : [earlier, item];
  });
}

/** What became of the person's own decisions by the hands of others. Each is told once (D8, D13). */
import type { AttentionItem } from '../../../contract/bridge.ts';
import { assertNever } from '../outcome.ts';
import type { DecisionNotice } from '../../../contract/settlement.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import * as cases from '../store/cache/cases.ts';
import * as late from '../store/cache/late.ts';
import * as seen from '../store/work/failures-seen.ts';
import * as outbox from '../store/work/outbox.ts';
import { afterDraft } from './changes.ts';
import { bringBack } from './undo.ts';

const MOST_TOLD = 100;

export function listNotices(desk: Desk): AttentionItem[] {
  const notices = late.listNotices(desk.cache, MOST_TOLD);
  if (notices.length === 0) return [];
  const putAway = seen.ids(desk.work);
  return notices.filter(({ id }) => !putAway.has(id)).map((notice) => itemOf(desk, notice));
}

/** The case that it belongs to; null when there is no such notice, or it was put away already. */
export function dismissNotice(desk: Desk, id: string): AttentionItem['caseId'] | null {
  const notice = listNotices(desk).find((item) => item.id === id);
  if (notice === undefined) return null;
  desk.commitWork((tx) => seen.put(tx, id, instantOf(correctedNow(desk))));
  desk.announce({ event: 'attention' });
  return notice.caseId;
}

/** What was not approved comes back as a draft, on the case that is the person's again. Null as `dismissNotice`. */
export function reopenNotApproved(desk: Desk, id: string): AttentionItem['caseId'] | null {
  const notice = listNotices(desk).find((item) => item.id === id && item.choices.includes('reopen'));
  const entry = notice === undefined ? undefined : refusedEntry(desk, id);
  if (notice === undefined || entry === undefined) return null;
  desk.commitWork((tx) => {
    seen.put(tx, id, instantOf(correctedNow(desk)));
    bringBack(tx, desk, entry);
  });
  afterDraft(desk, notice.caseId, true);
  desk.announce({ event: 'attention' });
  return notice.caseId;
}

function refusedEntry(desk: Desk, noticeId: string): outbox.OutboxEntry | undefined {
  const notice = late.listNotices(desk.cache, MOST_TOLD).find(({ id }) => id === noticeId);
  return notice === undefined ? undefined : outbox.find(desk.work, notice.decisionId);
}

/** Decided on another desktop, there is nothing here to come back. */
function canReopen(desk: Desk, { what, caseId, decisionId }: DecisionNotice): boolean {
  if (what !== 'refused' || outbox.find(desk.work, decisionId) === undefined) return false;
  const head = cases.findHead(desk.cache, caseId);
  const isHere = head !== undefined && head.goneReason === null && !head.locked;
  return isHere && !desk.overlay.covering.has(caseId);
}

const itemOf = (desk: Desk, notice: DecisionNotice): AttentionItem => ({
  id: notice.id,
  caseId: notice.caseId,
  reference: notice.reference,
  title: notice.title,
  commandType: 'decision',
  why: whyOf(notice.what),
  code: null,
  detail: notice.reason,
  errors: [],
  at: notice.at,
  rival: null,
  contested: null,
  choices: canReopen(desk, notice) ? ['reopen', 'dismiss'] : ['dismiss'],
});

function whyOf(what: DecisionNotice['what']): AttentionItem['why'] {
  switch (what) {
    case 'stands':
      return 'settled-stands';
    case 'superseded':
      return 'settled-superseded';
    case 'adopted':
      return 'adopted';
    case 'refused':
      return 'not-approved';
    case 'upheld':
      return 'appeal-upheld';
    case 'overturned':
      return 'appeal-overturned';
    case 'reversed':
      return 'batch-reversed';
    default:
      return assertNever(what);
  }
}

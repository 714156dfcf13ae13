import type { AttentionItem, BridgeParams, BridgeResult } from '../../../contract/bridge.ts';
import type { CaseId, CommandId } from '../../../contract/primitives.ts';
import { z } from 'zod';
import { CommandAnswer } from '../../../contract/feed.ts';
import { FieldError } from '../../../contract/problem.ts';
import { correctedNow, instantOf, type Desk } from '../cases/desk.ts';
import { describeChanges } from '../cases/difference.ts';
import { assertNever, fail, succeed, type Outcome } from '../outcome.ts';
import * as cases from '../store/cache/cases.ts';
import * as unreadable from '../store/cache/unreadable.ts';
import * as drafts from '../store/work/drafts.ts';
import * as outbox from '../store/work/outbox.ts';
import { afterCommands, afterDraft } from './changes.ts';
import { changedSince } from './changed-evidence.ts';
import { confirmChanged } from './confirm-changed.ts';
import { dismissFailure, listFailures } from './failures.ts';
import { dismissNotice, listNotices, reopenNotApproved } from './notices.ts';
import { bringBack } from './undo.ts';

type Choice = AttentionItem['choices'][number];

/** What waits for a person: commands answered otherwise than hoped, drafts on cases that left, unreadable cases. */
export function listAttention(desk: Desk): Outcome<BridgeResult<'attention.list'>> {
  const items = [
    ...outbox.listAttention(desk.work).map((entry) => itemOf(desk, entry)),
    ...handedOver(desk),
    ...unreadableItems(desk),
    ...listFailures(desk),
    ...listNotices(desk),
  ];
  return succeed({ items });
}

export function countAttention(desk: Desk): number {
  return (
    outbox.countWaiting(desk.work).attention +
    goneWithDraft(desk).length +
    unreadable.count(desk.cache) +
    listFailures(desk).length +
    listNotices(desk).length
  );
}

export function resolveAttention(
  desk: Desk,
  { id, choice, caseVersion }: BridgeParams<'attention.resolve'>,
): Outcome<BridgeResult<'attention.resolve'>> {
  const entry = outbox.find(desk.work, id);
  if (entry === undefined || entry.attention === null || entry.dismissedAt !== null)
    return putAway(desk, id, choice);
  if (!choicesFor(desk, entry).includes(choice))
    return fail('not-assigned', 'That cannot be done about it: the case is no longer here.');
  const resolved = resolve(desk, entry, choice, caseVersion);
  if (!resolved.ok) return resolved;
  desk.announce({ event: 'attention' });
  return succeed({ caseId: entry.caseId as CaseId });
}

function resolve(
  desk: Desk,
  entry: outbox.OutboxEntry,
  choice: Choice,
  caseVersion: number | undefined,
): Outcome<null> {
  const now = instantOf(correctedNow(desk));
  switch (choice) {
    case 'confirm':
      if (entry.attention === 'changed') return confirmChanged(desk, entry, caseVersion);
      desk.commitWork((tx) => outbox.confirm(tx, entry.id, now));
      afterCommands(desk, entry.caseId, [entry.id]);
      return succeed(null);
    case 'reopen':
      desk.commitWork((tx) => {
        // What waits to be confirmed is taken back; what was answered already is only put away.
        if (!outbox.withdraw(tx, entry.id)) outbox.dismiss(tx, entry.id, now);
        bringBack(tx, desk, entry);
      });
      afterCommands(desk, entry.caseId, []);
      return succeed(null);
    case 'dismiss':
      desk.commitWork((tx) => {
        if (!outbox.withdraw(tx, entry.id)) outbox.dismiss(tx, entry.id, now);
      });
      afterCommands(desk, entry.caseId, []);
      return succeed(null);
    default:
      return assertNever(choice);
  }
}

/** What stands on no command: a failure of the platform or a notice by its own id, a draft by its case. */
function putAway(desk: Desk, id: string, choice: Choice): Outcome<BridgeResult<'attention.resolve'>> {
  const told =
    choice === 'dismiss'
      ? (dismissFailure(desk, id) ?? dismissNotice(desk, id))
      : choice === 'reopen'
        ? reopenNotApproved(desk, id)
        : null;
  return told === null ? dropDraft(desk, id, choice) : succeed({ caseId: told });
}

function dropDraft(desk: Desk, caseId: string, choice: Choice): Outcome<BridgeResult<'attention.resolve'>> {
  const isGone = goneWithDraft(desk).some((head) => head.caseId === caseId);
  if (!isGone || choice !== 'dismiss') return fail('not-found', 'That has been dealt with already.');
  desk.commitWork((tx) => drafts.discard(tx, caseId));
  afterDraft(desk, caseId, true);
  desk.announce({ event: 'attention' });
  return succeed({ caseId: caseId as CaseId });
}

/** Best first. */
function choicesFor(desk: Desk, entry: outbox.OutboxEntry): Choice[] {
  const isHere = isStillHere(desk, entry.caseId);
  switch (entry.attention) {
    case 'confirm-offline':
      return isHere ? ['confirm', 'reopen'] : ['confirm', 'dismiss'];
    case 'changed':
      return isHere ? ['reopen', 'confirm'] : ['dismiss'];
    case 'rejected':
      return isHere && entry.type === 'decision' ? ['reopen', 'dismiss'] : ['dismiss'];
    case 'late': {
      // Theirs again only if the feed still says so after it has passed the answer (R7, D8).
      const isTheirsAgain = isHere && !desk.overlay.covering.has(entry.caseId);
      return isTheirsAgain && entry.type === 'decision' ? ['dismiss', 'reopen'] : ['dismiss'];
    }
    case 'deleted':
    case null:
      return ['dismiss'];
    default:
      return assertNever(entry.attention);
  }
}

function isStillHere(desk: Desk, caseId: string): boolean {
  const head = cases.findHead(desk.cache, caseId);
  return head !== undefined && head.goneReason === null && !head.locked;
}

function itemOf(desk: Desk, entry: outbox.OutboxEntry): AttentionItem {
  const answer = entry.answer === null ? null : CommandAnswer.safeParse(JSON.parse(entry.answer)).data;
  const late = answer?.status === 'late' ? answer : null;
  return {
    id: entry.id as CommandId,
    caseId: entry.caseId as CaseId,
    reference: entry.reference,
    title: entry.title,
    commandType: entry.type,
    why: entry.attention ?? 'rejected',
    code: entry.code,
    detail: entry.attention === 'changed' ? linesOfDifference(desk, entry) : entry.detail.slice(0, 2000),
    errors: z.array(FieldError).catch([]).parse(JSON.parse(entry.errors)),
    at: entry.answeredAt ?? entry.madeAt,
    rival: late?.standing ?? null,
    contested: late?.contested ?? null,
    choices: choicesFor(desk, entry),
  };
}

/** D11: what changed since the version decided on, a line for each thing; empty until the newer version is here. */
function linesOfDifference(desk: Desk, entry: outbox.OutboxEntry): string {
  const since = changedSince(desk, entry);
  if (since === null) return '';
  return describeChanges(since.before, since.after, since.documentOf)
    .map(({ what, before, after }) => `${what}: ${before} → ${after}`)
    .join('\n')
    .slice(0, 2000)
    .toWellFormed();
}

/** R6: a draft on a case that went to somebody else is kept until the person has seen that. */
function goneWithDraft(desk: Desk): cases.CaseHead[] {
  const withDraft = drafts.caseIds(desk.work);
  if (withDraft.size === 0) return [];
  return cases.listGone(desk.cache).filter((head) => withDraft.has(head.caseId));
}

function handedOver(desk: Desk): AttentionItem[] {
  return goneWithDraft(desk).map((head) => ({
    ...withoutCommand(head.caseId),
    reference: head.reference,
    title: head.title,
    why: head.goneReason === 'deleted' ? 'deleted' : 'handed-over',
    code: head.goneReason,
    at: head.goneAt ?? instantOf(correctedNow(desk)),
    choices: ['dismiss'],
  }));
}

function unreadableItems(desk: Desk): AttentionItem[] {
  return unreadable.list(desk.cache).map((one) => ({
    ...withoutCommand(one.caseId),
    reference: cases.findHead(desk.cache, one.caseId)?.reference ?? '',
    title: cases.findHead(desk.cache, one.caseId)?.title ?? '',
    why: 'unreadable',
    code: null,
    at: instantOf(correctedNow(desk)),
    commandType: 'unreadable',
    choices: [],
  }));
}

const withoutCommand = (caseId: string) =>
  ({
    id: caseId as CommandId,
    caseId: caseId as CaseId,
    commandType: 'decision',
    detail: '',
    errors: [],
    rival: null,
    contested: null,
  }) satisfies Partial<AttentionItem>;

/** Near-duplicates decided together, and undone together: each stays a decision of its own (D13). */
import type { BatchResult, BatchSubmission, BatchUndo } from '../../../contract/batch.ts';
import type { Case } from '../../../contract/case.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import type { Decision } from '../../../contract/command.ts';
import type { DraftContent } from '../../../contract/draft.ts';
import type { BatchId } from '../../../contract/primitives.ts';
import type { Desk } from '../cases/desk.ts';
import { findHeldCase } from '../cases/held-case.ts';
import { makeCommand, putIntoOutbox } from '../cases/make-command.ts';
import { decisionIn, standingOwn, undoOf } from '../cases/own-decision.ts';
import { fail, succeed, type Outcome } from '../outcome.ts';
import type { WorkWrite } from '../store/database.ts';
import * as drafts from '../store/work/drafts.ts';
import * as outbox from '../store/work/outbox.ts';
import { judgeMember } from './batch-member.ts';
import { buildDecision } from './build.ts';
import { afterCommandsOn } from './changes.ts';
import { withheldOffline } from './offline.ts';
import { storeDecision, whyNotDecidable } from './submit.ts';
import { bringBack } from './undo.ts';

interface Candidate {
  readonly shown: Case;
  readonly decision: Decision;
  readonly content: DraftContent;
}

/**
 * Decides what can be decided, in one FULL transaction, and says of each other case why not. All are held in the
 * same window. Refused as a whole when the content could not be decided on any case.
 */
export function submitBatch(
  desk: Desk,
  catalogue: Catalogue | null,
  params: BatchSubmission,
): Outcome<BatchResult> {
  const lead = findHeldCase(desk, params.like);
  if (!lead.ok) return lead;
  if (catalogue === null) return fail('no-contact', 'The policies have not arrived yet. Your draft is kept.');
  const withheld = withheldOffline(desk, params.content, catalogue);
  if (withheld !== null) return withheld;

  const batchId = desk.ports.ids.uuidv7() as BatchId;
  const ids = [...new Map(params.cases.map((one) => [one.caseId, one])).values()];
  const judged = ids.map((one) => ({
    caseId: one.caseId,
    candidate: candidateOf(desk, catalogue, params, { lead: lead.value.current, batchId, ...one }),
  }));
  const decided = new Map<string, Decision>();
  const refused = new Map<string, string>();
  desk.commitWork((tx) => {
    // Tried once more on a full disk: what the first attempt found is found anew.
    decided.clear();
    refused.clear();
    for (const { caseId, candidate } of judged) {
      const notNow = candidate.ok ? whyNotDecidable(tx, caseId) : candidate;
      if (!candidate.ok || notNow !== null) {
        refused.set(caseId, notNow?.detail ?? '');
        continue;
      }
      const { shown, decision, content } = candidate.value;
      storeDecision(tx, desk, shown, decision, content);
      drafts.discard(tx, caseId);
      decided.set(caseId, decision);
    }
  });
  const made = [...decided.values()];
  if (made.length > 0) {
    afterCommandsOn(
      desk,
      made.map(({ caseId }) => caseId),
      made.map(({ id }) => id),
    );
  }
  return succeed({
    batchId: made.length > 0 ? batchId : null,
    answers: ids.map(({ caseId }) => ({
      caseId,
      decisionId: decided.get(caseId)?.id ?? null,
      did: decided.has(caseId) ? ('decided' as const) : ('refused' as const),
      detail: refused.get(caseId) ?? '',
    })),
  });
}

function candidateOf(
  desk: Desk,
  catalogue: Catalogue,
  params: BatchSubmission,
  one: Readonly<{ caseId: Case['id']; caseVersion: number; lead: Case; batchId: BatchId }>,
): Outcome<Candidate> {
  const member = judgeMember(desk, catalogue, params.content, one.lead, one);
  if (!member.ok) return member;
  const { held, shown, content } = member.value;
  const share = params.cases.length;
  const decision = buildDecision(desk, held, shown, catalogue.version, {
    content,
    openMs: Math.round(params.openMs / share),
    activeMs: Math.round(params.activeMs / share),
    batchId: one.batchId,
    batchSize: share,
  });
  return succeed({ shown, decision, content });
}

/** Withdraws what has not left, recalls what may have, leaves what was decided again, in one FULL transaction. */
export function undoBatch(desk: Desk, batchId: BatchId): Outcome<BatchUndo> {
  const entries = outbox.ofBatch(desk.work, batchId);
  if (entries.length === 0) return fail('nothing-to-undo', 'There is nothing to undo.');
  let answers: BatchUndo['answers'] = [];
  const recalls: string[] = [];
  desk.commitWork((tx) => {
    recalls.length = 0;
    answers = entries.map((entry) => {
      const { id: decisionId, caseId } = decisionIn(entry);
      const { reference, title } = entry;
      return { caseId, decisionId, reference, title, did: undoOne(tx, desk, entry, recalls) };
    });
  });
  afterCommandsOn(
    desk,
    answers.map(({ caseId }) => caseId),
    recalls,
  );
  return succeed({ batchId, answers });
}

function undoOne(
  tx: WorkWrite,
  desk: Desk,
  entry: outbox.OutboxEntry,
  recalls: string[],
): BatchUndo['answers'][number]['did'] {
  if (undoOf(entry) === 'none') return 'left';
  if (standingOwn(outbox.forCase(tx, entry.caseId))?.id !== entry.id) return 'decided-again';
  if (outbox.withdraw(tx, entry.id)) {
    bringBack(tx, desk, entry);
    return 'withdrawn';
  }
  const { id: decisionId, caseId } = decisionIn(entry);
  const recall = makeCommand(
    desk,
    { id: caseId, epoch: decisionIn(entry).epoch },
    { type: 'recall', decisionId, reason: '' },
  );
  putIntoOutbox(tx, desk, entry, recall);
  bringBack(tx, desk, entry);
  recalls.push(recall.id);
  return 'recall';
}

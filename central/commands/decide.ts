import { applyVerdict, verdictOf } from '../appeals/verdict.ts';
import { fieldAccess } from '../../contract/access.ts';
import type { Decision, Recall } from '../../contract/command.ts';
import type { RivalDecision } from '../../contract/feed.ts';
import type { z } from 'zod';
import { isHeld, type CaseRow } from '../cases/case-row.ts';
import { mayEnter } from '../cases/project-cases.ts';
import { json } from '../store/sql.ts';
import { approvalNeeded } from './approval.ts';
import { actorOf, holdingOf, takeUpAgain, type CommandContext, type Holding } from './context.ts';
import { requestEnforcement } from './enforcement.ts';
import { judgeDecision, withdrawnSince } from './judge-decision.ts';
import { applied, rejected, unknownCase, type LateReason, type StoredAnswer } from './outcome.ts';
import { endStanding, tellAuthors } from './standing.ts';

export async function decide(context: CommandContext, decision: Decision): Promise<StoredAnswer> {
  const row = context.cases.get(decision.caseId);
  const holding: Holding = row ? await holdingOf(context, row, decision.epoch) : { is: 'never' };
  if (!row || holding.is === 'never') return unknownCase();

  const refused = (await judged(context, decision, row)) ?? (await misnamed(context, decision, row));
  if (refused) return refused;

  const rivalStands =
    row.standing_decision !== null &&
    row.standing_decision !== decision.replaces &&
    !isHiddenFrom(context, row, decision);
  if (holding.is === 'late') return keepLate(context, decision, row, holding.reason, holding.sinceEpoch);
  if (rivalStands) return keepLate(context, decision, row, 'already-decided', decision.epoch);

  const stopped = stopsNow(context, decision, row);
  if (stopped) return stopped;
  if (holding.is === 'expired') await takeUpAgain(context, row);
  await apply(context, decision, row);
  return applied(context.at);
}

/**
 * Who was given a reopened case without being shown the decision that stands cannot name it. Whoever holds the case
 * now was given it after that decision, so theirs replaces it all the same.
 */
function isHiddenFrom({ caller }: CommandContext, row: CaseRow, decision: Decision): boolean {
  const isHolder = row.state !== 'decided' && row.assignee === caller.id && row.epoch === decision.epoch;
  return isHolder && standingIsHidden(caller, row);
}

const standingIsHidden = (caller: CommandContext['caller'], row: CaseRow): boolean =>
  fieldAccess[caller.role].withheldCaseFields.includes('standing') || row.practice || row.source === 'appeal';

async function judged(
  { catalogues }: CommandContext,
  decision: Decision,
  row: CaseRow,
): Promise<StoredAnswer | null> {
  const catalogue = catalogues.get(decision.catalogueVersion);
  if (!catalogue)
    return rejected('unknown-catalogue', `no catalogue ${decision.catalogueVersion} was published`);
  return judgeDecision(decision, row, catalogue);
}

/** Ids and digests in the decision that lead nowhere. */
async function misnamed(
  { tx }: CommandContext,
  decision: Decision,
  row: CaseRow,
): Promise<StoredAnswer | null> {
  if (decision.caseVersion > row.version) {
    return rejected('evidence-mismatch', 'this case has no such version yet', [
      { field: 'caseVersion', message: `at most ${row.version}` },
    ]);
  }
  // The usual decision adopts nothing and was made on the evidence as it is.
  if (decision.adopts === null && decision.evidenceDigest === row.evidence_digest) return null;
  const { rows } = await tx.query<{ adoptable: boolean; had: boolean }>(
    `select exists (select 1 from decision
         where id = $1 and case_id = $2 and status = 'late') as adoptable,
       exists (select 1 from case_digest
         where case_id = $2 and evidence_digest = $3 and version <= $4) as had`,
    [decision.adopts, row.id, decision.evidenceDigest, decision.caseVersion],
  );
  const [found] = rows;
  if (decision.adopts !== null && !found?.adoptable) {
    return rejected('not-permitted', 'no late decision on this case has this id', [
      { field: 'adopts', message: 'unknown' },
    ]);
  }
  if (decision.evidenceDigest !== row.evidence_digest && !found?.had) {
    return rejected('evidence-mismatch', 'the case never had this evidence', [
      { field: 'evidenceDigest', message: 'unknown' },
    ]);
  }
  return null;
}

/** What keeps a decision of the rightful holder from being applied as it is. */
function stopsNow(
  { currentCatalogue }: CommandContext,
  decision: Decision,
  row: CaseRow,
): StoredAnswer | null {
  const withdrawn = withdrawnSince(decision, currentCatalogue);
  if (withdrawn.length > 0) {
    return rejected('catalogue-changed', 'the catalogue no longer has what this decision names', withdrawn);
  }
  if (decision.evidenceDigest !== row.evidence_digest) {
    return { status: 'changed', caseVersion: row.version, evidenceDigest: row.evidence_digest as never };
  }
  return null;
}

async function apply(context: CommandContext, decision: Decision, row: CaseRow): Promise<void> {
  const { tx, at, caller, changes, currentCatalogue } = context;
  if (row.standing_decision !== null) await endStanding(context, row.standing_decision, 'replaced');
  const appeal = row.source === 'appeal' ? await verdictOf(context, decision) : null;
  // What is upheld is in force already, so there is nothing to ask for and nothing to approve.
  const asks = !row.practice && (appeal === null || appeal.verdict === 'overturned');
  const needed = asks ? await approvalNeeded(context, decision, currentCatalogue, caller.id) : null;
  await insertDecision(context, decision, { status: 'applied' });
  if (decision.adopts !== null) {
    await tx.query(
      `update decision set settled = 'adopted', settled_by = $2, settled_at = $3 where id = $1 and settled = 'open'`,
      [decision.adopts, caller.id, at],
    );
    await tellAuthors(context, caller.id, '', [{ decisionId: decision.adopts, what: 'adopted' }]);
  }
  row.standing_decision = decision.id;
  changes.setState(row, 'decided');
  changes.touch(row);
  changes.dropFrom(row, caller.id, 'decided');
  if (appeal !== null) await applyVerdict(context, appeal, decision);
  if (asks) await requestEnforcement(context, decision, needed);
  if (appeal !== null && appeal.verdict !== 'moot') {
    await tellAuthors(context, caller.id, '', [{ decisionId: appeal.decisionId, what: appeal.verdict }]);
  }
  changes.tell(row, 'decided', actorOf(caller), decision.outcome);
  if (needed !== null) changes.tell(row, 'approval-asked', actorOf(caller), needed.because);
  changes.audit({
    kind: 'decision.applied',
    ...actorOf(caller),
    caseId: row.id,
    details: {
      ...summary(decision),
      ...(appeal === null ? {} : { verdict: appeal.verdict, appealed: appeal.decisionId }),
    },
  });
}

async function keepLate(
  context: CommandContext,
  decision: Decision,
  row: CaseRow,
  reason: LateReason,
  sinceEpoch: number,
): Promise<StoredAnswer> {
  const { tx, at, caller, changes } = context;
  const { rows } = await tx.query<{ decided: boolean }>(
    `select exists (select 1 from decision
       where case_id = $1 and (standing or (epoch > $2 and person_id <> $3))) as decided`,
    [row.id, sinceEpoch, caller.id],
  );
  const sameEvidence = decision.evidenceDigest === row.evidence_digest;
  const contested = rows[0]?.decided || !sameEvidence ? 'conflicting' : 'uncontested';
  const standing = await rivalOf(context, row);
  await insertDecision(context, decision, { status: 'late', reason, contested });
  changes.tell(row, 'late', actorOf(caller), reason);
  changes.audit({
    kind: 'decision.late',
    ...actorOf(caller),
    caseId: row.id,
    details: { ...summary(decision), reason, contested },
  });
  return { status: 'late', recordedAt: at.toISOString(), contested, reason, standing };
}

/** What the sender, who has decided, may learn of the decision that stands (D8). */
async function rivalOf({ tx, caller }: CommandContext, row: CaseRow): Promise<RivalDecision | null> {
  const access = fieldAccess[caller.role];
  // Who held the case may have lost the grant since (P1).
  if (!mayEnter(caller, row.compartment)) return null;
  if (row.standing_decision === null || standingIsHidden(caller, row)) return null;
  const { rows } = await tx.query<{ by: string; body: Decision }>(
    'select p.display_name as by, d.body from decision d join person p on p.id = d.person_id where d.id = $1',
    [row.standing_decision],
  );
  const [rival] = rows;
  return rival
    ? {
        decisionId: rival.body.id,
        by: access.colleaguesNames ? rival.by : null,
        outcome: rival.body.outcome,
        rationale: rival.body.rationale,
        decidedAt: rival.body.decidedAt,
      }
    : null;
}

export async function recall(
  context: CommandContext,
  command: z.infer<typeof Recall>,
): Promise<StoredAnswer> {
  const { tx, caller, changes } = context;
  const row = context.cases.get(command.caseId);
  const { rows } = await tx.query<{ standing: boolean; ended_because: string | null }>(
    'select standing, ended_because from decision where id = $1 and case_id = $2 and person_id = $3',
    [command.decisionId, command.caseId, caller.id],
  );
  const [decision] = rows;
  if (!row || (!decision && (await holdingOf(context, row, command.epoch)).is === 'never'))
    return unknownCase();
  if (row.state === 'closed') return rejected('not-standing', 'the case is closed');
  if (decision?.ended_because === 'recalled') return rejected('already-recalled', 'it was recalled before');
  if (!decision?.standing) return rejected('not-standing', 'no decision of yours with this id stands');
  if (await isAppealed(tx, command.decisionId)) {
    return rejected(
      'not-permitted',
      'an appeal against it came in: whoever reviews the appeal decides what becomes of it',
    );
  }

  await endStanding(context, command.decisionId, 'recalled');
  row.standing_decision = null;
  // Opened again by new evidence and given to somebody since: it stays with them.
  if (isHeld(row.state)) changes.touch(row);
  else changes.assign(row, caller.id, caller.deviceId, actorOf(caller), 'recalled');
  changes.tell(row, 'recalled', actorOf(caller));
  changes.audit({
    kind: 'decision.recalled',
    ...actorOf(caller),
    caseId: row.id,
    details: { decisionId: command.decisionId, epoch: row.epoch },
  });
  return applied(context.at);
}

async function isAppealed(tx: CommandContext['tx'], decisionId: string): Promise<boolean> {
  const { rows } = await tx.query('select 1 from appeal where decision_id = $1', [decisionId]);
  return rows.length > 0;
}

type Kept =
  | { readonly status: 'applied' }
  | {
      readonly status: 'late';
      readonly reason: LateReason;
      readonly contested: 'uncontested' | 'conflicting';
    };

async function insertDecision(context: CommandContext, decision: Decision, kept: Kept): Promise<void> {
  const { tx, at, caller } = context;
  const late = kept.status === 'late' ? kept : null;
  await tx.query(
    `insert into decision (id, case_id, person_id, device_id, epoch, case_version, evidence_digest,
       catalogue_version, outcome, severity, body, batch_id, adopts, replaces, decided_at, received_at, status,
       standing, late_reason, contested, settled)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
    [
      decision.id,
      decision.caseId,
      caller.id,
      decision.deviceId,
      decision.epoch,
      decision.caseVersion,
      decision.evidenceDigest,
      decision.catalogueVersion,
      decision.outcome,
      decision.severity,
      json(decision),
      decision.batchId,
      decision.adopts,
      decision.replaces,
      decision.decidedAt,
      at,
      kept.status,
      kept.status === 'applied',
      late?.reason ?? null,
      late?.contested ?? null,
      late ? 'open' : null,
    ],
  );
}

/** Ids, digests and words of the contract: never what was written (U1). */
function summary(decision: Decision): Record<string, string | number | null> {
  return {
    decisionId: decision.id,
    outcome: decision.outcome,
    epoch: decision.epoch,
    caseVersion: decision.caseVersion,
    evidenceDigest: decision.evidenceDigest,
    catalogueVersion: decision.catalogueVersion,
    policies: decision.policies.join(' ').slice(0, 300),
    actions: decision.actions
      .map((action) => action.action)
      .join(' ')
      .slice(0, 300),
    batchId: decision.batchId,
  };
}

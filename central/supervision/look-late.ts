/** The case of a late decision, for the supervisor who says which of two decisions stands (D8). */
import type { RouteAnswer } from '../../contract/api.ts';
import type { Holding, MadeOn } from '../../contract/supervision.ts';
import { recordAudit } from '../audit/record.ts';
import type { Caller } from '../caller.ts';
import { lockCases, type CaseRow } from '../cases/case-row.ts';
import { projectCases, readEvidenceAt } from '../cases/project-cases.ts';
import { evidenceDigestOf } from '../intake/evidence-digest.ts';
import type { Clock, Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Sql, Store, Tx } from '../store/sql.ts';

const MOST_HOLDINGS = 100;

interface MadeRow {
  id: string;
  case_version: number;
  evidence_digest: string;
}

interface LookDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Of one that is open. Throws a Refusal: `not-found`. */
export async function lookAtLate(
  { store, clock, ids }: LookDeps,
  caller: Caller,
  lateId: string,
): Promise<RouteAnswer<'late.look'>> {
  return store.transact(async (tx) => {
    const { rows } = await tx.query<MadeRow & { case_id: string }>(
      `select id, case_id, case_version, evidence_digest from decision
       where id = $1 and status = 'late' and settled = 'open'`,
      [lateId],
    );
    const [late] = rows;
    const row = late && (await lockCases(tx, [late.case_id])).get(late.case_id);
    const seen =
      row && (await projectCases(tx, caller, [row], { leaseFrom: null, memoryOnly: true })).get(row.id);
    if (!late || !row || !seen) throw new Refusal('not-found', 'no open late decision has this id');
    const standing = await readStanding(tx, row);
    await recordAudit(tx, [
      {
        id: ids.uuid(),
        at: new Date(clock.now()),
        kind: 'decision.late-looked-at',
        personId: caller.id,
        deviceId: caller.deviceId,
        caseId: row.id,
        details: { decisionId: lateId, version: row.version },
      },
    ]);
    return {
      case: seen,
      late: await madeOn(tx, caller, row, late),
      standing: standing === null ? null : await madeOn(tx, caller, row, standing),
      held: await readHoldings(tx, row.id),
    };
  });
}

async function readStanding(tx: Tx, row: CaseRow): Promise<MadeRow | null> {
  const { rows } = await tx.query<MadeRow>(
    'select id, case_version, evidence_digest from decision where id = $1',
    [row.standing_decision],
  );
  return rows[0] ?? null;
}

/** The items are those whose digest the decision echoed; where they are not, which ones there were is not known. */
async function madeOn(tx: Tx, caller: Caller, row: CaseRow, decision: MadeRow): Promise<MadeOn> {
  const version = decision.case_version;
  const isKnown = (await digestAt(tx, row.id, version)) === decision.evidence_digest;
  return {
    caseVersion: version,
    sameAsNow: row.evidence_digest === decision.evidence_digest,
    evidence: isKnown ? [...(await readEvidenceAt(tx, caller, row.id, version))] : null,
  };
}

/** Of the whole contents, whatever the caller's role is given. */
async function digestAt(db: Sql, caseId: string, version: number): Promise<string> {
  const { rows } = await db.query<{ kind: string; material: boolean; digest: string }>(
    `select kind, material, digest from evidence_item
     where case_id = $1 and since_version <= $2 and (current or until_version > $2)`,
    [caseId, version],
  );
  return evidenceDigestOf(rows);
}

async function readHoldings(db: Sql, caseId: string): Promise<Holding[]> {
  const { rows } = await db.query<{
    epoch: number;
    person_id: string;
    display_name: string;
    assigned_at: Date;
    ended_at: Date | null;
    ended_because: Holding['because'];
  }>(
    `select a.epoch, a.person_id, p.display_name, a.assigned_at, a.ended_at, a.ended_because
     from assignment a join person p on p.id = a.person_id
     where a.case_id = $1 order by a.epoch desc limit ${MOST_HOLDINGS}`,
    [caseId],
  );
  return rows.toReversed().map((row) => ({
    epoch: row.epoch,
    person: { id: row.person_id as Holding['person']['id'], displayName: row.display_name },
    from: row.assigned_at.toISOString(),
    until: row.ended_at?.toISOString() ?? null,
    because: row.ended_because,
  }));
}

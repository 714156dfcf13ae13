/** Which decision an appeal is about, and whether it can be appealed. */
import type { IncomingAppeal } from '../../contract/appeal.ts';
import type { CachePolicy } from '../../contract/case.ts';
import type { Producer } from '../producers/producer.ts';
import type { Tx } from '../store/sql.ts';

/** The case of the first decision, as far as an appeal takes it over. */
export interface Appealed {
  readonly decisionId: string;
  readonly caseId: string;
  readonly caseVersion: number;
  readonly reference: string;
  readonly title: string;
  readonly compartment: string | null;
  readonly cachePolicy: CachePolicy;
  readonly columns: Readonly<Record<string, unknown>>;
}

type Found =
  | { readonly ok: true; readonly appealed: Appealed }
  /** Begins with the field. */
  | { readonly ok: false; readonly reason: string };

interface Row {
  decision_id: string | null;
  standing: boolean | null;
  case_version: number | null;
  id: string;
  reference: string;
  title: string;
  source: string;
  compartment: string | null;
  cache_policy: CachePolicy;
  erased: boolean;
  awaiting: boolean;
  appeal: string | null;
  columns: Record<string, unknown>;
}

/**
 * Locks the decision, so that two appeals against it at once make one. A sealed case, a golden one and one that does
 * not exist cannot be told from each other.
 */
export async function findAppealed(
  tx: Tx,
  producer: Producer,
  against: IncomingAppeal['against'],
): Promise<Found> {
  const byDecision = 'decisionId' in against;
  const field = byDecision ? 'against.decisionId' : 'against.reference';
  const { rows } = await tx.query<Row>(
    `select d.id as decision_id, d.standing, d.case_version, c.id, c.reference, c.title, c.source, c.compartment, c.cache_policy,
       c.erased_at is not null as erased,
       exists (select 1 from approval p where p.decision_id = d.id and p.state = 'awaiting') as awaiting,
       (select o.reference from appeal a join case_file o on o.id = a.case_id where a.decision_id = d.id) as appeal,
       jsonb_build_object('subjectType', c.subject_type, 'subjectId', c.subject_id, 'subjectLabel', c.subject_label,
         'related', c.related, 'facts', c.facts, 'policyArea', c.policy_area) as columns
     from case_file c left join decision d on ${byDecision ? 'd.case_id = c.id' : 'd.id = c.standing_decision'}
     where ${byDecision ? 'd.id = $1::uuid' : 'c.reference = $1::text'} and not c.practice
       and (c.compartment is null or c.compartment = any($2::text[]))`,
    [byDecision ? against.decisionId : against.reference, producer.compartments],
  );
  const [row] = rows;
  const no = (reason: string): Found => ({ ok: false, reason: `${field}: ${reason}` });
  if (!row) return no(byDecision ? 'no decision has this id' : 'no case has this reference');
  if (row.decision_id === null || row.case_version === null) return no('no decision stands on this case');
  await tx.query('select 1 from decision where id = $1 for update', [row.decision_id]);
  const appeal = row.appeal ?? (await appealAgainst(tx, row.decision_id));
  if (row.source === 'appeal') return no('it decided an appeal, and there is no second one');
  if (appeal !== null) return no(`an appeal against it came before, as ${appeal}`);
  if (row.standing !== true) return no('it was taken back or replaced since, and asks for nothing any more');
  if (row.awaiting) return no('it waits for approval, so it is not final yet');
  if (row.erased) return no('what it was decided on was erased when its time was over');
  return {
    ok: true,
    appealed: {
      decisionId: row.decision_id,
      caseId: row.id,
      caseVersion: row.case_version,
      reference: row.reference,
      title: row.title,
      compartment: row.compartment,
      cachePolicy: row.cache_policy,
      columns: row.columns,
    },
  };
}

/** Another may have been committed while the lock was waited for. */
async function appealAgainst(tx: Tx, decisionId: string): Promise<string | null> {
  const { rows } = await tx.query<{ reference: string }>(
    'select c.reference from appeal a join case_file c on c.id = a.case_id where a.decision_id = $1',
    [decisionId],
  );
  return rows[0]?.reference ?? null;
}

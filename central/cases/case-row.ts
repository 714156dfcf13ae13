import type { CaseState } from '../../contract/case.ts';
import type { Fact } from '../../contract/evidence.ts';
import type { Subject, SubjectRelation } from '../../contract/subject.ts';
import type { Tx } from '../store/sql.ts';

export type StateName = CaseState['is'];

/** A row of case_file without what no answer may carry, and with what its queue says. */
export interface CaseRow {
  id: string;
  reference: string;
  version: number;
  epoch: number;
  title: string;
  summary: string;
  state: StateName;
  state_until: Date | null;
  waiting_for: string | null;
  source: 'detection' | 'report' | 'vendor' | 'appeal';
  queue: string;
  policy_area: string | null;
  priority_score: number;
  priority_band: 'P1' | 'P2' | 'P3';
  due_at: Date | null;
  due_paused_at: Date | null;
  subject_type: Subject['type'];
  subject_id: string;
  subject_label: string;
  related: SubjectRelation[];
  compartment: string | null;
  cache_policy: 'offline' | 'memory' | 'never';
  language: string | null;
  risk_score: number | null;
  reports: number;
  strikes: number;
  facts: Fact[];
  evidence_digest: string;
  near_duplicate_digest: string | null;
  practice: boolean;
  assignee: string | null;
  device_id: string | null;
  assigned_at: Date | null;
  opened_at: Date | null;
  standing_decision: string | null;
  created_at: Date;
  updated_at: Date;
  closed_at: Date | null;
  sla_paused_by: string[];
  offline_lease_minutes: number;
}

/** Columns of `CaseRow`, with case_file under `c` and its queue under `q`. The golden answer is left out on purpose. */
export const caseColumns = `c.id, c.reference, c.version, c.epoch, c.title, c.summary, c.state, c.state_until, c.waiting_for,
  c.source, c.queue, c.policy_area, c.priority_score, c.priority_band, c.due_at, c.due_paused_at, c.subject_type,
  c.subject_id, c.subject_label, c.related, c.compartment, c.cache_policy, c.language, c.risk_score, c.reports,
  c.strikes, c.facts, c.evidence_digest, c.near_duplicate_digest, c.practice, c.assignee, c.device_id, c.assigned_at,
  c.opened_at, c.standing_decision, c.created_at, c.updated_at, c.closed_at, q.sla_paused_by, q.offline_lease_minutes`;

export const heldStates = ['assigned', 'snoozed', 'waiting'] as const;
export const isHeld = (state: StateName): boolean => (heldStates as readonly string[]).includes(state);
export const isOpen = (state: StateName): boolean => state !== 'decided' && state !== 'closed';

/** Locks the cases in the order of their ids, so that two requests cannot wait for each other. */
export async function lockCases(tx: Tx, ids: readonly string[]): Promise<Map<string, CaseRow>> {
  const { rows } = await tx.query<CaseRow>(
    `select ${caseColumns} from case_file c join queue q on q.id = c.queue
     where c.id = any($1::uuid[]) order by c.id for update of c`,
    [[...new Set(ids)].sort()],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export function stateOf(row: CaseRow): CaseState {
  switch (row.state) {
    case 'snoozed':
      return { is: 'snoozed', until: instant(row.state_until) };
    case 'waiting':
      return { is: 'waiting', for: row.waiting_for ?? '', until: instant(row.state_until) };
    case 'escalated':
      return { is: 'escalated', queue: row.queue };
    case 'decided':
      if (row.standing_decision === null) throw new Error(`case ${row.id} is decided without a decision`);
      return { is: 'decided', decisionId: row.standing_decision as never };
    default:
      return { is: row.state };
  }
}

function instant(at: Date | null): string {
  if (at === null) throw new Error('a case that is put off has a time');
  return at.toISOString();
}

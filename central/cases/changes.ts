/**
 * What one transaction changes about cases, gathered and written together: the case rows, who held them, the
 * feed of everybody concerned, the timeline and the audit trail. A change of who may decide raises the epoch (F1).
 */
import type { TimelineEntry } from '../../contract/case.ts';
import type { DropReason } from '../../contract/feed.ts';
import { recordAudit, type AuditEntry } from '../audit/record.ts';
import { recordFeed, type FeedEntry } from '../feed/record.ts';
import type { Ids } from '../ports.ts';
import { json, type Tx } from '../store/sql.ts';
import { isHeld, type CaseRow, type StateName } from './case-row.ts';

export type AssignmentEnd =
  | 'reassigned'
  | 'released'
  | 'lease-ended'
  | 'idle'
  | 'escalated'
  | 'recalled'
  | 'settled'
  | 'closed'
  | 'deleted'
  | 'reopened';

export interface Actor {
  readonly personId: string | null;
  readonly deviceId: string | null;
}

export const nobody: Actor = { personId: null, deviceId: null };

export interface Changes {
  readonly at: Date;
  /** The case changed: a new version, fed to whoever holds it. */
  touch(row: CaseRow): void;
  /** Something changed that no reader sees: saved without a new version. */
  mark(row: CaseRow): void;
  /** Gives the case to a person: a new epoch; whoever held it loses it. */
  assign(row: CaseRow, to: string, deviceId: string | null, by: Actor, end?: AssignmentEnd): void;
  /** Takes the case from whoever holds it and puts it in `state`: a new epoch. */
  takeBack(row: CaseRow, end: AssignmentEnd, drop: DropReason, state: StateName, by: Actor): void;
  /** Changes the state and, where the queue says so, stops or starts the SLA. */
  setState(row: CaseRow, state: StateName, until?: Date | null, waitingFor?: string | null): void;
  dropFrom(row: CaseRow, personId: string, reason: DropReason): void;
  tell(row: CaseRow, event: TimelineEntry['event'], by: Actor, detail?: string): void;
  audit(entry: Omit<AuditEntry, 'id' | 'at'>): void;
  flush(): Promise<void>;
}

export function createChanges(tx: Tx, at: Date, ids: Ids): Changes {
  const changed = new Set<CaseRow>();
  const risen = new Set<CaseRow>();
  const ended: { caseId: string; epoch: number; because: AssignmentEnd }[] = [];
  const begun: { caseId: string; epoch: number; personId: string; deviceId: string | null }[] = [];
  const feed = new Map<string, { row: CaseRow; personId: string; drop: DropReason | null }>();
  const timeline: { caseId: string; event: string; personId: string | null; detail: string }[] = [];
  const audits: AuditEntry[] = [];

  const changes: Changes = {
    at,
    touch(row) {
      if (!risen.has(row)) row.version += 1;
      risen.add(row);
      changed.add(row);
      row.updated_at = at;
      if (row.assignee !== null && isHeld(row.state)) feedPut(row, row.assignee);
    },
    mark(row) {
      changed.add(row);
    },
    assign(row, to, deviceId, by, end = 'reassigned') {
      endAssignment(row, end);
      if (row.assignee !== null && row.assignee !== to) changes.dropFrom(row, row.assignee, 'reassigned');
      row.epoch += 1;
      row.assignee = to;
      row.device_id = deviceId;
      row.assigned_at = at;
      row.opened_at = null;
      begun.push({ caseId: row.id, epoch: row.epoch, personId: to, deviceId });
      changes.setState(row, 'assigned');
      changes.touch(row);
      changes.audit({
        kind: 'case.assigned',
        ...by,
        caseId: row.id,
        details: { to, epoch: row.epoch },
      });
    },
    takeBack(row, end, drop, state, by) {
      const from = row.assignee;
      endAssignment(row, end);
      if (from !== null) changes.dropFrom(row, from, drop);
      row.epoch += 1;
      row.assignee = null;
      row.device_id = null;
      row.assigned_at = null;
      row.opened_at = null;
      changes.setState(row, state);
      changes.touch(row);
      changes.audit({ kind: `case.${end}`, ...by, caseId: row.id, details: { from, epoch: row.epoch } });
    },
    setState(row, state, until = null, waitingFor = null) {
      row.state = state;
      row.state_until = until;
      row.waiting_for = waitingFor;
      const paused = row.sla_paused_by.includes(state);
      if (paused) row.due_paused_at ??= at;
      else if (row.due_paused_at !== null) {
        if (row.due_at)
          row.due_at = new Date(row.due_at.getTime() + (at.getTime() - row.due_paused_at.getTime()));
        row.due_paused_at = null;
      }
    },
    dropFrom(row, personId, reason) {
      feed.set(`${personId} ${row.id}`, { row, personId, drop: reason });
    },
    tell(row, event, by, detail = '') {
      timeline.push({ caseId: row.id, event, personId: by.personId, detail: detail.slice(0, 500) });
    },
    audit(entry) {
      audits.push({ id: ids.uuid(), at, ...entry });
    },
    async flush() {
      await saveCases(tx, [...changed]);
      await saveAssignments(tx, at, ended, begun);
      await recordFeed(tx, [...feed.values()].map(feedEntry));
      await saveTimeline(tx, at, timeline);
      await recordAudit(tx, audits);
      for (const list of [ended, begun, timeline, audits]) list.length = 0;
      changed.clear();
      risen.clear();
      feed.clear();
    },
  };

  function feedPut(row: CaseRow, personId: string): void {
    feed.set(`${personId} ${row.id}`, { row, personId, drop: null });
  }

  function endAssignment(row: CaseRow, because: AssignmentEnd): void {
    if (row.assignee !== null) ended.push({ caseId: row.id, epoch: row.epoch, because });
  }

  function feedEntry({
    row,
    personId,
    drop,
  }: {
    row: CaseRow;
    personId: string;
    drop: DropReason | null;
  }): FeedEntry {
    const { id: caseId, epoch, version } = row;
    return drop === null
      ? { personId, caseId, type: 'put', epoch, version, at }
      : { personId, caseId, type: 'drop', epoch, version, reason: drop, at };
  }

  return changes;
}

async function saveCases(tx: Tx, rows: readonly CaseRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `update case_file c set version = n.version, epoch = n.epoch, state = n.state, state_until = n.state_until,
       waiting_for = n.waiting_for, queue = n.queue, evidence_digest = n.evidence_digest, reports = n.reports,
       priority_score = n.priority_score, priority_band = n.priority_band, due_at = n.due_at, due_paused_at = n.due_paused_at,
       cache_policy = n.cache_policy, assignee = n.assignee, device_id = n.device_id, assigned_at = n.assigned_at,
       opened_at = n.opened_at, standing_decision = n.standing_decision, updated_at = n.updated_at,
       closed_at = n.closed_at
     from jsonb_to_recordset($1::jsonb) as n (id uuid, version int, epoch int, state text, state_until timestamptz,
       waiting_for text, queue text, evidence_digest text, reports int, priority_score double precision,
       priority_band text, due_at timestamptz, due_paused_at timestamptz, cache_policy text, assignee uuid,
       device_id uuid, assigned_at timestamptz, opened_at timestamptz, standing_decision uuid,
       updated_at timestamptz, closed_at timestamptz)
     where c.id = n.id`,
    [
      json(
        rows.map((row) => ({
          id: row.id,
          version: row.version,
          epoch: row.epoch,
          state: row.state,
          state_until: row.state_until,
          waiting_for: row.waiting_for,
          queue: row.queue,
          evidence_digest: row.evidence_digest,
          reports: row.reports,
          priority_score: row.priority_score,
          priority_band: row.priority_band,
          due_at: row.due_at,
          due_paused_at: row.due_paused_at,
          cache_policy: row.cache_policy,
          assignee: row.assignee,
          device_id: row.device_id,
          assigned_at: row.assigned_at,
          opened_at: row.opened_at,
          standing_decision: row.standing_decision,
          updated_at: row.updated_at,
          closed_at: row.closed_at,
        })),
      ),
    ],
  );
}

async function saveAssignments(
  tx: Tx,
  at: Date,
  ended: readonly { caseId: string; epoch: number; because: AssignmentEnd }[],
  begun: readonly { caseId: string; epoch: number; personId: string; deviceId: string | null }[],
): Promise<void> {
  if (begun.length > 0) {
    await tx.query(
      `insert into assignment (case_id, epoch, person_id, device_id, assigned_at)
       select "caseId", epoch, "personId", "deviceId", $2
       from jsonb_to_recordset($1::jsonb) as b ("caseId" uuid, epoch int, "personId" uuid, "deviceId" uuid)`,
      [json(begun), at],
    );
  }
  if (ended.length > 0) {
    await tx.query(
      `update assignment a set ended_at = $2, ended_because = e.because
       from jsonb_to_recordset($1::jsonb) as e ("caseId" uuid, epoch int, because text)
       where a.case_id = e."caseId" and a.epoch = e.epoch`,
      [json(ended), at],
    );
  }
}

async function saveTimeline(
  tx: Tx,
  at: Date,
  entries: readonly { caseId: string; event: string; personId: string | null; detail: string }[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `insert into case_event (case_id, at, event, person_id, detail)
     select "caseId", $2, event, "personId", detail
     from jsonb_to_recordset($1::jsonb) as e ("caseId" uuid, event text, "personId" uuid, detail text)`,
    [json(entries), at],
  );
}

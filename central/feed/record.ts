import type { DropReason } from '../../contract/feed.ts';
import { json, type Tx } from '../store/sql.ts';

export interface FeedEntry {
  readonly personId: string;
  readonly caseId: string;
  readonly type: 'put' | 'drop';
  readonly epoch: number;
  readonly version: number;
  readonly reason?: DropReason;
  readonly at: Date;
}

/**
 * Writes what changed for a person: one row for a case (R1), without a position. The sequencer gives it one
 * after the commit, so no reader can pass over it (R3).
 */
export async function recordFeed(tx: Tx, entries: readonly FeedEntry[]): Promise<void> {
  if (entries.length === 0) return;
  // One row for a person and a case, in one order everywhere, so that two writers cannot deadlock.
  const latest = new Map(entries.map((entry) => [`${entry.personId} ${entry.caseId}`, entry]));
  const ordered = [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  await tx.query(
    `insert into feed (person_id, case_id, position, type, epoch, version, reason, changed_at)
     select "personId", "caseId", null, type, epoch, version, reason, at
     from jsonb_to_recordset($1::jsonb)
       as f ("personId" uuid, "caseId" uuid, type text, epoch int, version int, reason text, at timestamptz)
     on conflict (person_id, case_id) do update set
       position = null, type = excluded.type, epoch = excluded.epoch, version = excluded.version,
       reason = excluded.reason, changed_at = excluded.changed_at`,
    [json(ordered)],
  );
}

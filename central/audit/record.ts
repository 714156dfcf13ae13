import { json, type Tx } from '../store/sql.ts';

export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  /** `area.event`, for example `decision.applied`. */
  readonly kind: string;
  readonly personId?: string | null;
  readonly deviceId?: string | null;
  readonly caseId?: string | null;
  /** Ids, digests and words of the contract: never content, so that erasure breaks nothing (U1). */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/** Stores events in the transaction that they belong to (U1). The sealer chains them afterwards. */
export async function recordAudit(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `insert into audit_event (id, at, kind, person_id, device_id, case_id, details)
     select id, at, kind, "personId", "deviceId", "caseId", details
     from jsonb_to_recordset($1::jsonb)
       as e (id uuid, at timestamptz, kind text, "personId" uuid, "deviceId" uuid, "caseId" uuid, details jsonb)`,
    [json(entries)],
  );
}

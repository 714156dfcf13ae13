import { createHash } from 'node:crypto';
import { only, json, type Store } from '../store/sql.ts';

const LOCK = 7_163_403;
const CHUNK = 500;

export interface SealableEvent {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly person_id: string | null;
  readonly device_id: string | null;
  readonly case_id: string | null;
  readonly details: Record<string, unknown>;
}

/** The hash of an event in the chain. Fields in a fixed order, details by sorted keys. */
export function hashOf(event: SealableEvent, sequence: number, previousHash: string): string {
  const details = Object.fromEntries(Object.entries(event.details).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256')
    .update(
      json([
        sequence,
        previousHash,
        event.id,
        event.at.toISOString(),
        event.kind,
        event.person_id,
        event.device_id,
        event.case_id,
        details,
      ]),
    )
    .digest('hex');
}

/** Chains what was stored since. The lock makes it the only sealer over all processes (U1). Returns how many. */
export async function sealAudit(store: Store): Promise<number> {
  let sealed = 0;
  for (;;) {
    const chained = await sealChunk(store);
    sealed += chained;
    if (chained < CHUNK) return sealed;
  }
}

async function sealChunk(store: Store): Promise<number> {
  return store.transact(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await tx.query<SealableEvent & { stored: number }>(
      `select stored, id, at, kind, person_id, device_id, case_id, details
       from audit_event where sequence is null order by stored limit ${CHUNK}`,
    );
    if (rows.length === 0) return 0;
    let head = only(
      await tx.query<{ sequence: number; hash: string }>('select sequence, hash from audit_head'),
    );
    const links = rows.map((event) => {
      const sequence = head.sequence + 1;
      const link = {
        stored: event.stored,
        sequence,
        previous: head.hash,
        hash: hashOf(event, sequence, head.hash),
      };
      head = { sequence, hash: link.hash };
      return link;
    });
    await tx.query(
      `update audit_event e set sequence = l.sequence, previous_hash = l.previous, hash = l.hash
       from jsonb_to_recordset($1::jsonb) as l (stored bigint, sequence bigint, previous text, hash text)
       where e.stored = l.stored and e.stored between $2 and $3`,
      // The range keeps a planner that has no statistics yet from reading the whole trail.
      [json(links), links[0]?.stored, links.at(-1)?.stored],
    );
    await tx.query('update audit_head set sequence = $1, hash = $2', [head.sequence, head.hash]);
    return rows.length;
  });
}

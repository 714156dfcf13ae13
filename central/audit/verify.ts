import { only, type Store } from '../store/sql.ts';
import { hashOf, type SealableEvent } from './seal.ts';

export type AuditVerdict =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | { readonly ok: false; readonly sequence: number; readonly reason: string };

const CHUNK = 1000;
const genesis = '0'.repeat(64);

/**
 * Walks the chain and names the first broken link (U2). `heads` are heads that were kept elsewhere: a chain that
 * no longer holds one of them was cut or written anew.
 */
export async function verifyAudit(
  store: Store,
  heads: readonly { sequence: number; hash: string }[] = [],
): Promise<AuditVerdict> {
  const kept = new Map(heads.map((head) => [head.sequence, head.hash]));
  let sequence = 0;
  let hash = genesis;
  for (;;) {
    const { rows } = await store.query<
      SealableEvent & { sequence: number; previous_hash: string; hash: string }
    >(
      `select sequence, previous_hash, hash, id, at, kind, person_id, device_id, case_id, details
       from audit_event where sequence > $1 order by sequence limit ${CHUNK}`,
      [sequence],
    );
    for (const event of rows) {
      const expected = sequence + 1;
      if (event.sequence !== expected) return broken(expected, 'missing: an event was deleted');
      if (event.previous_hash !== hash) return broken(expected, 'does not follow the one before');
      if (event.hash !== hashOf(event, expected, hash))
        return broken(expected, 'changed after it was sealed');
      if (kept.has(expected) && kept.get(expected) !== event.hash) {
        return broken(expected, 'differs from the head kept elsewhere');
      }
      sequence = expected;
      hash = event.hash;
    }
    if (rows.length < CHUNK) break;
  }
  const head = only(
    await store.query<{ sequence: number; hash: string }>('select sequence, hash from audit_head'),
  );
  if (head.sequence !== sequence || head.hash !== hash)
    return broken(sequence + 1, 'missing: the end was cut off');
  const ahead = heads.find((one) => one.sequence > sequence);
  if (ahead) return broken(sequence + 1, `missing: a head kept elsewhere has ${ahead.sequence} events`);
  return { ok: true, events: sequence, head: hash };
}

function broken(sequence: number, reason: string): AuditVerdict {
  return { ok: false, sequence, reason };
}

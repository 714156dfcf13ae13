import { z } from 'zod';
import type { RouteAnswer, routes } from '../../contract/api.ts';
import type { AuditEvent } from '../../contract/supervision.ts';
import type { Caller } from '../caller.ts';
import { decodeAfter, encodeAfter } from '../supervision/keyset.ts';
import type { Store } from '../store/sql.ts';

type Query = z.output<(typeof routes)['audit.list']['query']>;
const After = z.tuple([z.int()]);

interface AuditRow {
  stored: number;
  sequence: number | null;
  id: string;
  at: Date;
  kind: string;
  person_id: string | null;
  device_id: string | null;
  case_id: string | null;
  details: AuditEvent['details'];
  previous_hash: string | null;
  hash: string | null;
}

/** The newest first. Events of sealed cases are left out for those who have no grant (P1). */
export async function listAudit(
  store: Store,
  caller: Caller,
  query: Query,
): Promise<RouteAnswer<'audit.list'>> {
  const after = decodeAfter(query.after, After);
  const { rows } = await store.query<AuditRow>(
    `select e.stored, e.sequence, e.id, e.at, e.kind, e.person_id, e.device_id, e.case_id, e.details,
       e.previous_hash, e.hash
     from audit_event e left join case_file c on c.id = e.case_id
     where (c.compartment is null or c.compartment = any($1::text[]))
       and ($2::uuid is null or e.case_id = $2) and ($3::uuid is null or e.person_id = $3)
       and ($4::bigint is null or e.stored < $4)
     order by e.stored desc limit $5`,
    [caller.compartments, query.caseId ?? null, query.personId ?? null, after?.[0] ?? null, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    events: page.map(
      (row) =>
        ({
          sequence: row.sequence,
          id: row.id,
          at: row.at.toISOString(),
          kind: row.kind,
          personId: row.person_id,
          deviceId: row.device_id,
          caseId: row.case_id,
          details: row.details,
          previousHash: row.previous_hash,
          hash: row.hash,
        }) as AuditEvent,
    ),
    next: rows.length > page.length && last ? encodeAfter([last.stored]) : null,
  };
}

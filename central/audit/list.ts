import { z } from 'zod';
import type { RouteAnswer, routes } from '../../contract/api.ts';
import type { AuditEvent } from '../../contract/supervision.ts';
import type { Caller } from '../caller.ts';
import { decodeAfter, encodeAfter } from '../supervision/keyset.ts';
import type { Store } from '../store/sql.ts';

type Query = z.output<(typeof routes)['audit.list']['query']>;
type Names = RouteAnswer<'audit.list'>['names'];
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
  reference: string | null;
  details: AuditEvent['details'];
  previous_hash: string | null;
  hash: string | null;
}

/**
 * The newest first. Events of sealed cases are left out for those who have no grant (P1); that somebody opted out of
 * harm types is for auditors.
 */
export async function listAudit(
  store: Store,
  caller: Caller,
  query: Query,
): Promise<RouteAnswer<'audit.list'>> {
  const after = decodeAfter(query.after, After);
  const { rows } = await store.query<AuditRow>(
    `select e.stored, e.sequence, e.id, e.at, e.kind, e.person_id, e.device_id, e.case_id, c.reference, e.details,
       e.previous_hash, e.hash
     from audit_event e left join case_file c on c.id = e.case_id
     where (c.compartment is null or c.compartment = any($1::text[]))
       and ($2::uuid is null or e.case_id = $2) and ($3::uuid is null or e.person_id = $3)
       and ($4::bigint is null or e.stored < $4)
       and ($6::text is null or e.case_id = (select id from case_file where reference = upper($6)))
       and ($7::text is null or e.person_id in (select id from person
         where lower(username) = lower($7) or position(lower($7) in lower(display_name)) > 0))
       and ($8::text is null or e.kind = $8 or starts_with(e.kind, $8 || '.'))
       and ($9::timestamptz is null or e.at >= $9) and ($10::timestamptz is null or e.at < $10)
       and ($11 or e.kind <> 'person.opt-out')
     order by e.stored desc limit $5`,
    [
      caller.compartments,
      query.caseId ?? null,
      query.personId ?? null,
      after?.[0] ?? null,
      query.limit + 1,
      query.reference ?? null,
      query.person ?? null,
      query.kind ?? null,
      query.from ?? null,
      query.until ?? null,
      caller.role !== 'supervisor',
    ],
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
    names: await namesOf(store, page),
    next: rows.length > page.length && last ? encodeAfter([last.stored]) : null,
  };
}

/** Of the people, devices and cases that these events name. */
async function namesOf(store: Store, page: readonly AuditRow[]): Promise<Names> {
  const idsIn = ({ details, person_id, device_id }: AuditRow) =>
    [person_id, device_id, ...Object.values(details)].filter((value) => z.uuid().safeParse(value).success);
  const ids = [...new Set(page.flatMap(idsIn))];
  const { rows: people } = await store.query<{ id: string; display_name: string }>(
    'select id, display_name from person where id = any($1::uuid[])',
    [ids],
  );
  const { rows: devices } = await store.query<{ id: string; name: string }>(
    'select distinct on (id) id, name from device where id = any($1::uuid[]) order by id, last_contact_at desc',
    [ids],
  );
  const references = new Map(page.map(({ case_id, reference }) => [case_id, reference]));
  return {
    people: people.map(({ id, display_name }) => ({ id, displayName: display_name })),
    devices,
    cases: [...references].flatMap(([id, reference]) =>
      id === null || reference === null ? [] : [{ id, reference }],
    ),
  } as Names;
}

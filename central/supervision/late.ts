import { z } from 'zod';
import type { RouteAnswer, routes } from '../../contract/api.ts';
import type { Decision } from '../../contract/command.ts';
import type { LateDecision } from '../../contract/supervision.ts';
import type { Caller } from '../caller.ts';
import { only, type Store } from '../store/sql.ts';
import { decodeAfter, encodeAfter } from './keyset.ts';

type Query = z.output<(typeof routes)['late.list']['query']>;
const After = z.tuple([z.iso.datetime(), z.uuid()]);

interface LateRow {
  id: string;
  body: Decision;
  person_id: string;
  display_name: string;
  reference: string;
  title: string;
  received_at: Date;
  contested: 'uncontested' | 'conflicting';
  settled: LateDecision['settled'];
  standing: Decision | null;
  standing_person: string | null;
  standing_name: string | null;
}

/**
 * One that was uncontested when it came conflicts as soon as somebody else has decided the case without adopting it
 * (D8). `$1` are the caller's compartments.
 */
const lateOnes = `select d.id, d.received_at, d.settled, d.body, d.person_id, c.reference, c.title,
    s.body as standing, s.person_id as standing_person,
    case when s.id is not null and s.adopts is distinct from d.id then 'conflicting' else d.contested end as contested
  from decision d join case_file c on c.id = d.case_id
  left join decision s on s.case_id = d.case_id and s.standing and s.id <> d.id
  where d.status = 'late' and (c.compartment is null or c.compartment = any($1::text[]))`;

/** Late decisions, the newest first. */
export async function listLate(
  store: Store,
  caller: Caller,
  query: Query,
): Promise<RouteAnswer<'late.list'>> {
  const after = decodeAfter(query.after, After);
  const { rows } = await store.query<LateRow>(
    `select l.*, p.display_name, o.display_name as standing_name
     from (${lateOnes}) as l
     join person p on p.id = l.person_id left join person o on o.id = l.standing_person
     where ($2::timestamptz is null or (l.received_at, l.id) < ($2, $3::uuid))
       and ($4::text is null or case when l.settled = 'open' then l.contested else 'settled' end = $4)
     order by l.received_at desc, l.id desc limit $5`,
    [caller.compartments, after?.[0] ?? null, after?.[1] ?? null, query.kind ?? null, query.limit + 1],
  );
  const open = only(
    await store.query<{ conflicting: number; uncontested: number }>(
      `select count(*) filter (where contested = 'conflicting')::int as conflicting,
         count(*) filter (where contested = 'uncontested')::int as uncontested
       from (${lateOnes} and d.settled = 'open') as l`,
      [caller.compartments],
    ),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    decisions: page.map(lateDecision),
    conflicting: open.conflicting,
    uncontested: open.uncontested,
    next: rows.length > page.length && last ? encodeAfter([last.received_at.toISOString(), last.id]) : null,
  };
}

const lateDecision = (row: LateRow): LateDecision =>
  ({
    decision: row.body,
    by: { id: row.person_id, displayName: row.display_name },
    case: { reference: row.reference, title: row.title },
    receivedAt: row.received_at.toISOString(),
    contested: row.contested,
    settled: row.settled,
    standing: row.standing,
    standingBy:
      row.standing_person === null ? null : { id: row.standing_person, displayName: row.standing_name ?? '' },
  }) as LateDecision;

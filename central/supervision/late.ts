import { z } from 'zod';
import type { RouteAnswer, routes } from '../../contract/api.ts';
import type { Decision } from '../../contract/command.ts';
import type { LateDecision } from '../../contract/supervision.ts';
import type { Caller } from '../caller.ts';
import type { Store } from '../store/sql.ts';
import { decodeAfter, encodeAfter } from './keyset.ts';

type Query = z.output<(typeof routes)['late.list']['query']>;
const After = z.tuple([z.iso.datetime(), z.uuid()]);

interface LateRow {
  id: string;
  body: Decision;
  person_id: string;
  display_name: string;
  received_at: Date;
  contested: 'uncontested' | 'conflicting';
  settled: LateDecision['settled'];
  standing: Decision | null;
}

/**
 * Late decisions, the newest first. One that was uncontested when it came conflicts as soon as somebody else has
 * decided the case without adopting it (D8).
 */
export async function listLate(
  store: Store,
  caller: Caller,
  query: Query,
): Promise<RouteAnswer<'late.list'>> {
  const after = decodeAfter(query.after, After);
  const { rows } = await store.query<LateRow>(
    `select d.id, d.body, d.person_id, p.display_name, d.received_at, d.settled, s.body as standing,
       case when s.id is not null and s.adopts is distinct from d.id then 'conflicting' else d.contested end as contested
     from decision d join case_file c on c.id = d.case_id join person p on p.id = d.person_id
     left join decision s on s.case_id = d.case_id and s.standing
     where d.status = 'late' and (c.compartment is null or c.compartment = any($1::text[]))
       and ($2::timestamptz is null or (d.received_at, d.id) < ($2, $3::uuid))
     order by d.received_at desc, d.id desc limit $4`,
    [caller.compartments, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    decisions: page.map((row) => ({
      decision: row.body,
      by: { id: row.person_id as LateDecision['by']['id'], displayName: row.display_name },
      receivedAt: row.received_at.toISOString(),
      contested: row.contested,
      settled: row.settled,
      standing: row.standing,
    })) as RouteAnswer<'late.list'>['decisions'],
    next: rows.length > page.length && last ? encodeAfter([last.received_at.toISOString(), last.id]) : null,
  };
}

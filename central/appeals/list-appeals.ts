import { z } from 'zod';
import type { RouteAnswer } from '../../contract/api.ts';
import type { AppealAnswer } from '../../contract/appeal.ts';
import type { Producer } from '../producers/producer.ts';
import { minute, type Clock } from '../ports.ts';
import type { Store } from '../store/sql.ts';
import { decodeAfter, encodeAfter } from '../supervision/keyset.ts';

/** What was settled just now may still be taken back, and a transaction that began earlier may end later. */
const REST_MS = minute;
const After = z.tuple([z.iso.datetime(), z.uuid()]);

interface AppealRow {
  case_id: string;
  external_id: string;
  reference: string;
  decision_id: string;
  verdict: AppealAnswer['verdict'];
  settled_at: Date | null;
  message: AppealAnswer['message'];
}

/** Of this producer: the one that is named, or those that were settled, the oldest first. */
export async function listAppeals(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  producer: Producer,
  query: {
    readonly externalId?: string | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<RouteAnswer<'appeals.list'>> {
  const after = decodeAfter(query.after, After);
  const { rows } = await store.query<AppealRow>(
    `select a.case_id, a.external_id, c.reference, a.decision_id, a.verdict, a.settled_at,
       nullif(d.body -> 'message', 'null'::jsonb) as message
     from appeal a join case_file c on c.id = a.case_id left join decision d on d.id = a.settled_by_decision
     where a.producer = $1
       and case when $2::text is null then a.verdict is not null else a.external_id = $2 end
       and ($3::timestamptz is null or (a.settled_at, a.case_id) > ($3, $4::uuid))
       and ($2 is not null or a.settled_at <= $6)
     order by a.settled_at, a.case_id limit $5`,
    [
      producer.id,
      query.externalId ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      query.limit + 1,
      new Date(clock.now() - REST_MS),
    ],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    more: rows.length > page.length,
    next: last?.settled_at
      ? encodeAfter([last.settled_at.toISOString(), last.case_id])
      : (query.after ?? null),
    appeals: page.map((row) => ({
      externalId: row.external_id,
      caseId: row.case_id as AppealAnswer['caseId'],
      reference: row.reference,
      decisionId: row.decision_id as AppealAnswer['decisionId'],
      verdict: row.verdict,
      settledAt: row.settled_at?.toISOString() ?? null,
      message: row.message,
    })),
  };
}

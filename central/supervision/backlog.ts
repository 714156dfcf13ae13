import { z } from 'zod';
import type { RouteAnswer, routes } from '../../contract/api.ts';
import type { BacklogCase } from '../../contract/supervision.ts';
import { caseColumns, stateOf, type CaseRow } from '../cases/case-row.ts';
import type { Caller } from '../caller.ts';
import { spreadCases } from '../assignment/balance.ts';
import { only, type Sql, type Store } from '../store/sql.ts';
import { decodeAfter, encodeAfter } from './keyset.ts';

type Query = z.output<(typeof routes)['backlog.list']['query']>;
type Preview = RouteAnswer<'reassignment.preview'>;
type Plan = Preview['plan'];
type LoadsAfter = Preview['after'];
type PreviewBody = z.output<(typeof routes)['reassignment.preview']['body']>;

const After = z.tuple([z.number(), z.uuid()]);

interface Filter {
  readonly cases?: readonly string[] | undefined;
  readonly assignee?: string | undefined;
  readonly queue?: string | undefined;
  readonly state?: string | undefined;
}

/** Open cases that this caller may see, the most urgent first. */
export async function listBacklog(
  store: Store,
  caller: Caller,
  query: Query,
): Promise<RouteAnswer<'backlog.list'>> {
  const after = decodeAfter(query.after, After);
  const rows = await readBacklog(store, caller, query, after, query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    cases: page.map(backlogCase),
    total: await countBacklog(store, caller, query),
    next: rows.length > page.length && last ? encodeAfter([last.priority_score, last.id]) : null,
  };
}

/** Resolves a filter to cases with the epochs that they have now (S1). */
export async function previewReassignment(
  store: Store,
  caller: Caller,
  { target, filter }: PreviewBody,
  at: Date,
): Promise<RouteAnswer<'reassignment.preview'>> {
  const rows = await readBacklog(store, caller, filter, null, 1000);
  const spread =
    target.to === 'balanced'
      ? await spreadCases(
          store,
          rows.map(({ id }) => id),
          at,
        )
      : null;
  const person =
    target.to === 'person'
      ? await store.query<{ capacity: number; open: number }>(
          `select p.capacity, (select count(*) from case_file c where c.assignee = p.id
             and c.state in ('assigned', 'snoozed', 'waiting')
             and (c.compartment is null or c.compartment = any($2::text[]))) as open
           from person p where p.id = $1`,
          [target.personId, caller.compartments],
        )
      : null;
  return {
    cases: rows.map(backlogCase),
    total: await countBacklog(store, caller, filter),
    targetOpenCases: person?.rows[0]?.open ?? null,
    targetCapacity: person?.rows[0]?.capacity ?? null,
    plan: [...(spread?.plan ?? [])].map(([caseId, personId]) => ({ caseId, personId })) as Plan,
    after: (spread?.people ?? []).map(({ id, ...load }) => ({ personId: id, ...load })) as LoadsAfter,
  };
}

type BacklogRow = CaseRow & { assignee_name: string | null };

// A filter that is not given is null, and null filters nothing.
const filtered = `c.state not in ('decided', 'closed')
  and (c.compartment is null or c.compartment = any($1::text[]))
  and ($2::uuid[] is null or c.id = any($2::uuid[]))
  and ($3::uuid is null or c.assignee = $3)
  and ($4::text is null or c.queue = $4)
  and ($5::text is null or c.state = $5)`;

const filterParams = (caller: Caller, filter: Filter): unknown[] => [
  caller.compartments,
  filter.cases ?? null,
  filter.assignee ?? null,
  filter.queue ?? null,
  filter.state ?? null,
];

async function readBacklog(
  db: Sql,
  caller: Caller,
  filter: Filter,
  after: z.infer<typeof After> | null,
  limit: number,
): Promise<BacklogRow[]> {
  const { rows } = await db.query<BacklogRow>(
    `select ${caseColumns}, p.display_name as assignee_name
     from case_file c join queue q on q.id = c.queue left join person p on p.id = c.assignee
     where ${filtered}
       and ($6::float8 is null or c.priority_score < $6 or (c.priority_score = $6 and c.id > $7::uuid))
     order by c.priority_score desc, c.id limit $8`,
    [...filterParams(caller, filter), after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows;
}

async function countBacklog(db: Sql, caller: Caller, filter: Filter): Promise<number> {
  const { total } = only(
    await db.query<{ total: number }>(
      `select count(*) as total from case_file c where ${filtered}`,
      filterParams(caller, filter),
    ),
  );
  return total;
}

function backlogCase(row: BacklogRow): BacklogCase {
  return {
    id: row.id as BacklogCase['id'],
    reference: row.reference,
    title: row.title,
    state: stateOf(row),
    queue: row.queue,
    source: row.source,
    band: row.priority_band,
    dueAt: row.due_at?.toISOString() ?? null,
    epoch: row.epoch,
    assignee:
      row.assignee === null
        ? null
        : { id: row.assignee as BacklogCase['id'] & never, displayName: row.assignee_name ?? '' },
  };
}

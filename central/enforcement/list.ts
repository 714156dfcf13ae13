import { z } from 'zod';
import type { RouteAnswer, routes } from '../../contract/api.ts';
import type { Enforcement, EnforcementLine, EnforcementState } from '../../contract/enforcement.ts';
import type { Caller } from '../caller.ts';
import { only, type Store } from '../store/sql.ts';
import { decodeAfter, encodeAfter } from '../supervision/keyset.ts';

interface EnforcementRow {
  id: string;
  sequence: number;
  decision_id: string;
  case_id: string;
  reference: string;
  ordinal: number;
  action: Enforcement['action'];
  reverses: string | null;
  state: EnforcementState;
  detail: string;
  attempts: number;
  next_attempt_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

const columns = `e.id, e.sequence, e.decision_id, e.case_id, c.reference, e.ordinal, e.action, e.reverses, e.state, e.detail,
  e.attempts, e.next_attempt_at, e.created_at, e.updated_at`;

const enforcementOf = (row: EnforcementRow): Enforcement => ({
  id: row.id,
  decisionId: row.decision_id as Enforcement['decisionId'],
  caseId: row.case_id as Enforcement['caseId'],
  reference: row.reference,
  ordinal: row.ordinal,
  action: row.action,
  reverses: row.reverses,
  state: row.state,
  detail: row.detail.slice(0, 500),
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  requestedAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

/**
 * Of the caller's own decisions, from `since` on, oldest change first. A change whose transaction took long becomes
 * visible after a later one: who asks again begins a little before where the last page ended.
 */
export async function listMine(
  store: Store,
  caller: Caller,
  query: z.output<(typeof routes)['enforcement.mine']['query']>,
): Promise<RouteAnswer<'enforcement.mine'>> {
  const { rows } = await store.query<EnforcementRow>(
    `select ${columns} from enforcement e join decision d on d.id = e.decision_id join case_file c on c.id = e.case_id
     where d.person_id = $1 and e.updated_at >= $2 order by e.updated_at, e.id limit $3`,
    [caller.id, new Date(query.since ?? 0), query.limit + 1],
  );
  return {
    enforcement: rows.slice(0, query.limit).map(enforcementOf),
    more: rows.length > query.limit,
  };
}

const After = z.int().min(1);

/** The supervisor's log, newest first; what is in a sealed room is for those who may enter it (P1). */
export async function listEnforcement(
  store: Store,
  caller: Caller,
  query: z.output<(typeof routes)['enforcement.list']['query']>,
): Promise<RouteAnswer<'enforcement.list'>> {
  const after = decodeAfter(query.after, After);
  const { rows } = await store.query<
    EnforcementRow & { subject_type: string; subject_id: string; by: string }
  >(
    `select ${columns}, e.subject_type, e.subject_id, p.display_name as by
     from enforcement e join decision d on d.id = e.decision_id join person p on p.id = d.person_id
       join case_file c on c.id = e.case_id
     where (c.compartment is null or c.compartment = any($1::text[]))
       and ($2::text is null or e.state = $2) and ($3::uuid is null or e.case_id = $3)
       and ($4::bigint is null or e.sequence < $4)
     order by e.sequence desc limit $5`,
    [caller.compartments, query.state ?? null, query.caseId ?? null, after, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const logs = await readLogs(
    store,
    page.map(({ id }) => id),
  );
  const counts = only(
    await store.query<{ failed: number; waiting: number }>(
      `select count(*) filter (where e.state = 'failed') as failed,
         count(*) filter (where e.state = 'requested') as waiting
       from enforcement e join case_file c on c.id = e.case_id
       where e.state in ('failed', 'requested') and (c.compartment is null or c.compartment = any($1::text[]))`,
      [caller.compartments],
    ),
  );
  const last = page.at(-1);
  return {
    lines: page.map((row): EnforcementLine => ({
      ...enforcementOf(row),
      subject: { type: row.subject_type as EnforcementLine['subject']['type'], id: row.subject_id },
      by: row.by,
      log: logs.get(row.id) ?? [],
    })),
    ...counts,
    next: rows.length > page.length && last ? encodeAfter(last.sequence) : null,
  };
}

async function readLogs(store: Store, ids: readonly string[]): Promise<Map<string, EnforcementLine['log']>> {
  const { rows } = await store.query<{
    enforcement_id: string;
    at: Date;
    http_status: number | null;
    duration_ms: number;
    detail: string;
  }>(
    `select enforcement_id, at, http_status, duration_ms, detail from enforcement_attempt
     where enforcement_id = any($1::uuid[]) order by enforcement_id, number desc`,
    [ids],
  );
  const logs = new Map<string, EnforcementLine['log']>();
  for (const row of rows) {
    const log = logs.get(row.enforcement_id) ?? [];
    if (log.length < 50) {
      log.push({
        at: row.at.toISOString(),
        httpStatus: row.http_status,
        durationMs: row.duration_ms,
        detail: row.detail.slice(0, 500),
      });
    }
    logs.set(row.enforcement_id, log);
  }
  return logs;
}

/** One, for who may see it; null otherwise. */
export async function findEnforcement(store: Store, caller: Caller, id: string): Promise<Enforcement | null> {
  const { rows } = await store.query<EnforcementRow>(
    `select ${columns} from enforcement e join case_file c on c.id = e.case_id
     where e.id = $1 and (c.compartment is null or c.compartment = any($2::text[]))`,
    [id, caller.compartments],
  );
  return rows[0] ? enforcementOf(rows[0]) : null;
}

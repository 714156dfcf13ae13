/**
 * The order of the queue, out of the cases that are cached. Orders come from compound indexes alone, without
 * reading a row; what a person did with a case is not known here and is laid over it by the caller (R7).
 */
import type { CaseSource, PriorityBand } from '../../../../contract/case.ts';
import type { QueueOrder } from '../../../../contract/bridge.ts';
import type { CacheRead } from '../database.ts';
import { neverDue } from './cases.ts';
import { matchOf } from './search.ts';

export type QueueQuery = Readonly<{
  queue: string | null;
  source: CaseSource | null;
  /** Milliseconds since the epoch; only cases due at or before it. */
  dueBefore: number | null;
  search: string;
  order: QueueOrder;
}>;

/** A row as it is stored; `dueAt` and `createdAt` in milliseconds since the epoch. */
export type StoredQueueRow = Readonly<{
  id: number;
  caseId: string;
  reference: string;
  title: string;
  summary: string;
  source: CaseSource;
  queue: string;
  band: PriorityBand;
  risk: number | null;
  dueAt: number;
  subjectType: string;
  reports: number;
  ready: number;
  nearDuplicate: string | null;
  goneReason: string | null;
}>;

const orders: Readonly<Record<QueueOrder, string>> = {
  priority: 'score desc, due_at, id',
  due: 'due_at, score desc, id',
  newest: 'created_at desc, id',
};

/** Milliseconds since the epoch; null when nothing is due. */
export const dueTimeOf = (dueAt: number): number | null => (dueAt >= neverDue ? null : dueAt);

/** Row ids of all that is offered, in order. */
export const orderedIds = (db: CacheRead, order: QueueOrder): number[] =>
  db.values<number>(`select id from case_row where gone_reason is null order by ${orders[order]}`);

/** Row ids that have all words of `search`, the last one as a beginning, in no order; gone ones among them. */
export function idsMatching(db: CacheRead, search: string): number[] {
  const match = matchOf(search);
  // Something was typed, and there is no word in it.
  return match === null ? [] : db.values<number>('select rowid from search where search match ?', match);
}

/** What filters look at, of all that is offered, in no order; out of an index alone. */
export const offeredRows = (
  db: CacheRead,
): readonly Readonly<{ id: number; queue: string; source: string; dueAt: number }>[] =>
  db.all(
    `select id, queue, source, due_at as dueAt from case_row indexed by case_queue_newest
     where gone_reason is null`,
  );

/** Those of the query that came after row `afterId`, in no order. */
export function idsAfter(db: CacheRead, query: QueueQuery, afterId: number): readonly number[] {
  const match = query.search.trim() === '' ? undefined : matchOf(query.search);
  // Something was typed, and there is no word in it.
  if (match === null) return [];
  const { where, params } = conditions(query, match);
  // The plus keeps the planner on the row id: what is new is little.
  return db.values<number>(
    `select id from case_row where id > :after and ${where.replace('gone_reason', '+gone_reason')}`,
    { ...params, after: afterId },
  );
}

function conditions(
  query: QueueQuery,
  match: string | undefined,
): Readonly<{ where: string; params: Record<string, string | number> }> {
  const parts = ['gone_reason is null'];
  const params: Record<string, string | number> = {};
  if (query.queue !== null) {
    parts.push('queue = :queue');
    params['queue'] = query.queue;
  }
  if (query.source !== null) {
    // With a queue, that index serves; the other one must not be tempted to.
    parts.push(query.queue === null ? 'source = :source' : '+source = :source');
    params['source'] = query.source;
  }
  if (query.dueBefore !== null) {
    parts.push('due_at <= :dueBefore');
    params['dueBefore'] = query.dueBefore;
  }
  if (match !== undefined) {
    parts.push('id in (select rowid from search where search match :match)');
    params['match'] = match;
  }
  return { where: parts.join(' and '), params };
}

const rowColumns = `id, case_id as caseId, reference, title, summary, source, queue, band, risk, due_at as dueAt,
  subject_type as subjectType, reports, ready, near_duplicate as nearDuplicate, gone_reason as goneReason`;

export function rowById(db: CacheRead, id: number): StoredQueueRow | undefined {
  return db.one<StoredQueueRow>(`select ${rowColumns} from case_row where id = ?`, id);
}

export function idOfCase(db: CacheRead, caseId: string): number | undefined {
  return db.value<number>('select id from case_row where case_id = ?', caseId);
}

/** Highest row id, 0 when there is none: what comes later is an arrival. */
export function highestId(db: CacheRead): number {
  return db.value<number>('select max(id) from case_row') ?? 0;
}

/** Other cases with the same content, counted to 1,000 at most. */
export function countNearDuplicates(db: CacheRead, digest: string): number {
  const found = db.value<number>(
    'select count(*) from (select 1 from case_row where near_duplicate = ? and gone_reason is null limit 1001)',
    digest,
  );
  return Math.max(0, (found ?? 0) - 1);
}

/** Cases that rest until a time (null: for as long as they are in that state), or that cannot be read now. */
export function restingCases(db: CacheRead): readonly Readonly<{ id: number; until: string | null }>[] {
  return [
    ...db.all<{ id: number; until: string | null }>(
      `select id, json_extract(body, '$.state.until') as until from case_row where state <> 'assigned'`,
    ),
    ...db.all<{ id: number; until: string | null }>(
      'select id, null as until from case_row where locked = 1',
    ),
  ];
}

/** For a status that asks often: without what is only shown above a queue. */
export const countOffered = (db: CacheRead): Readonly<{ all: number; ready: number }> =>
  db.one<{ all: number; ready: number }>(
    `select count(*) as "all", coalesce(sum(ready), 0) as ready from case_row indexed by case_offered
     where gone_reason is null`,
  ) ?? { all: 0, ready: 0 };

/** By the names of sources and queues. */
export type RawCounts = Readonly<{
  all: number;
  sources: ReadonlyMap<string, number>;
  queues: ReadonlyMap<string, number>;
}>;

/** Changes whenever this connection, or another one, changed the file: what was counted then is counted anew. */
export function changeMark(db: CacheRead): string {
  return `${db.value<number>('select total_changes()')} ${db.value<number>('select data_version from pragma_data_version')}`;
}

/** Case rows: what the feed says, with a column for everything a queue filters or sorts by. */
import type { Case } from '../../../../contract/case.ts';
import type { DropReason } from '../../../../contract/feed.ts';
import type { CacheRead, CacheWrite } from '../database.ts';
import * as evidence from './evidence.ts';
import * as pins from './pins.ts';

/** Sorts last: later than every time that a case can be due. */
export const neverDue = 8_640_000_000_000_000;

export type CaseHead = Readonly<{
  rowId: number;
  caseId: string;
  reference: string;
  version: number;
  epoch: number;
  era: number;
  position: number;
  title: string;
  cachePolicy: Case['cachePolicy'];
  ready: boolean;
  goneReason: DropReason | null;
  goneEpoch: number | null;
  goneAt: string | null;
  /** A newer version of it cannot be read here (R8). */
  locked: boolean;
}>;

type HeadRow = Omit<CaseHead, 'ready' | 'locked'> & { readonly ready: number; readonly locked: number };

const headColumns = `id as rowId, case_id as caseId, reference, version, epoch, era, position, title,
  cache_policy as cachePolicy, ready, gone_reason as goneReason, gone_epoch as goneEpoch, gone_at as goneAt, locked`;
const headOf = (row: HeadRow): CaseHead => ({ ...row, ready: row.ready === 1, locked: row.locked === 1 });

export function findHead(db: CacheRead, caseId: string): CaseHead | undefined {
  const row = db.one<HeadRow>(`select ${headColumns} from case_row where case_id = ?`, caseId);
  return row === undefined ? undefined : headOf(row);
}

/** The newest version that is here, whether on screen or not. */
export function find(db: CacheRead, caseId: string): Case | undefined {
  const body = db.value<string>('select body from case_row where case_id = ?', caseId);
  return body === undefined ? undefined : (JSON.parse(body) as Case);
}

export function count(db: CacheRead): number {
  return db.value<number>('select count(*) from case_row where gone_reason is null') ?? 0;
}

/** In the order of the queue. */
export function listHeld(db: CacheRead): CaseHead[] {
  return db
    .all<HeadRow>(
      `select ${headColumns} from case_row where gone_reason is null order by score desc, due_at, id`,
    )
    .map(headOf);
}

/** Ids of the cases of one content that can be decided as far as the feed says, in the order of the queue. */
export function listNearDuplicates(db: CacheRead, digest: string): string[] {
  return db.values<string>(
    `select case_id from case_row where near_duplicate = ? and gone_reason is null and locked = 0
       and state = 'assigned' order by score desc, due_at, id`,
    digest,
  );
}

/** Ids of cases held here that are of a policy area, or have an item of evidence marked with a harm type. */
export function listOfHarm(db: CacheRead, harmTypes: readonly string[], areas: readonly string[]): string[] {
  return db.values<string>(
    `select case_id from case_row where gone_reason is null and locked = 0 and (
       json_extract(body, '$.policyArea') in (select value from json_each(?))
       or exists (select 1 from json_each(body, '$.evidence') item, json_each(item.value, '$.harmTypes') harm
         where harm.value in (select value from json_each(?))))
     order by score desc, due_at, id`,
    JSON.stringify(areas),
    JSON.stringify(harmTypes),
  );
}

export type InHand = Readonly<{
  caseId: string;
  epoch: number;
  title: string;
  reference: string;
  /** Snoozed, or waiting for something. */
  resting: boolean;
  /** It has been on screen. */
  shown: boolean;
}>;

/** What the feed says is held, and can be read. */
export const listInHand = (db: CacheRead): InHand[] =>
  db
    .all<Omit<InHand, 'resting' | 'shown'> & { state: string; shown: number }>(
      `select case_id as caseId, epoch, title, reference, state,
         exists (select 1 from pin where pin.case_id = case_row.case_id) as shown
       from case_row where gone_reason is null and locked = 0 order by score desc, due_at, id`,
    )
    .map(({ state, shown, ...head }) => ({ ...head, resting: state !== 'assigned', shown: shown === 1 }));

export function listGone(db: CacheRead): CaseHead[] {
  return db
    .all<HeadRow>(
      `select ${headColumns} from case_row indexed by case_gone where gone_reason is not null order by gone_at`,
    )
    .map(headOf);
}

/** Above every one that a case has or had: a frozen order and what came after it are told by these numbers. */
const nextNumber = (tx: CacheWrite): number =>
  1 +
  (tx.value<number>(
    'select max(highest, coalesce((select max(id) from case_row), 0)) from case_number where only = 1',
  ) ?? 0);

export type PutPlace = Readonly<{ era: number; position: number; mark: number }>;

/**
 * Stores what the feed says of a case. A version that is on screen is pinned first (R5). Within one era nothing
 * goes back: an older position or version changes nothing. Returns whether it was new, newer, or stale.
 */
export function put(tx: CacheWrite, value: Case, place: PutPlace): 'new' | 'newer' | 'stale' {
  const stored = tx.one<{
    id: number;
    version: number;
    era: number;
    position: number;
    mark: number;
    body: string;
  }>('select id, version, era, position, mark, body from case_row where case_id = ?', value.id);
  if (stored !== undefined && stored.era === place.era) {
    const repeated = stored.mark === place.mark && place.position <= stored.position;
    if (repeated || value.version < stored.version) {
      tx.run('update case_row set mark = ? where id = ?', place.mark, stored.id);
      return 'stale';
    }
  }
  if (stored !== undefined) pins.keepBody(tx, value.id, stored.version, stored.body);
  tx.run(
    `insert into case_row (id, case_id, reference, version, epoch, era, position, mark, state, source, queue, band, score, risk,
       due_at, created_at, subject_type, subject_id, title, summary, reports, cache_policy, near_duplicate, body)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (case_id) do update set reference = excluded.reference, version = excluded.version,
       epoch = excluded.epoch, era = excluded.era, position = excluded.position, mark = excluded.mark,
       state = excluded.state, source = excluded.source, queue = excluded.queue, band = excluded.band,
       score = excluded.score, risk = excluded.risk, due_at = excluded.due_at, created_at = excluded.created_at,
       subject_type = excluded.subject_type, subject_id = excluded.subject_id, title = excluded.title, summary = excluded.summary,
       reports = excluded.reports, cache_policy = excluded.cache_policy, near_duplicate = excluded.near_duplicate,
       body = excluded.body, gone_reason = null, gone_epoch = null, gone_at = null, locked = 0, indexed = 0`,
    stored === undefined ? nextNumber(tx) : null,
    value.id,
    value.reference,
    value.version,
    value.epoch,
    place.era,
    place.position,
    place.mark,
    value.state.is,
    value.source,
    value.queue,
    value.priority.band,
    value.priority.score,
    value.riskScore,
    value.dueAt === null ? neverDue : Date.parse(value.dueAt),
    Date.parse(value.createdAt),
    value.subject.type,
    value.subject.id,
    value.title,
    value.summary,
    value.reports,
    value.cachePolicy,
    value.nearDuplicateDigest,
    JSON.stringify(value),
  );
  tx.run('delete from unreadable where case_id = ?', value.id);
  evidence.linkCase(tx, value, pins.findBody(tx, value.id));
  return stored === undefined ? 'new' : 'newer';
}

/** Takes a case away with its evidence, its pin and its words in the search index (R6). */
export function remove(tx: CacheWrite, caseId: string): boolean {
  const rowId = tx.value<number>('select id from case_row where case_id = ?', caseId);
  tx.run('delete from unreadable where case_id = ?', caseId);
  tx.run('delete from pin where case_id = ?', caseId);
  evidence.unlinkCase(tx, caseId);
  if (rowId === undefined) return false;
  tx.run('delete from search where rowid = ?', rowId);
  tx.run('update case_number set highest = max(highest, ?)', rowId);
  tx.run('delete from case_row where id = ?', rowId);
  return true;
}

/** Keeps a case that the central API took away, out of the queue, until what stands on it is answered (R6). */
export function setAside(
  tx: CacheWrite,
  caseId: string,
  gone: Readonly<{ reason: DropReason; epoch: number; at: string; mark: number }>,
): boolean {
  return (
    tx.run(
      `update case_row set gone_reason = ?, gone_epoch = ?, gone_at = coalesce(gone_at, ?), mark = ?
       where case_id = ?`,
      gone.reason,
      gone.epoch,
      gone.at,
      gone.mark,
      caseId,
    ) === 1
  );
}

/** Cases that a resync, marked `mark`, has not seen (R4). */
export function listUnmarked(db: CacheRead, mark: number): string[] {
  return db.values<string>(
    `select case_id from case_row where mark < ? and gone_reason is null
       and not exists (select 1 from unreadable where unreadable.case_id = case_row.case_id)`,
    mark,
  );
}

export type SameSubject = Readonly<{ caseId: string; reference: string; title: string; queue: string }>;

/**
 * Other cases held here of the same subject, the gravest first. The index is named: to have the order for nothing, the
 * planner would go through the whole queue.
 */
export const ofSameSubject = (
  db: CacheRead,
  { id, subject }: Pick<Case, 'id' | 'subject'>,
  most: number,
): SameSubject[] =>
  db.all<SameSubject>(
    `select case_id as caseId, reference, title, queue from case_row indexed by case_subject
     where subject_type = ? and subject_id = ? and case_id <> ? and gone_reason is null
     order by score desc, due_at, id limit ?`,
    subject.type,
    subject.id,
    id,
    most,
  );

/**
 * Commands that the central API has not acknowledged, and for a while those that it has (D2 to D6). The states and
 * what leads from one to the next stand here and nowhere else.
 */
import type { FeedCursor, CommandAnswer } from '../../../../contract/feed.ts';
import type { CommandType } from '../../../../contract/command.ts';
import type { WorkRead, WorkWrite } from '../database.ts';

export type OutboxState =
  | 'held'
  | 'pending'
  | 'sending'
  | 'needs-confirmation'
  | 'acknowledged'
  | 'late'
  | 'rejected'
  | 'withdrawn';

export type OutboxAttention = 'late' | 'rejected' | 'changed' | 'confirm-offline' | 'deleted';

export type OutboxEntry = Readonly<{
  seq: number;
  id: string;
  /** Empty where it is about no case. */
  caseId: string;
  type: CommandType;
  epoch: number;
  state: OutboxState;
  /** The exact bytes that are sent (D6). */
  body: string;
  madeAt: string;
  madeOffline: boolean;
  /** Above 0: its first byte may have left (D3). */
  attempts: number;
  heldSince: string | null;
  confirmedAt: string | null;
  attention: OutboxAttention | null;
  code: string | null;
  detail: string;
  /** JSON of `FieldError[]`. */
  errors: string;
  /** JSON of the `CommandAnswer`. */
  answer: string | null;
  answeredAt: string | null;
  ackEra: number | null;
  ackGeneration: number | null;
  ackPosition: number | null;
  dismissedAt: string | null;
  recallOf: string | null;
  undoneBy: string | null;
  batchId: string | null;
  title: string;
  reference: string;
  lastError: string | null;
}>;

/** What lies over a case, without what it says: it is read after every change. */
export type CoveringEntry = Pick<OutboxEntry, 'id' | 'type' | 'state' | 'attention' | 'dismissedAt'>;

type OutboxTableRow = Omit<OutboxEntry, 'madeOffline'> & { readonly madeOffline: number };

const columns = `seq, id, case_id as caseId, type, epoch, state, body, made_at as madeAt, made_offline as madeOffline,
  attempts, held_since as heldSince, confirmed_at as confirmedAt, attention, code, detail, errors, answer,
  answered_at as answeredAt, ack_era as ackEra, ack_generation as ackGeneration, ack_position as ackPosition,
  dismissed_at as dismissedAt, recall_of as recallOf, undone_by as undoneBy, batch_id as batchId, title, reference,
  last_error as lastError`;

const entryOf = (row: OutboxTableRow): OutboxEntry => ({ ...row, madeOffline: row.madeOffline === 1 });
const entriesOf = (rows: readonly OutboxTableRow[]): OutboxEntry[] => rows.map(entryOf);

/** What is about its person and no case: kept in their order by the empty case that they share (D5). */
export const NO_CASE = '';
const personTypes: readonly CommandType[] = ['take-break', 'end-break', 'opt-out'];

/** Nobody can do anything about an answer to these, so a refusal neither waits for a person nor holds up others. */
const silentTypes: readonly CommandType[] = ['viewed', 'revealed', 'taken-out', 'unreadable', ...personTypes];
/** These take a case out of its queue until the feed has caught up (R7). */
const removingTypes: readonly CommandType[] = [
  'decision',
  'snooze',
  'wait',
  'skip',
  'recuse',
  'release',
  'hand-over',
  'escalate',
];
const quoted = (types: readonly string[]): string => types.map((type) => `'${type}'`).join(', ');
const unacknowledged = `('held', 'pending', 'sending', 'needs-confirmation')`;
const parked = `(state = 'needs-confirmation' or (state = 'rejected' and dismissed_at is null))`;

export interface NewEntry {
  readonly id: string;
  readonly caseId: string;
  readonly type: CommandType;
  readonly epoch: number;
  /** A decision is held for the undo window; everything else is pending at once. */
  readonly state: 'held' | 'pending';
  readonly body: string;
  readonly madeAt: string;
  /** Made while there was no contact (D9). */
  readonly madeOffline: boolean;
  readonly title?: string;
  readonly reference?: string;
  readonly recallOf?: string;
  readonly batchId?: string | null;
}

export function enqueue(tx: WorkWrite, entry: NewEntry): void {
  tx.run(
    `insert into outbox (id, case_id, type, epoch, state, body, made_at, made_offline, held_since, title, reference,
       recall_of, batch_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    entry.id,
    entry.caseId,
    entry.type,
    entry.epoch,
    entry.state,
    entry.body,
    entry.madeAt,
    entry.madeOffline ? 1 : 0,
    entry.state === 'held' ? entry.madeAt : null,
    entry.title ?? '',
    entry.reference ?? '',
    entry.recallOf ?? null,
    entry.batchId ?? null,
  );
  if (entry.recallOf !== undefined) {
    tx.run('update outbox set undone_by = ? where id = ?', entry.id, entry.recallOf);
  }
}

export function find(db: WorkRead, id: string): OutboxEntry | undefined {
  const row = db.one<OutboxTableRow>(`select ${columns} from outbox where id = ?`, id);
  return row === undefined ? undefined : entryOf(row);
}

export function forCase(db: WorkRead, caseId: string): OutboxEntry[] {
  return entriesOf(
    db.all<OutboxTableRow>(`select ${columns} from outbox where case_id = ? order by seq`, caseId),
  );
}

/** Newest first. */
export function recentDecisions(db: WorkRead, limit: number): OutboxEntry[] {
  return entriesOf(
    db.all<OutboxTableRow>(
      `select ${columns} from outbox where type = 'decision' order by seq desc limit ?`,
      limit,
    ),
  );
}

/** A page of the person's own decisions, newest first. */
export function pageOfDecisions(db: WorkRead, from: number, count: number): OutboxEntry[] {
  return entriesOf(
    db.all<OutboxTableRow>(
      `select ${columns} from outbox join (
         select id as decision_id, decided_at from decision order by decided_at desc, id desc limit ? offset ?
       ) on decision_id = id order by decided_at desc, decision_id desc`,
      count,
      from,
    ),
  );
}

/** The decisions of a batch, in the order in which they were made. */
export function ofBatch(db: WorkRead, batchId: string): OutboxEntry[] {
  return entriesOf(
    db.all<OutboxTableRow>(
      `select ${columns} from outbox where batch_id = ? and type = 'decision' order by seq`,
      batchId,
    ),
  );
}

export const countDecisions = (db: WorkRead): number =>
  db.value<number>('select count(*) from decision') ?? 0;

/** Everything not acknowledged, oldest first. */
export function listUnacknowledged(db: WorkRead): OutboxEntry[] {
  return entriesOf(
    db.all<OutboxTableRow>(`select ${columns} from outbox where state in ${unacknowledged} order by seq`),
  );
}

/** What is held for its undo window, or for contact; oldest first. */
export const listHeld = (db: WorkRead): readonly Readonly<{ id: string; madeOffline: boolean }>[] =>
  db
    .all<{ id: string; madeOffline: number }>(
      `select id, made_offline as madeOffline from outbox where state = 'held' order by seq`,
    )
    .map(({ id, madeOffline }) => ({ id, madeOffline: madeOffline === 1 }));

/** What waits for a person, oldest first. */
export function listAttention(db: WorkRead): OutboxEntry[] {
  return entriesOf(
    db.all<OutboxTableRow>(
      `select ${columns} from outbox where attention is not null and dismissed_at is null order by seq`,
    ),
  );
}

export type OutboxCounts = Readonly<{ waiting: number; waitingDecisions: number; attention: number }>;

export function countWaiting(db: WorkRead): OutboxCounts {
  const waiting = db.one<{ waiting: number; waitingDecisions: number | null }>(
    `select count(*) as waiting, sum(type = 'decision') as waitingDecisions
     from outbox where state in ${unacknowledged}`,
  );
  const attention = db.value<number>(
    'select count(*) from outbox where attention is not null and dismissed_at is null',
  );
  return {
    waiting: waiting?.waiting ?? 0,
    waitingDecisions: waiting?.waitingDecisions ?? 0,
    attention: attention ?? 0,
  };
}

/** Whether something that the person said about themselves is not acknowledged yet. */
export const hasPersonCommands = (db: WorkRead): boolean =>
  db.value<number>(
    `select 1 from outbox where type in (${quoted(personTypes)}) and state in ${unacknowledged} limit 1`,
  ) === 1;

/** Whether `resumeAfterRestart` has anything to do: a start that changes nothing writes nothing. */
export function needsResuming(db: WorkRead): boolean {
  return db.value<number>(`select 1 from outbox where state in ('sending', 'held') limit 1`) === 1;
}

/** D4, D3: what was on its way may not have arrived, and a hold does not outlive its process. */
export function resumeAfterRestart(tx: WorkWrite): number {
  return tx.run(`update outbox set state = 'pending' where state in ('sending', 'held')`);
}

/** What a round that broke off has left: only to be called while no batch is on its way. Returns how many. */
export function returnStranded(tx: WorkWrite): number {
  return tx.run(`update outbox set state = 'pending' where state = 'sending'`);
}

export const hasStranded = (db: WorkRead): boolean =>
  db.value<number>(`select 1 from outbox where state = 'sending' limit 1`) === 1;

export function releaseHeld(tx: WorkWrite, ids: readonly string[]): number {
  let released = 0;
  for (const id of ids) {
    released += tx.run(`update outbox set state = 'pending' where id = ? and state = 'held'`, id);
  }
  return released;
}

/**
 * Takes back what has certainly not been applied: unsent (D3), or answered `changed` or waiting to be confirmed
 * (D4). False when it is too late; then undo is a recall.
 */
export function withdraw(tx: WorkWrite, id: string): boolean {
  return (
    tx.run(
      `update outbox set state = 'withdrawn', attention = null
       where id = ? and ((state in ('held', 'pending') and attempts = 0) or state = 'needs-confirmation')`,
      id,
    ) === 1
  );
}

/**
 * What may be sent now, in order for each case (D5): nothing overtakes an earlier command of its case that is held,
 * on its way or parked, and one that a refusal could park is the last of its case in a batch.
 */
export function nextBatch(db: WorkRead, limit: number): OutboxEntry[] {
  const rows = db.all<OutboxTableRow>(
    `select ${columns} from outbox o where state = 'pending' and not exists (
       select 1 from outbox where case_id = o.case_id and seq < o.seq
         and (state in ('held', 'sending') or ${parked}))
     order by seq limit ?`,
    limit * 4,
  );
  const closed = new Set<string>();
  const batch: OutboxEntry[] = [];
  for (const row of rows) {
    if (closed.has(row.caseId)) continue;
    if (!silentTypes.includes(row.type)) closed.add(row.caseId);
    batch.push(entryOf(row));
    if (batch.length === limit) break;
  }
  return batch;
}

/** Committed before the first byte leaves (D3). */
export function markSending(tx: WorkWrite, ids: readonly string[]): void {
  for (const id of ids) {
    tx.run(
      `update outbox set state = 'sending', attempts = attempts + 1 where id = ? and state = 'pending'`,
      id,
    );
  }
}

export function returnToPending(tx: WorkWrite, ids: readonly string[], why: string): void {
  for (const id of ids) {
    tx.run(`update outbox set state = 'pending', last_error = ? where id = ? and state = 'sending'`, why, id);
  }
}

/** D9: judged when it would be sent, and only of what has never left. */
export function askToConfirm(tx: WorkWrite, ids: readonly string[]): void {
  for (const id of ids) {
    tx.run(
      `update outbox set state = 'needs-confirmation', attention = 'confirm-offline'
       where id = ? and state = 'pending' and attempts = 0`,
      id,
    );
  }
}

/** Confirming changes no byte of the body (D9). False unless it waits for exactly that. */
export function confirm(tx: WorkWrite, id: string, at: string): boolean {
  return (
    tx.run(
      `update outbox set state = 'pending', attention = null, confirmed_at = ?
       where id = ? and state = 'needs-confirmation' and attention = 'confirm-offline'`,
      at,
      id,
    ) === 1
  );
}

export function dismiss(tx: WorkWrite, id: string, at: string): boolean {
  return tx.run('update outbox set dismissed_at = ? where id = ? and dismissed_at is null', at, id) === 1;
}

/** Writes what the central API said of one command. An answer to a row that has one already changes nothing. */
export function settle(tx: WorkWrite, answer: CommandAnswer, at: string): void {
  const silent = `type in (${quoted(silentTypes)})`;
  const said = JSON.stringify(answer);
  switch (answer.status) {
    case 'applied':
      tx.run(
        `update outbox set state = 'acknowledged', attention = null, answer = ?, answered_at = ?, ack_era = ?,
           ack_generation = ?, ack_position = ?, last_error = null
         where id = ? and state in ('sending', 'pending')`,
        said,
        at,
        answer.cursor.era,
        answer.cursor.generation,
        answer.cursor.position,
        answer.id,
      );
      return;
    case 'late':
      tx.run(
        `update outbox set state = 'late', answer = ?, answered_at = ?, ack_era = ?, ack_generation = ?,
           ack_position = ?, code = ?, last_error = null,
           attention = case when ${silent} or type in ('release', 'skip') then null else ? end
         where id = ? and state in ('sending', 'pending')`,
        said,
        at,
        answer.cursor.era,
        answer.cursor.generation,
        answer.cursor.position,
        answer.reason,
        answer.reason === 'deleted' ? 'deleted' : 'late',
        answer.id,
      );
      return;
    case 'changed':
      tx.run(
        `update outbox set state = case when undone_by is null then 'needs-confirmation' else 'withdrawn' end,
           attention = case when undone_by is null then 'changed' end, answer = ?, answered_at = ?,
           last_error = null where id = ? and state in ('sending', 'pending')`,
        said,
        at,
        answer.id,
      );
      // It was not applied, and its person has taken it back: nothing is left to recall, and nobody to ask.
      tx.run(
        `update outbox set state = 'withdrawn', attention = null
         where recall_of = ? and state in ('held', 'pending')
           and exists (select 1 from outbox d where d.id = outbox.recall_of and d.state = 'withdrawn')`,
        answer.id,
      );
      return;
    case 'rejected':
      tx.run(
        `update outbox set state = 'rejected', code = ?, detail = ?, errors = ?, answer = ?, answered_at = ?,
           last_error = null,
           attention = case when ${silent} then null else 'rejected' end,
           dismissed_at = case when ${silent} then ? else dismissed_at end
         where id = ? and state in ('sending', 'pending')`,
        answer.code,
        answer.detail,
        JSON.stringify(answer.errors),
        said,
        at,
        at,
        answer.id,
      );
      return;
    case 'retry':
      returnToPending(tx, [answer.id], 'The central API asked to try again');
  }
}

/**
 * L5: what a restored central API may have lost is sent again, with the same bytes and ids: decisions, and what the person
 * said of themselves, in their order.
 */
export function resendForEra(tx: WorkWrite, era: number): number {
  return tx.run(
    `update outbox set state = 'pending', attention = null
     where state in ('acknowledged', 'late') and type in (${quoted(['decision', 'recall', ...personTypes])})
       and ack_era < ?`,
    era,
  );
}

/** Whether a newer decision of its person waits on the same case. */
export const isFollowed = (db: WorkRead, entry: Pick<OutboxEntry, 'id' | 'caseId'>): boolean =>
  db.value<number>(
    `select 1 from outbox where case_id = :caseId and type = 'decision' and undone_by is null
       and state in ${unacknowledged} and seq > (select seq from outbox where id = :id) limit 1`,
    { id: entry.id, caseId: entry.caseId },
  ) === 1;

/** Whether a decision that was made here stands, as far as it is known here. */
export const isDecidedHere = (db: WorkRead, caseId: string): boolean =>
  db.value<number>(
    `select 1 from outbox where case_id = ? and type = 'decision' and state = 'acknowledged' and undone_by is null
     limit 1`,
    caseId,
  ) === 1;

/** Only what was answered before `before` and needs nobody; what waits is never pruned. */
export function prune(tx: WorkWrite, before: string): number {
  return tx.run(
    `delete from outbox where coalesce(answered_at, made_at) < ?
       and (state in ('acknowledged', 'withdrawn')
         or (state in ('late', 'rejected') and (attention is null or dismissed_at is not null)))`,
    before,
  );
}

/**
 * The newest command of each case that lies over what the feed says of it (R7): not withdrawn or set aside by the
 * person, and not yet passed by the stored cursor. `only`: of these cases. Within one era, a newer generation has passed every older one.
 */
export function coveringCases(
  db: WorkRead,
  cursor: FeedCursor | null,
  only: readonly string[] | null = null,
): Map<string, CoveringEntry> {
  const of = only === null ? '' : 'case_id in (select value from json_each(:only)) and';
  const rows = db.all<CoveringEntry & { caseId: string }>(
    `select id, case_id as caseId, type, state, attention, dismissed_at as dismissedAt from outbox where ${of} type in (${quoted(removingTypes)}) and undone_by is null and (
         state in ${unacknowledged}
         or (state = 'rejected' and dismissed_at is null)
         or (state in ('acknowledged', 'late') and not (
           ack_era = :era and (ack_generation < :generation
             or (ack_generation = :generation and ack_position <= :position)))))
     order by seq`,
    {
      era: cursor?.era ?? 0,
      generation: cursor?.generation ?? 0,
      position: cursor?.position ?? 0,
      ...(only === null ? {} : { only: JSON.stringify(only) }),
    },
  );
  return new Map(rows.map((row) => [row.caseId, row]));
}

/** Cases that are kept although the feed dropped them, because a command that stands on them is unanswered (R6). */
export function casesWithUnanswered(db: WorkRead): Set<string> {
  return new Set(db.values<string>(`select distinct case_id from outbox where state in ${unacknowledged}`));
}

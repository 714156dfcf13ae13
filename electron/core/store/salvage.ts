/**
 * What a damaged `work` still says beyond the copy that it was restored from (fault 6). Each page carries its own
 * seal, so a row that can be read is what was written; a damaged page costs what stood on it, and no more.
 */
import { openFile } from './database.ts';
import type { FileDb, FileKey, SqlValue, WorkDb, WorkWrite } from './database.ts';
import { storeProblemOf } from './problem.ts';

export type Salvaged = Readonly<{
  /** Commands, decisions and drafts taken over from the damaged file. */
  commands: number;
  drafts: number;
  /** Places of the outbox that could not be read: what stood there, if anything did, is lost. */
  unreadable: number;
  /** Unsent decisions of the copy of which nobody can say what became of them: their person is asked. */
  doubtful: number;
}>;

type Row = Readonly<Record<string, SqlValue>>;

/** How far past the last command that is known the outbox is searched, when the file cannot say where it ends. */
const SEARCHED_AT_MOST = 5000;
const unsent = `('held', 'pending', 'sending')`;

/** Reads `damaged`, which stays as it is, and writes what it finds into `work` in one transaction. */
export function salvage(damaged: string, key: FileKey, work: WorkDb): Salvaged {
  let file: FileDb<'work'> | null = null;
  try {
    file = openFile('work', damaged, key, { mustExist: true, readonly: true });
  } catch (error) {
    if (storeProblemOf(error) === null) throw error;
  }
  const reader = readerOf(file);
  try {
    return work.transact((tx) => takeOver(tx, reader));
  } finally {
    file?.close();
  }
}

interface Reader {
  /** Undefined: there is no such row. Null: it cannot be read. */
  row(sql: string, ...params: SqlValue[]): Row | undefined | null;
  /** From both ends as far as it can be read. */
  rows(table: string, order: string): Row[];
}

function readerOf(file: FileDb<'work'> | null): Reader {
  const attempt = <Value>(read: () => Value): Value | null => {
    try {
      return read();
    } catch (error) {
      if (storeProblemOf(error) === null) throw error;
      return null;
    }
  };
  const row: Reader['row'] = (sql, ...params) =>
    file === null ? null : attempt(() => file.one<Row>(sql, ...params));
  return {
    row,
    rows(table, order) {
      const found = new Map<SqlValue, Row>();
      for (const [compare, direction] of [
        ['>', 'asc'],
        ['<', 'desc'],
      ]) {
        let last: SqlValue | null = null;
        for (;;) {
          const where: string = last === null ? '' : `where ${order} ${compare} ?`;
          const sql = `select * from ${table} ${where} order by ${order} ${direction} limit 1`;
          const next: Row | undefined | null = last === null ? row(sql) : row(sql, last);
          if (next === undefined || next === null) break;
          last = next[order] ?? null;
          if (last === null || found.has(last)) break;
          found.set(last, next);
        }
      }
      return [...found.values()];
    },
  };
}

function takeOver(tx: WorkWrite, reader: Reader): Salvaged {
  let commands = 0;
  let doubtful = 0;
  // What the copy has as unsent may have been sent, answered or withdrawn since.
  for (const entry of tx.all<{ seq: number; id: string; type: string; attempts: number }>(
    `select seq, id, type, attempts from outbox where state in ${unsent} order by seq`,
  )) {
    const now = reader.row('select * from outbox where seq = ?', entry.seq);
    if (now !== undefined && now !== null && now['id'] === entry.id) put(tx, 'outbox', now);
    else if (entry.type === 'decision' && entry.attempts === 0) doubtful += doubt(tx, entry.id);
  }
  const known = tx.value<number>('select coalesce(max(seq), 0) from outbox') ?? 0;
  const end = endOf(reader, known);
  let unreadable = 0;
  for (let seq = known + 1; seq <= end.seq; seq += 1) {
    const row = reader.row('select * from outbox where seq = ?', seq);
    if (row === null) unreadable += end.isKnown ? 1 : 0;
    if (row === undefined || row === null) continue;
    put(tx, 'outbox', row);
    commands += 1;
    const decision = reader.row('select * from decision where id = ?', row['id'] ?? null);
    if (decision !== undefined && decision !== null) put(tx, 'decision', decision);
  }
  let drafts = 0;
  for (const draft of reader.rows('draft', 'case_id')) {
    const before = tx.one<{ revision: number }>(
      'select revision from draft where case_id = ?',
      draft['case_id'] ?? null,
    );
    if (before !== undefined && before.revision >= Number(draft['revision'])) continue;
    put(tx, 'draft', draft);
    drafts += 1;
  }
  return { commands, drafts, unreadable, doubtful };
}

function endOf(reader: Reader, known: number): { readonly seq: number; readonly isKnown: boolean } {
  const last = reader.row(`select seq from sqlite_sequence where name = 'outbox'`);
  const seq = Number(last?.['seq']);
  return Number.isInteger(seq) && seq >= known
    ? { seq, isKnown: true }
    : { seq: known + SEARCHED_AT_MOST, isKnown: false };
}

/** Asked about, because it may have been taken back after the copy was made (D3). */
const doubt = (tx: WorkWrite, id: string): number =>
  tx.run(
    `update outbox set state = 'needs-confirmation', attention = 'confirm-offline' where id = ? and state in ${unsent}`,
    id,
  );

/** Columns that one of the two files does not have are left out: the copy may be from before a migration. */
function put(tx: WorkWrite, table: 'outbox' | 'decision' | 'draft', row: Row): void {
  const columns = tx
    .values<string>(`select name from pragma_table_info('${table}')`)
    .filter((name) => name in row);
  tx.run(
    `insert or replace into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    ...columns.map((name) => row[name] ?? null),
  );
}

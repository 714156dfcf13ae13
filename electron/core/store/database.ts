/**
 * One encrypted file. A handle states its power: `ReadDb` reads, `WriteDb` exists only inside `transact`. The
 * file's kind is part of the type, so that a query meant for one file cannot be given the other.
 */
import Sqlite from 'better-sqlite3';

export type FileKind = 'work' | 'cache';
export type SqlValue = string | number | bigint | null | Uint8Array;
/** Positional values, or one record of named ones. */
export type SqlParams = readonly SqlValue[] | readonly [Readonly<Record<string, SqlValue>>];

export interface ReadDb<Kind extends FileKind> {
  readonly kind: Kind;
  one<Row>(sql: string, ...params: SqlParams): Row | undefined;
  all<Row>(sql: string, ...params: SqlParams): Row[];
  /** The first column of the first row. */
  value<Value>(sql: string, ...params: SqlParams): Value | undefined;
  /** The first column of every row. */
  values<Value>(sql: string, ...params: SqlParams): Value[];
}

export interface WriteDb<Kind extends FileKind> extends ReadDb<Kind> {
  /** Returns how many rows changed. */
  run(sql: string, ...params: SqlParams): number;
  readonly power: 'write';
}

export interface FileDb<Kind extends FileKind> extends ReadDb<Kind> {
  readonly path: string;
  /** `BEGIN IMMEDIATE`; rolled back when `work` throws. Not to be nested: what belongs together is one function. */
  transact<Result>(work: (tx: WriteDb<Kind>) => Result): Result;
  /** Outside a transaction, for what SQLite allows only there. */
  exec(sql: string): void;
  pragma(text: string): unknown;
  close(): void;
  readonly open: boolean;
}

export type WorkDb = FileDb<'work'>;
export type CacheDb = FileDb<'cache'>;
export type WorkRead = ReadDb<'work'>;
export type WorkWrite = WriteDb<'work'>;
export type CacheRead = ReadDb<'cache'>;
export type CacheWrite = WriteDb<'cache'>;

/** 32 bytes. */
export type FileKey = Uint8Array;

const CIPHER = 'aegis';
const CACHE_KIB = 64 * 1024;
/** Of 4 KiB. A pull writes the same pages of the indexes again and again; what is behind a checkpoint is written twice. */
const CHECKPOINT_PAGES = 4_000;

/** Opens and unlocks a file. Throws what SQLite throws: `openProfile` turns it into values. */
export function openFile<Kind extends FileKind>(
  kind: Kind,
  path: string,
  key: FileKey,
  options: { readonly mustExist?: boolean; readonly readonly?: boolean } = {},
): FileDb<Kind> {
  const connection = new Sqlite(path, {
    fileMustExist: options.mustExist ?? false,
    readonly: options.readonly ?? false,
  });
  try {
    connection.pragma(`cipher='${CIPHER}'`);
    connection.pragma(`key="raw:${Buffer.from(key).toString('hex')}"`);
    // The first read: a wrong key shows here.
    connection.prepare('select count(*) from sqlite_schema').get();
    if (options.readonly !== true) connection.pragma('journal_mode = wal');
    // A reopened file starts at NORMAL, which may lose the last commits when the power fails.
    connection.pragma('synchronous = full');
    connection.pragma('foreign_keys = on');
    connection.pragma('temp_store = memory');
    connection.pragma('busy_timeout = 2000');
    if (kind === 'cache') {
      // The indexes of 50,000 cases, so that a page of the feed need not read and decrypt them again.
      connection.pragma(`cache_size = -${CACHE_KIB}`);
      connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    }
  } catch (error) {
    connection.close();
    throw error;
  }
  return createFileDb(kind, path, connection);
}

function createFileDb<Kind extends FileKind>(
  kind: Kind,
  path: string,
  connection: Sqlite.Database,
): FileDb<Kind> {
  const statements = new Map<string, Sqlite.Statement<unknown[]>>();
  const plucked = new Map<string, Sqlite.Statement<unknown[]>>();
  const prepared = (sql: string): Sqlite.Statement<unknown[]> => {
    let statement = statements.get(sql);
    if (statement === undefined) statements.set(sql, (statement = connection.prepare<unknown[]>(sql)));
    return statement;
  };
  const pluckedFor = (sql: string): Sqlite.Statement<unknown[]> => {
    let statement = plucked.get(sql);
    if (statement === undefined) plucked.set(sql, (statement = connection.prepare<unknown[]>(sql).pluck()));
    return statement;
  };
  const reads: ReadDb<Kind> = {
    kind,
    one: <Row>(sql: string, ...params: SqlParams) => prepared(sql).get(...params) as Row | undefined,
    all: <Row>(sql: string, ...params: SqlParams) => prepared(sql).all(...params) as Row[],
    value: <Value>(sql: string, ...params: SqlParams) => pluckedFor(sql).get(...params) as Value | undefined,
    values: <Value>(sql: string, ...params: SqlParams) => pluckedFor(sql).all(...params) as Value[],
  };
  const tx: WriteDb<Kind> = {
    ...reads,
    power: 'write',
    run: (sql, ...params) => prepared(sql).run(...params).changes,
  };
  return {
    ...reads,
    path,
    transact(work) {
      prepared('begin immediate').run();
      try {
        const result = work(tx);
        prepared('commit').run();
        return result;
      } catch (error) {
        // Some errors (a full disk among them) have rolled back already.
        if (connection.inTransaction) prepared('rollback').run();
        throw error;
      }
    },
    exec: (sql) => void connection.exec(sql),
    pragma: (text) => connection.pragma(text),
    close: () => void connection.close(),
    get open() {
      return connection.open;
    },
  };
}

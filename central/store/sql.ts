/** The one dialect that both stores speak. Rows come as PostgreSQL names them: snake_case, `timestamptz` as Date, `int8` as number. */
export interface Sql {
  /** One statement. Arrays are passed as arrays; JSON is passed by `json()` and cast with `::jsonb`. */
  query<Row = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Rows<Row>>;
}

export interface Rows<Row> {
  readonly rows: Row[];
  /** Rows returned or changed. */
  readonly count: number;
}

/** A running transaction. Functions that write take this, so that they cannot be called outside one. */
export interface Tx extends Sql {
  readonly inTransaction: true;
}

export type Isolation = 'read committed' | 'repeatable read' | 'serializable';

export interface Store extends Sql {
  readonly kind: 'pglite' | 'postgresql';
  /**
   * Runs `work` in one transaction and commits; a throw rolls back. Inside, await nothing but `tx`: PGlite has
   * one connection. Runs `work` again after a deadlock or a serialization failure, so it must be repeatable.
   */
  transact<T>(work: (tx: Tx) => Promise<T>, options?: { isolation?: Isolation }): Promise<T>;
  /** Tells the listeners of every process over this store. `payload` under 7,500 bytes. */
  notify(channel: string, payload: string): Promise<void>;
  listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>>;
  /** Of a pool: how many there are, how many have nothing to do, and how many callers wait for one. */
  connections?(): { readonly total: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

export interface ConnectedStore extends Store {
  /** Many statements at once, without parameters: for migrations. */
  script(tx: Tx, sql: string): Promise<void>;
}

export const json = (value: unknown): string => JSON.stringify(value);

/** The one row that a statement must have answered with. */
export function only<Row>(rows: Rows<Row>): Row {
  const [row] = rows.rows;
  if (row === undefined || rows.rows.length !== 1)
    throw new Error(`expected one row, got ${rows.rows.length}`);
  return row;
}

export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

const worthRepeating = new Set(['40001', '40P01']);

/** Repeats `attempt` after a deadlock or a serialization failure, at most five times in all. */
export async function withRepeats<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= 5 || !worthRepeating.has(sqlState(error) ?? '')) throw error;
    }
  }
}

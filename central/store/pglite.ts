import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { lockFolder } from './lock-folder.ts';
import { withRepeats, type ConnectedStore, type Rows, type Tx } from './sql.ts';

export interface PgliteOptions {
  /** The cluster is kept in `dataDir/pglite`. Absent: in memory, gone with the process. */
  readonly dataDir?: string | undefined;
}

/** PostgreSQL in this process: one connection, so transactions run one after another. */
export async function connectPglite(options: PgliteOptions): Promise<ConnectedStore> {
  const unlock = options.dataDir === undefined ? () => {} : lockFolder(options.dataDir);
  const listeners = new Map<string, Set<(payload: string) => void>>();
  const database = await open(options.dataDir).catch((error: unknown) => {
    unlock();
    throw error;
  });

  async function query<Row>(
    on: PGlite | Transaction,
    sql: string,
    params: readonly unknown[],
  ): Promise<Rows<Row>> {
    const result = await on.query<Row>(sql, [...params]);
    return { rows: result.rows, count: result.rows.length || (result.affectedRows ?? 0) };
  }

  return {
    kind: 'pglite',
    query: (sql, params = []) => query(database, sql, params),
    transact: (work, { isolation = 'read committed' } = {}) =>
      withRepeats(
        () =>
          database.transaction(async (transaction) => {
            if (isolation !== 'read committed') {
              await transaction.query(`set transaction isolation level ${isolation}`);
            }
            const tx: Tx & { transaction: Transaction } = {
              inTransaction: true,
              transaction,
              query: (sql, params = []) => query(transaction, sql, params),
            };
            return work(tx);
          }) as Promise<never>,
      ),
    script: async (tx, sql) => {
      await (tx as Tx & { transaction: Transaction }).transaction.exec(sql);
    },
    // One process holds the folder, so its own listeners are all there are.
    notify: async (channel, payload) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload);
    },
    listen: async (channel, listener) => {
      const set = listeners.get(channel) ?? new Set();
      set.add(listener);
      listeners.set(channel, set);
      return async () => {
        set.delete(listener);
      };
    },
    async close() {
      await database.close();
      unlock();
    },
  };
}

async function open(dataDir: string | undefined): Promise<PGlite> {
  if (dataDir === undefined) return PGlite.create();
  const folder = join(dataDir, 'pglite');
  mkdirSync(folder, { recursive: true });
  return PGlite.create(folder);
}

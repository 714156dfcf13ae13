import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Mutex, PGlite, protocol } from '@electric-sql/pglite';
import { lockFolder } from './lock-folder.ts';
import { createStatements } from './pglite-statements.ts';
import { withRepeats, type ConnectedStore, type Isolation, type Rows, type Tx } from './sql.ts';

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

  const statements = createStatements(database);
  const turn = new Mutex();

  async function query<Row>(sql: string, params: readonly unknown[]): Promise<Rows<Row>> {
    const { rows, affectedRows } = await statements.run<Row>(sql, params);
    return { rows, count: rows.length || (affectedRows ?? 0) };
  }

  async function transactOnce<T>(work: (tx: Tx) => Promise<T>, isolation: Isolation): Promise<T> {
    let ended = false;
    const tx: Tx = {
      inTransaction: true,
      query: (sql, params = []) => {
        if (ended) throw new Error('the transaction has ended');
        return query(sql, params);
      },
    };
    await statements.run(isolation === 'read committed' ? 'begin' : `begin isolation level ${isolation}`, []);
    try {
      const result = await work(tx);
      await statements.run('commit', []);
      return result;
    } catch (error) {
      await statements.run('rollback', []);
      throw error;
    } finally {
      ended = true;
    }
  }

  return {
    kind: 'pglite',
    query: (sql, params = []) => turn.runExclusive(() => query(sql, params)) as Promise<never>,
    transact: (work, { isolation = 'read committed' } = {}) =>
      withRepeats(() => turn.runExclusive(() => transactOnce(work, isolation))),
    script: async (_tx, sql) => {
      await database.execProtocol(protocol.serialize.query(sql), { syncToFs: false });
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

import { migrate } from './migrate.ts';
import { connectPglite } from './pglite.ts';
import { connectPostgresql } from './postgresql.ts';
import type { Store } from './sql.ts';

export interface StoreOptions {
  /** A PostgreSQL server, 15 or newer. Absent: PGlite in `dataDir`, or in memory without one. */
  readonly databaseUrl?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly connections?: number;
  readonly onError?: (error: Error) => void;
}

/** Connects and brings the schema up to date. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, dataDir } = options;
  const store =
    databaseUrl === undefined
      ? await connectPglite({ dataDir })
      : await connectPostgresql({
          databaseUrl,
          ...(options.connections ? { connections: options.connections } : {}),
          ...(options.onError ? { onError: options.onError } : {}),
        });
  try {
    await migrate(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

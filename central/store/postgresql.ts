import { Client, Pool, types, type PoolClient } from 'pg';
import { withRepeats, type ConnectedStore, type Isolation, type Rows, type Tx } from './sql.ts';

const INT8 = 20;
/** Statements here are fixed texts, so their number is small; the bound guards against one that is not. */
const PREPARED_AT_MOST = 500;

export interface PostgresqlOptions {
  readonly databaseUrl: string;
  readonly connections?: number;
  /** A connection that fails while it is idle; it is replaced at its next use. */
  readonly onError?: (error: Error) => void;
}

export async function connectPostgresql(options: PostgresqlOptions): Promise<ConnectedStore> {
  const onError = options.onError ?? (() => {});
  const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? (Number as never) : (types.getTypeParser(oid, format as 'text') as never);
  const connection = {
    connectionString: options.databaseUrl,
    types: { getTypeParser },
    application_name: 'docket-central',
    connectionTimeoutMillis: 10_000,
  };
  const pool = new Pool({
    ...connection,
    max: options.connections ?? 16,
    idleTimeoutMillis: 60_000,
    // A statement that hangs must not hold locks for ever.
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  pool.on('error', onError);
  const statements = createStatementNames();
  const listeners = createListeners(connection, onError);

  async function query<Row>(
    on: Pool | PoolClient,
    sql: string,
    params: readonly unknown[],
  ): Promise<Rows<Row>> {
    const name = statements.nameOf(sql);
    const result = await on.query({ ...(name ? { name } : {}), text: sql, values: [...params] });
    return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
  }

  async function transactOnce<T>(work: (tx: Tx) => Promise<T>, isolation: Isolation): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(isolation === 'read committed' ? 'begin' : `begin isolation level ${isolation}`);
      try {
        const tx: Tx & { client: PoolClient } = {
          inTransaction: true,
          client,
          query: (sql, params = []) => query(client, sql, params),
        };
        const result = await work(tx);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((failed: Error) => (broken = failed));
        throw error;
      }
    } finally {
      client.release(broken);
    }
  }

  // Fails here, with the server's own words, and not at the first request.
  await pool.query('select 1').catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });

  return {
    kind: 'postgresql',
    query: (sql, params = []) => query(pool, sql, params),
    transact: (work, { isolation = 'read committed' } = {}) =>
      withRepeats(() => transactOnce(work, isolation)),
    script: async (tx, sql) => {
      await (tx as Tx & { client: PoolClient }).client.query(sql);
    },
    notify: async (channel, payload) => {
      await pool.query('select pg_notify($1, $2)', [channel, payload]);
    },
    listen: (channel, listener) => listeners.add(channel, listener),
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    async close() {
      await listeners.close();
      await pool.end();
    },
  };
}

function createStatementNames() {
  const names = new Map<string, string>();
  return {
    nameOf(sql: string): string | undefined {
      const known = names.get(sql);
      if (known) return known;
      if (names.size >= PREPARED_AT_MOST) return undefined;
      const name = `docket_${names.size}`;
      names.set(sql, name);
      return name;
    },
  };
}

type Listener = (payload: string) => void;

/** One connection for LISTEN, made at the first listener and made again when it breaks. */
function createListeners(connection: object, onError: (error: Error) => void) {
  const channels = new Map<string, Set<Listener>>();
  let client: Client | undefined;
  let connecting: Promise<Client> | undefined;
  let closed = false;

  async function connect(): Promise<Client> {
    const next = new Client(connection);
    const lost = (error?: Error) => {
      if (client === next) client = undefined;
      if (error) onError(error);
      if (!closed) setTimeout(reconnect, 1000).unref();
    };
    next.once('error', lost);
    next.once('end', () => client === next && lost());
    next.on('notification', ({ channel, payload }) => {
      for (const listener of channels.get(channel) ?? []) listener(payload ?? '');
    });
    await next.connect();
    for (const channel of channels.keys()) await next.query(`listen ${quoted(channel)}`);
    client = next;
    return next;
  }

  function reconnect(): void {
    ensure().catch(onError);
  }

  function ensure(): Promise<Client> {
    if (client) return Promise.resolve(client);
    connecting ??= connect().finally(() => (connecting = undefined));
    return connecting;
  }

  return {
    async add(channel: string, listener: Listener) {
      const known = channels.get(channel);
      const set = known ?? new Set<Listener>();
      set.add(listener);
      channels.set(channel, set);
      const connected = await ensure();
      if (!known) await connected.query(`listen ${quoted(channel)}`);
      return async () => {
        set.delete(listener);
      };
    },
    async close() {
      closed = true;
      await client?.end();
    },
  };
}

function quoted(name: string): string {
  if (!/^[a-z_]{1,60}$/.test(name)) throw new Error(`channel ${JSON.stringify(name)}: only a-z and _`);
  return `"${name}"`;
}

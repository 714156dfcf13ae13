import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../../build/support/free-port.ts';
import { providePostgresBinaries } from '../../build/support/postgres-binaries.ts';
import { isRoot, run } from '../../build/support/run.ts';

export type PostgresOptions = Readonly<{
  /** Kept after `stop`; made and removed under the system's temporary folder when none is named. */
  dir?: string;
  /** Off by default: tests may lose their rows on a power cut. Benchmarks turn it on. */
  fsync?: boolean;
}>;

export type Postgres = Readonly<{
  /** For administration: the `postgres` database, as a superuser. */
  url: string;
  /** Makes an empty database and returns its URL. */
  createDatabase(name: string): Promise<string>;
  /** Ends the server in order (open connections are cut). A temporary folder goes with it. */
  stop(): Promise<void>;
  /** Kills the server as a power cut would, for fault tests; start again with the same `dir`. */
  kill(): Promise<void>;
}>;

type Account = Readonly<{ uid: number; gid: number }>;

/**
 * The server runs beneath a small shell that reads from us until the end: however this process dies, kill -9
 * included, the read ends, the server gets a fast shutdown and its temporary folder is removed.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ cat <&3 >/dev/null; kill -INT $server 2>/dev/null; } &
wait $server
code=$?
[ -z "$DISCARD" ] || [ $code -eq 1 ] || rm -rf "$DISCARD"
exit $code
`;

export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const binaries = await providePostgresBinaries();
  const account = await accountForServer();
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'docket-postgres-'));
  const discard = options.dir === undefined ? dir : '';
  mkdirSync(dir, { recursive: true });
  if (account) chownSync(dir, account.uid, account.gid);
  const data = join(dir, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(binaries, data, account);

  const server = await launch({ binaries, dir, data, discard, account, fsync: options.fsync ?? false });
  const url = databaseUrl(server.port, 'postgres');

  const end = async (signal?: NodeJS.Signals): Promise<void> => {
    if (server.guard.exitCode === null && server.guard.signalCode === null) {
      const ended = once(server.guard, 'exit');
      if (signal) process.kill(serverPid(data), signal);
      server.guard.stdin?.end();
      await ended;
    }
    if (discard) await rm(discard, { recursive: true, force: true });
  };

  return {
    url,
    createDatabase: (name) => createDatabase(url, name),
    stop: () => end(),
    kill: () => end('SIGKILL'),
  };
}

/** Makes an empty database on a running server, replacing one of the same name, and returns its URL. */
export async function createDatabase(adminUrl: string, name: string): Promise<string> {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) {
    throw new Error(`database name ${JSON.stringify(name)}: only a-z, 0-9 and _, at most 63 characters`);
  }
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** PostgreSQL refuses to run as root: the package's own user, else nobody. */
async function accountForServer(): Promise<Account | undefined> {
  if (!isRoot()) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [await run('id', ['-u', name]), await run('id', ['-g', name])];
    if (uid.code === 0 && gid.code === 0) return { uid: Number(uid.output), gid: Number(gid.output) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no user named postgres or nobody to run it as.',
  );
}

async function initialise(binaries: string, data: string, account: Account | undefined): Promise<void> {
  const args = ['-D', data, '-U', 'docket', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '-N'];
  const result = await run(join(binaries, 'initdb'), args, { ...account, cwd: tmpdir() });
  if (result.code !== 0) throw new Error(`initdb failed (${result.code}): ${result.output}`);
}

type Launch = Readonly<{
  binaries: string;
  dir: string;
  data: string;
  discard: string;
  account: Account | undefined;
  fsync: boolean;
}>;

async function launch(plan: Launch): Promise<{ guard: ChildProcess; port: number }> {
  let output = '';
  // A free port may be taken by someone else before the server has it: then another is tried.
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const port = await freePort();
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      `fsync=${plan.fsync ? 'on' : 'off'}`,
      `synchronous_commit=${plan.fsync ? 'on' : 'off'}`,
      `full_page_writes=${plan.fsync ? 'on' : 'off'}`,
      'max_connections=200',
    ].flatMap((setting) => ['-c', setting]);
    const command = [join(plan.binaries, 'postgres'), '-D', plan.data, '-p', String(port), ...settings];
    const guard = spawn('/bin/sh', ['-c', GUARD, 'docket-postgres', ...command], {
      // Code 1 is a server that never came up, a taken port for example: the cluster is kept for the next attempt.
      env: { ...process.env, DISCARD: plan.discard },
      cwd: plan.dir,
      // Out of reach of Ctrl+C: the order of ending is ours.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
      ...plan.account,
    });
    output = '';
    guard.stderr?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-4000)));
    if (await acceptsConnections(guard, databaseUrl(port, 'postgres'))) return { guard, port };
    guard.stdin?.end();
  }
  if (plan.discard) await rm(plan.discard, { recursive: true, force: true });
  throw new Error(`PostgreSQL did not start: ${output}`);
}

async function acceptsConnections(guard: ChildProcess, url: string): Promise<boolean> {
  const giveUpAt = performance.now() + 30_000;
  while (guard.exitCode === null && performance.now() < giveUpAt) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await sleep(30);
    }
  }
  return false;
}

function serverPid(data: string): number {
  return Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function databaseUrl(port: number, name: string): string {
  return `postgres://docket@127.0.0.1:${port}/${name}`;
}

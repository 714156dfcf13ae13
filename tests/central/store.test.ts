import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { lockFolder } from '../../central/store/lock-folder.ts';
import { migrate, readMigrations } from '../../central/store/migrate.ts';
import { openStore } from '../../central/store/open-store.ts';
import { connectPostgresql } from '../../central/store/postgresql.ts';
import { fromRoot } from '../../build/support/root.ts';
import { createDatabase } from '../support/postgres.ts';

const run = promisify(execFile);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'docket-store-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const databaseUrl = (name: string) => createDatabase(inject('postgresUrl'), `store_${process.pid}_${name}`);

describe('the store', () => {
  test('several processes may start at once over an empty PostgreSQL', async () => {
    const url = await databaseUrl('together');
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ databaseUrl: url, connections: 2 })));
    const { rows } = await stores[0]!.query('select number from schema_migration order by number');
    expect(rows).toEqual(readMigrations().map(({ number }) => ({ number })));
    await Promise.all(stores.map((store) => store.close()));
  });

  test('fault 11: a database from a newer Docket is refused, untouched', async () => {
    const url = await databaseUrl('newer');
    const store = await openStore({ databaseUrl: url, connections: 2 });
    await store.query(`insert into schema_migration (number, name) values (999, '999-from-the-future.sql')`);
    await store.close();
    await expect(openStore({ databaseUrl: url, connections: 2 })).rejects.toThrow(/schema 999.*newer Docket/);
  });

  test('a folder in use is refused, that of a killed process is taken over', () => {
    const own = join(folder, 'locked');
    const release = lockFolder(own);
    expect(() => lockFolder(own)).toThrow(/in use by process/);
    release();
    writeFileSync(join(own, 'central.lock'), '999999 12345\n');
    lockFolder(own)();
  });

  test('D12: a published catalogue cannot be changed, not even by hand', async () => {
    const store = await openStore({ databaseUrl: await databaseUrl('immutable'), connections: 2 });
    await store.query(
      `insert into catalogue (version, published_at, digest, body) values (1, now(), 'd', '{}')`,
    );
    await expect(store.query(`update catalogue set body = '{"a":1}'`)).rejects.toThrow(/never change/);
    await expect(store.query('delete from catalogue')).rejects.toThrow(/never change/);
    await store.close();
  });

  test('a transaction that throws leaves nothing', async () => {
    const store = await openStore({ databaseUrl: await databaseUrl('rollback'), connections: 2 });
    const failed = store.transact(async (tx) => {
      await tx.query(
        `insert into audit_head (single, sequence, hash) values (false, 1, '') on conflict do nothing`,
      );
    });
    await expect(failed).rejects.toThrow();
    await expect(
      store.transact(async (tx) => {
        await tx.query('update audit_head set sequence = 7');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await store.query('select sequence from audit_head')).rows).toEqual([{ sequence: 0 }]);
    await store.close();
  });
});

describe('the command line', () => {
  const central = async (args: readonly string[], env: NodeJS.ProcessEnv = {}, input = '') => {
    const child = run(process.execPath, [fromRoot('central/main.ts'), ...args], {
      env: { ...process.env, DATABASE_URL: '', ...env },
    });
    child.child.stdin?.end(input);
    return child.then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
  };

  test.each([
    [['serve', '--port', 'many'], {}, 'option --port'],
    [['serve'], { DATABASE_URL: 'mysql://x' }, 'environment variable DATABASE_URL'],
    [['catalogue', 'publish', '/nowhere/catalogue.json'], {}, '/nowhere/catalogue.json'],
  ] as [string[], NodeJS.ProcessEnv, string][])('%j with %j is refused by name', async (args, env, named) => {
    const data = join(folder, 'refused');
    const url = 'DATABASE_URL' in env ? {} : { DATABASE_URL: await databaseUrl('refused') };
    const { code, stderr } = await central([...args, '--data', data], { ...url, ...env });
    expect(code).toBe(1);
    expect(stderr).toContain(named);
  });

  test('users are added with a password from standard input, listed, and the trail verifies', async () => {
    const env = { DATABASE_URL: await databaseUrl('users') };
    const data = ['--data', join(folder, 'users')];
    const added = await central(
      ['users', 'add', 'ada', '--role', 'reviewer', ...data],
      env,
      'a long password\n',
    );
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const again = await central(
      ['users', 'add', 'ada', '--role', 'reviewer', ...data],
      env,
      'a long password\n',
    );
    expect(again).toMatchObject({ code: 1, stderr: 'the name ada is taken\n' });
    expect((await central(['users', 'list', ...data], env)).stdout).toMatch(/^ada\treviewer\tactive\t/);
    expect((await central(['audit', 'verify', ...data], env)).stdout).toMatch(/^intact: \d+ events/);
    expect((await central(['restored', ...data], env)).stderr).toContain('never served');
  });
});

test('migrations go forward over data, while another process reads and writes', async () => {
  const url = await databaseUrl('forward');
  const all = readMigrations();
  const running = await connectPostgresql({ databaseUrl: url, connections: 4 });
  const starting = await connectPostgresql({ databaseUrl: url, connections: 4 });
  try {
    await migrate(running, all.slice(0, 1));
    const at = new Date();
    await running.query(
      `insert into queue (id, name, sla_minutes, sla_paused_by, offline_lease_minutes, cache_policy)
       values ('jobs', 'Jobs', 60, '{}', 60, 'offline')`,
    );
    await running.query(
      `insert into case_file (id, reference, producer, external_id, title, source, queue, subject_type, subject_id,
         subject_label, cache_policy, evidence_digest, created_at, updated_at)
       select gen_random_uuid(), 'JP-' || n, 'old', n::text, 'Title', 'detection', 'jobs', 'job-post', n::text, 'Post',
         'offline', repeat('0', 64), $1, $1 from generate_series(1, 5000) as n`,
      [at],
    );
    const state = { stop: false };
    let longestMs = 0;
    const work = (async () => {
      for (let turn = 1; !state.stop; turn += 1) {
        const startedAt = performance.now();
        await running.query('update case_file set version = version + 1 where reference = $1', [
          `JP-${(turn % 5000) + 1}`,
        ]);
        await running.query('select id, title from case_file order by created_at desc limit 50');
        longestMs = Math.max(longestMs, performance.now() - startedAt);
      }
    })();
    await migrate(starting, all);
    state.stop = true;
    await work;
    const { rows } = await starting.query<{ count: number }>(
      `select count(*) as count from case_file where producer = 'old'`,
    );
    expect(rows[0]?.count).toBe(5000);
    expect(longestMs).toBeLessThan(5000);
    // The older program is told at its next start; what it was doing went on.
    await expect(migrate(running, all.slice(0, 1))).rejects.toThrow(/use the newer Docket/);
  } finally {
    await running.close();
    await starting.close();
  }
});

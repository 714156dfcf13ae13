import { readFileSync, readdirSync } from 'node:fs';
import { only, type ConnectedStore } from './sql.ts';

const folder = new URL('./migrations/', import.meta.url);
const LOCK = 7_163_401;

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** Files `001-name.sql`, numbered without gaps; append-only. */
export function readMigrations(): Migration[] {
  const migrations = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      number: Number(name.slice(0, 3)),
      name,
      sql: readFileSync(new URL(name, folder), 'utf8'),
    }));
  for (const [index, { number, name }] of migrations.entries()) {
    if (number !== index + 1) throw new Error(`migration ${name}: expected number ${index + 1}`);
  }
  return migrations;
}

/** Brings the schema up to date; each migration in a transaction of its own. A newer schema is refused, untouched. */
export async function migrate(store: ConnectedStore, migrations = readMigrations()): Promise<void> {
  await store.transact(async (tx) => {
    // Several processes may start at once over one server, and `if not exists` alone does not keep them apart.
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await tx.query(
      'create table if not exists schema_migration (number int primary key, name text not null, applied_at timestamptz not null default now())',
    );
  });
  await refuseNewer(store, migrations);
  for (const migration of migrations) {
    await store.transact(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
      const done = await tx.query('select 1 from schema_migration where number = $1', [migration.number]);
      if (done.count > 0) return;
      await store.script(tx, migration.sql);
      await tx.query('insert into schema_migration (number, name) values ($1, $2)', [
        migration.number,
        migration.name,
      ]);
    });
  }
}

async function refuseNewer(store: ConnectedStore, migrations: readonly Migration[]): Promise<void> {
  const { newest } = only(
    await store.query<{ newest: number }>('select coalesce(max(number), 0) as newest from schema_migration'),
  );
  if (newest > migrations.length) {
    throw new Error(
      `the database has schema ${newest}, this Docket knows ${migrations.length}: use the newer Docket`,
    );
  }
}

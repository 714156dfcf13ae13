/** A backup of the central API's database, and its return: data alone, as a dump and a restore would bring it back. */
import type { Store, Tx } from '../../central/store/sql.ts';

const tablesOf = async (tx: Tx, schema: string): Promise<string[]> => {
  const { rows } = await tx.query<{ name: string }>(
    `select table_name::text as name from information_schema.tables
     where table_schema = $1 and table_type = 'BASE TABLE' order by table_name`,
    [schema],
  );
  return rows.map(({ name }) => name);
};

const columnsOf = async (tx: Tx, table: string): Promise<string> => {
  const { rows } = await tx.query<{ names: string }>(
    `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as names
     from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  return rows[0]?.names ?? '';
};

export interface Backups {
  take(): Promise<void>;
  /** False where none was taken yet. The central API must not run. */
  restore(): Promise<boolean>;
}

export async function openBackups(store: Store): Promise<Backups> {
  const tables: { name: string; columns: string }[] = [];
  let taken = false;
  await store.transact(async (tx) => {
    await tx.query('create schema backup');
    for (const name of await tablesOf(tx, 'public')) {
      tables.push({ name, columns: await columnsOf(tx, name) });
      await tx.query(`create unlogged table backup."${name}" as table public."${name}" with no data`);
    }
    await tx.query('create table backup.sequences (name text primary key, value bigint, called boolean)');
  });
  const sequences = (
    await store.query<{ name: string }>(
      `select schemaname || '.' || sequencename as name from pg_sequences where schemaname = 'public'`,
    )
  ).rows.map(({ name }) => name);

  return {
    take: () =>
      store.transact(async (tx) => {
        for (const { name } of tables) {
          await tx.query(`delete from backup."${name}"`);
          await tx.query(`insert into backup."${name}" select * from public."${name}"`);
        }
        await tx.query('delete from backup.sequences');
        for (const name of sequences) {
          await tx.query(`insert into backup.sequences select $1, last_value, is_called from ${name}`, [
            name,
          ]);
        }
        taken = true;
      }),
    async restore() {
      if (!taken) return false;
      await store.transact(async (tx) => {
        // As a restore does: no trigger and no foreign key judges rows that stood together before.
        await tx.query(`set local session_replication_role = 'replica'`);
        for (const { name, columns } of tables) {
          await tx.query(`delete from public."${name}"`);
          await tx.query(
            `insert into public."${name}" (${columns}) overriding system value select ${columns} from backup."${name}"`,
          );
        }
        await tx.query('select setval(name::regclass, value, called) from backup.sequences');
      });
      return true;
    },
  };
}

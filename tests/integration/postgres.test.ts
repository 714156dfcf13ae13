import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { createDatabase } from '../support/postgres.ts';

test('each caller gets an empty database of its own', async () => {
  const admin = inject('postgresUrl');
  const first = await createDatabase(admin, 'support_one');
  const client = new Client({ connectionString: first });
  await client.connect();
  await client.query('create table kept (id int)');
  await client.end();

  const again = new Client({ connectionString: await createDatabase(admin, 'support_one') });
  await again.connect();
  const { rows } = await again.query(`select 1 from pg_tables where tablename = 'kept'`);
  await again.end();
  expect(rows).toEqual([]);
});

test('a name that is no plain word is refused', async () => {
  await expect(createDatabase(inject('postgresUrl'), 'a; drop')).rejects.toThrow(/database name/);
});

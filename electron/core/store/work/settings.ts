/** The person's settings, one row for a name. What they mean is the contract's. */
import type { WorkRead, WorkWrite } from '../database.ts';

/** Names and values as stored; to be parsed by the reader. */
export function read(db: WorkRead): Record<string, unknown> {
  const rows = db.all<{ name: string; value: string }>('select name, value from setting');
  return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
}

/** Undefined values are left as they are. */
export function write(tx: WorkWrite, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    tx.run(
      'insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
      name,
      JSON.stringify(value),
    );
  }
}

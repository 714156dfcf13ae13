/** Versions of the catalogue, and the names of colleagues. */
import { Catalogue } from '../../../../contract/catalogue.ts';
import { Person } from '../../../../contract/people.ts';
import type { CacheRead, CacheWrite } from '../database.ts';

export function find(db: CacheRead, version: number): Catalogue | undefined {
  const body = db.value<string>('select body from catalogue where version = ?', version);
  return body === undefined ? undefined : Catalogue.parse(JSON.parse(body));
}

export function newest(db: CacheRead): Catalogue | undefined {
  const body = db.value<string>('select body from catalogue order by version desc limit 1');
  return body === undefined ? undefined : Catalogue.parse(JSON.parse(body));
}

export function newestVersion(db: CacheRead): number | null {
  return db.value<number | null>('select max(version) from catalogue') ?? null;
}

export function put(tx: CacheWrite, catalogue: Catalogue): void {
  tx.run(
    'insert or ignore into catalogue (version, body) values (?, ?)',
    catalogue.version,
    JSON.stringify(catalogue),
  );
}

export type StoredPeople = Readonly<{ people: readonly Person[]; fetchedAt: string }>;

export function readPeople(db: CacheRead): StoredPeople | undefined {
  const row = db.one<{ body: string; fetchedAt: string }>('select body, fetched_at as fetchedAt from people');
  if (row === undefined) return undefined;
  return { people: Person.array().parse(JSON.parse(row.body)), fetchedAt: row.fetchedAt };
}

export function putPeople(tx: CacheWrite, people: readonly Person[], fetchedAt: string): void {
  tx.run(
    'insert or replace into people (only, body, fetched_at) values (1, ?, ?)',
    JSON.stringify(people),
    fetchedAt,
  );
}

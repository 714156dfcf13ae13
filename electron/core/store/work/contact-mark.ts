/** What is known of the age of contact, through restarts (F4). Milliseconds. */
import type { WorkRead, WorkWrite } from '../database.ts';

export type ContactMark = Readonly<{ contactWall: number; seenWall: number; ageMs: number }>;

export const find = (db: WorkRead): ContactMark | undefined =>
  db.one<ContactMark>(
    'select contact_wall as contactWall, seen_wall as seenWall, age_ms as ageMs from contact_mark',
  );

export function put(tx: WorkWrite, { contactWall, seenWall, ageMs }: ContactMark): void {
  tx.run(
    'insert or replace into contact_mark (only, contact_wall, seen_wall, age_ms) values (1, ?, ?, ?)',
    Math.round(contactWall),
    Math.round(seenWall),
    Math.round(ageMs),
  );
}

/** Failures of the platform that the person has put away. */
import type { WorkRead, WorkWrite } from '../database.ts';

export function put(tx: WorkWrite, enforcementId: string, at: string): void {
  tx.run('insert or ignore into failure_seen (enforcement_id, seen_at) values (?, ?)', enforcementId, at);
}

export const ids = (db: WorkRead): ReadonlySet<string> =>
  new Set(db.values<string>('select enforcement_id from failure_seen'));

export const prune = (tx: WorkWrite, before: string): number =>
  tx.run('delete from failure_seen where seen_at < ?', before);

/** Cases that this version of Docket cannot read: kept raw, counted, reported, and tried again later (R8). */
import type { CacheRead, CacheWrite } from '../database.ts';

export type UnreadableCase = Readonly<{
  caseId: string;
  position: number;
  raw: string;
  error: string;
  appVersion: string;
  reported: boolean;
}>;

type UnreadableRow = Omit<UnreadableCase, 'reported'> & { readonly reported: number };

const columns = 'case_id as caseId, position, raw, error, app_version as appVersion, reported';

/** Sets it aside, and locks an older copy of it. */
export function put(tx: CacheWrite, value: Omit<UnreadableCase, 'reported'>, mark: number): void {
  tx.run(
    `insert into unreadable (case_id, position, raw, error, app_version, mark) values (?, ?, ?, ?, ?, ?)
     on conflict (case_id) do update set position = excluded.position, raw = excluded.raw, error = excluded.error,
       app_version = excluded.app_version, mark = excluded.mark,
       reported = iif(unreadable.position = excluded.position, unreadable.reported, 0)`,
    value.caseId,
    value.position,
    value.raw,
    value.error,
    value.appVersion,
    mark,
  );
  tx.run('update case_row set locked = 1, mark = ? where case_id = ?', mark, value.caseId);
}

export function list(db: CacheRead): UnreadableCase[] {
  return db
    .all<UnreadableRow>(`select ${columns} from unreadable order by position`)
    .map((row) => ({ ...row, reported: row.reported === 1 }));
}

export function count(db: CacheRead): number {
  return db.value<number>('select count(*) from unreadable') ?? 0;
}

export function markReported(tx: CacheWrite, caseId: string): void {
  tx.run('update unreadable set reported = 1 where case_id = ?', caseId);
}

export function noteTried(tx: CacheWrite, caseId: string, appVersion: string): void {
  tx.run('update unreadable set app_version = ? where case_id = ?', appVersion, caseId);
}

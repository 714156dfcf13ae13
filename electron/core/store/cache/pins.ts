/** The version on screen stays until the case is decided, taken anew, or dropped: through a crash too (R5). */
import type { Case } from '../../../../contract/case.ts';
import type { CacheRead, CacheWrite } from '../database.ts';
import * as evidence from './evidence.ts';

export type Pin = Readonly<{ caseId: string; version: number; pinnedAt: string }>;

/** Pins the newest version that is here, unless a version is pinned already. Returns the pinned version. */
export function open(tx: CacheWrite, caseId: string, at: string): number | undefined {
  tx.run(
    `insert into pin (case_id, version, body, pinned_at)
     select case_id, version, null, ? from case_row where case_id = ? on conflict (case_id) do nothing`,
    at,
    caseId,
  );
  return tx.value<number>('select version from pin where case_id = ?', caseId);
}

export function find(db: CacheRead, caseId: string): Pin | undefined {
  return db.one<Pin>(
    'select case_id as caseId, version, pinned_at as pinnedAt from pin where case_id = ?',
    caseId,
  );
}

/** The pinned version where it is another than the newest. */
export function findBody(db: CacheRead, caseId: string): Case | undefined {
  const body = db.value<string | null>('select body from pin where case_id = ?', caseId);
  return body === undefined || body === null ? undefined : (JSON.parse(body) as Case);
}

/** Before a version is overwritten: the first one since the pin was set is kept whole. */
export function keepBody(tx: CacheWrite, caseId: string, version: number, body: string): void {
  tx.run('update pin set body = ? where case_id = ? and version = ? and body is null', body, caseId, version);
}

/** Takes the newest version onto the screen. */
export function takeNewest(tx: CacheWrite, caseId: string, at: string): number | undefined {
  release(tx, caseId);
  return open(tx, caseId, at);
}

/** Lets the pinned version go, and the evidence that only it needed. */
export function release(tx: CacheWrite, caseId: string): void {
  tx.run('delete from pin where case_id = ?', caseId);
  evidence.unlinkPinned(tx, caseId);
}

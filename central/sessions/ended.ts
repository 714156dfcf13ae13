/** Sessions that somebody else ended: an operator, or another process. */
import type { Store, Tx } from '../store/sql.ts';

/** Says that sessions of a person have ended: the person's id. */
export const SESSION_CHANNEL = 'docket_session';

/** Tells the streams of every process. Call after the commit. */
export const announceSessions = (store: Store, personId: string): Promise<void> =>
  store.notify(SESSION_CHANNEL, personId);

/** Returns how many were open. Their tokens open nothing from the commit on. */
export async function endSessionsOf(tx: Tx, personId: string, because: string, at: Date): Promise<number> {
  const { rows } = await tx.query<{ id: string }>(
    `update session set ended_at = $2, ended_because = $3 where person_id = $1 and ended_at is null returning id`,
    [personId, at, because],
  );
  await tx.query('delete from access_token where session_id = any($1::uuid[])', [rows.map(({ id }) => id)]);
  return rows.length;
}

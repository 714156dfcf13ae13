/** Who is signed in here, with their tokens. A refusal ends the session and keeps everything for the same person (L3). */
import { Account } from '../../../../contract/people.ts';
import type { WorkRead, WorkWrite } from '../database.ts';

export type StoredSession = Readonly<{
  account: Account;
  /** `ended`: refused by the central API. `signed-out`: by the person. */
  state: 'signed-in' | 'ended' | 'signed-out';
  accessToken: string | null;
  accessEndsAt: string | null;
  refreshToken: string | null;
  era: number;
  clockOffsetMs: number;
  lastContactAt: string | null;
  /** This device is being retired: what waits is sent, and then everything is removed (S3). */
  retireReceipt: string | null;
}>;

type SessionRow = Omit<StoredSession, 'account'> & { readonly account: string };

export function find(db: WorkRead): StoredSession | undefined {
  const row = db.one<SessionRow>(
    `select account, state, access_token as accessToken, access_ends_at as accessEndsAt,
       refresh_token as refreshToken, era, clock_offset_ms as clockOffsetMs, last_contact_at as lastContactAt,
       retire_receipt as retireReceipt
     from session`,
  );
  return row === undefined ? undefined : { ...row, account: Account.parse(JSON.parse(row.account)) };
}

export function put(tx: WorkWrite, session: StoredSession): void {
  tx.run(
    `insert or replace into session (only, account, state, access_token, access_ends_at, refresh_token, era,
       clock_offset_ms, last_contact_at, retire_receipt) values (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    JSON.stringify(session.account),
    session.state,
    session.accessToken,
    session.accessEndsAt,
    session.refreshToken,
    session.era,
    session.clockOffsetMs,
    session.lastContactAt,
    session.retireReceipt,
  );
}

/** Ends it and forgets its tokens; the account stays, so that the same person finds their work. */
export function end(tx: WorkWrite, state: 'ended' | 'signed-out'): void {
  tx.run(
    'update session set state = ?, access_token = null, access_ends_at = null, refresh_token = null',
    state,
  );
}

export function noteContact(tx: WorkWrite, lastContactAt: string, clockOffsetMs: number): void {
  tx.run('update session set last_contact_at = ?, clock_offset_ms = ?', lastContactAt, clockOffsetMs);
}

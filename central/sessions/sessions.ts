/** Signing in, and keeping signed in (L3). */
import type { Session, SignIn } from '../../contract/session.ts';
import { recordAudit } from '../audit/record.ts';
import type { Caller } from '../caller.ts';
import { retirementOf, revocationOf } from '../devices/wipe-orders.ts';
import type { Instance } from '../instance.ts';
import { accountOf, callerOf, personColumns, type PersonRow } from '../people/people.ts';
import { checkPassword } from '../people/passwords.ts';
import { minute, type Clock, type Ids } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Store, Tx } from '../store/sql.ts';
import { createRateLimit } from './rate-limit.ts';
import { hashToken, newToken } from './tokens.ts';

export const ACCESS_MS = 15 * minute;

export interface SessionDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly instance: Instance;
}

export interface Sessions {
  signIn(input: SignIn, address: string): Promise<Session>;
  refresh(refreshToken: string, deviceId: string): Promise<Session>;
  end(caller: Caller): Promise<void>;
  /** Whether the session of a stream is still open, and whether its device is to be wiped (S3). */
  stateOf(sessionId: string): Promise<'open' | 'ended' | 'retire' | 'revoke'>;
  /** Forgets access tokens that have ended. */
  prune(): Promise<void>;
  /** Null where the token opens no session. */
  authenticate(accessToken: string): Promise<Caller | null>;
}

export function createSessions(deps: SessionDeps): Sessions {
  const { store, clock, ids, instance } = deps;
  const byName = createRateLimit(clock, 10);
  const byAddress = createRateLimit(clock, 100);

  async function signIn(input: SignIn, address: string): Promise<Session> {
    // By name and address together, so that a stranger elsewhere cannot lock a colleague out.
    const nameKey = `${input.username} ${address}`;
    const waitMs = Math.max(byName.waitMs(nameKey), byAddress.waitMs(address));
    if (waitMs > 0)
      throw new Refusal('too-many-requests', 'too many wrong passwords', { retryAfterMs: waitMs });
    const { rows } = await store.query<{ id: string; password: string }>(
      'select id, password from person where username = $1 and disabled_at is null',
      [input.username],
    );
    const [known] = rows;
    if (!(await checkPassword(input.password, known?.password ?? null)) || !known) {
      byName.failed(nameKey);
      byAddress.failed(address);
      throw new Refusal('wrong-credentials', 'the name or the password is wrong');
    }
    byName.succeeded(nameKey);
    return store.transact(async (tx) => {
      const at = new Date(clock.now());
      const sessionId = ids.uuid();
      await admit(tx, known, at);
      const revoked = await revocationOf(tx, known.id, input.device.id);
      if (revoked) throw revoked;
      await enterDevice(tx, known.id, input.device, at);
      await tx.query('insert into session (id, person_id, device_id, created_at) values ($1, $2, $3, $4)', [
        sessionId,
        known.id,
        input.device.id,
        at,
      ]);
      await recordAudit(tx, [
        {
          id: ids.uuid(),
          at,
          kind: 'session.created',
          personId: known.id,
          deviceId: input.device.id,
          details: { sessionId },
        },
      ]);
      return open(tx, { id: sessionId, personId: known.id, deviceId: input.device.id }, null, at);
    });
  }

  /** An operator may have disabled the account, or changed its password, while this one was being checked. */
  async function admit(tx: Tx, known: { id: string; password: string }, at: Date): Promise<void> {
    const { count } = await tx.query(
      `update person set active_at = $2, idle_since = null
       where id = $1 and password = $3 and disabled_at is null`,
      [known.id, at, known.password],
    );
    if (count === 0) throw new Refusal('wrong-credentials', 'the name or the password is wrong');
  }

  async function enterDevice(tx: Tx, personId: string, device: SignIn['device'], at: Date): Promise<void> {
    await tx.query(
      `insert into device (id, person_id, name, platform, last_contact_at, lease_from, contact_since, created_at)
       values ($1, $2, $3, $4, $5, $5, $5, $5)
       on conflict (person_id, id) do update set name = excluded.name, platform = excluded.platform,
         last_contact_at = $5, lease_from = $5, contact_since = $5`,
      [device.id, personId, device.name, device.platform, at],
    );
    // What was released at the end of the last shift may be given again.
    await tx.query('delete from exclusion where person_id = $1 and until_sign_in', [personId]);
  }

  /** A new pair of tokens of a session. */
  async function open(
    tx: Tx,
    session: { readonly id: string; readonly personId: string; readonly deviceId: string },
    parent: Buffer | null,
    at: Date,
  ): Promise<Session> {
    const accessToken = newToken();
    const refreshToken = newToken();
    const accessEndsAt = new Date(at.getTime() + ACCESS_MS);
    await tx.query('insert into access_token (hash, session_id, ends_at) values ($1, $2, $3)', [
      hashToken(accessToken),
      session.id,
      accessEndsAt,
    ]);
    await tx.query('insert into refresh_token (hash, session_id, parent, made_at) values ($1, $2, $3, $4)', [
      hashToken(refreshToken),
      session.id,
      parent,
      at,
    ]);
    const { rows } = await tx.query<PersonRow>(`select ${personColumns} from person p where p.id = $1`, [
      session.personId,
    ]);
    const [person] = rows;
    if (!person) throw new Error('the person of a session is gone');
    return {
      instanceId: instance.id as Session['instanceId'],
      era: instance.era,
      accessToken,
      accessEndsAt: accessEndsAt.toISOString(),
      refreshToken,
      serverTime: at.toISOString(),
      account: accountOf(person),
      retire: await retirementOf(tx, session.personId, session.deviceId),
    };
  }

  async function refresh(refreshToken: string, deviceId: string): Promise<Session> {
    const hash = hashToken(refreshToken);
    const result = await store.transact(async (tx) => {
      const at = new Date(clock.now());
      const { rows } = await tx.query<RefreshRow>(
        `select s.id as session_id, s.person_id, s.device_id, s.ended_at, s.ended_because, p.disabled_at
         from refresh_token r join session s on s.id = r.session_id join person p on p.id = s.person_id
         where r.hash = $1 for update of s`,
        [hash],
      );
      const [session] = rows;
      if (!session) return new Refusal('signed-out', 'this refresh token opens no session');
      // Before all else: somebody whose account was disabled may still have cases on a device.
      const revoked =
        session.device_id === deviceId ? await revocationOf(tx, session.person_id, deviceId) : null;
      if (revoked) return revoked;
      if (session.disabled_at !== null)
        return new Refusal('signed-out', 'this refresh token opens no session');
      if (session.ended_at !== null) {
        return session.ended_because === 'token-reused'
          ? new Refusal('token-reused', 'a refresh token was used twice, so the session has ended')
          : new Refusal('signed-out', 'the session has ended');
      }
      // The session is locked: what follows sees the tokens as they are.
      const used = await tx.query<{ void: boolean; successor_used: boolean }>(
        `select void, exists (select 1 from refresh_token c where c.parent = $1 and c.used_at is not null) as successor_used
         from refresh_token where hash = $1`,
        [hash],
      );
      const reused = used.rows[0]?.void || used.rows[0]?.successor_used || session.device_id !== deviceId;
      if (reused) {
        await endSession(tx, session.session_id, 'token-reused', at);
        await recordAudit(tx, [
          {
            id: ids.uuid(),
            at,
            kind: 'session.token-reused',
            personId: session.person_id,
            deviceId: session.device_id,
            details: { sessionId: session.session_id },
          },
        ]);
        return new Refusal('token-reused', 'a refresh token was used twice, so the session has ended');
      }
      // An answer that was lost left a successor that nobody has: it must never open anything.
      await tx.query('update refresh_token set void = true where parent = $1', [hash]);
      await tx.query('update refresh_token set used_at = coalesce(used_at, $2) where hash = $1', [hash, at]);
      return open(tx, { id: session.session_id, personId: session.person_id, deviceId }, hash, at);
    });
    // Thrown outside, so that the end of the family is committed.
    if (result instanceof Refusal) throw result;
    return result;
  }

  return {
    signIn,
    refresh,
    async end(caller) {
      await store.transact(async (tx) => {
        const at = new Date(clock.now());
        await endSession(tx, caller.sessionId, 'signed-out', at);
        await recordAudit(tx, [
          {
            id: ids.uuid(),
            at,
            kind: 'session.ended',
            personId: caller.id,
            deviceId: caller.deviceId,
            details: { sessionId: caller.sessionId },
          },
        ]);
      });
    },
    async stateOf(sessionId) {
      const { rows } = await store.query<{ ended_at: Date | null; ending: 'retire' | 'revoke' | null }>(
        `select s.ended_at, case when d.wiped_at is null then d.ending end as ending
         from session s left join device d on d.person_id = s.person_id and d.id = s.device_id where s.id = $1`,
        [sessionId],
      );
      const [session] = rows;
      return session?.ending ?? (session === undefined || session.ended_at !== null ? 'ended' : 'open');
    },
    async prune() {
      await store.query('delete from access_token where ends_at < $1', [new Date(clock.now())]);
    },
    async authenticate(accessToken) {
      const { rows } = await store.query<CallerRow>(
        `select s.id as session_id, s.device_id, a.ends_at, ${personColumns}
         from access_token a join session s on s.id = a.session_id join person p on p.id = s.person_id
         where a.hash = $1 and a.ends_at > $2 and s.ended_at is null and p.disabled_at is null`,
        [hashToken(accessToken), new Date(clock.now())],
      );
      const [row] = rows;
      return row
        ? callerOf(row, {
            deviceId: row.device_id,
            sessionId: row.session_id,
            accessEndsAt: row.ends_at,
          })
        : null;
    },
  };
}

interface CallerRow extends PersonRow {
  session_id: string;
  device_id: string;
  ends_at: Date;
}

interface RefreshRow {
  session_id: string;
  person_id: string;
  device_id: string;
  ended_at: Date | null;
  ended_because: string | null;
  disabled_at: Date | null;
}

async function endSession(tx: Tx, sessionId: string, because: string, at: Date): Promise<void> {
  await tx.query('update session set ended_at = $2, ended_because = $3 where id = $1 and ended_at is null', [
    sessionId,
    at,
    because,
  ]);
  await tx.query('delete from access_token where session_id = $1', [sessionId]);
}

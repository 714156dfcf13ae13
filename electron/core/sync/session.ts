/** Signing in, one refresh however many wait, and signing out (L3). Tokens are kept in `work`, encrypted. */
import type { WipeOrder } from '../../../contract/devices.ts';
import type { Account } from '../../../contract/people.ts';
import { RefreshSession, SignIn } from '../../../contract/session.ts';
import type { Session as SessionGrant } from '../../../contract/session.ts';
import * as sessions from '../store/work/session.ts';
import type { StoredSession } from '../store/work/session.ts';
import type { Profile } from '../store/profile.ts';
import type { CallResult, CentralClient, TokenSource } from './central-client.ts';

export type SignInRequest = Readonly<{
  username: string;
  password: string;
  device: { readonly id: string; readonly name: string; readonly platform: string };
}>;

/** Needs contact. `client` holds no tokens: nobody is signed in yet. */
export function signIn(client: CentralClient, request: SignInRequest): Promise<CallResult<SessionGrant>> {
  const body = SignIn.safeParse(request);
  // A name that can be nobody's is answered like a wrong one, by the central API.
  return client.call('session.create', { body: JSON.stringify(body.success ? body.data : request) });
}

export interface Session extends TokenSource {
  readonly account: () => Account | null;
  readonly state: () => StoredSession['state'] | null;
  readonly era: () => number;
  /** Of the order to send what waits and then to remove everything here; null without one (S3). */
  readonly retireReceipt: () => string | null;
  /** Stores what a sign-in granted. */
  accept(grant: SessionGrant): void;
  /** Ends it here at once, and at the central API when it can be reached. */
  signOut(client: CentralClient): Promise<void>;
}

export interface SessionDeps {
  readonly profile: Profile;
  readonly deviceId: string;
  /** Without tokens: a refresh carries its own. */
  readonly anonymous: CentralClient;
  /** The central API refused: everything is kept for the same person. */
  readonly onEnded: () => void;
  /** A supervisor ended this device (S3): after `onEnded`. */
  readonly onRevoked: (orders: readonly WipeOrder[]) => void;
}

export function createSession({ profile, deviceId, anonymous, onEnded, onRevoked }: SessionDeps): Session {
  let stored = sessions.find(profile.work);
  let refreshing: Promise<'refreshed' | 'refused' | 'no-contact'> | null = null;

  const put = (next: StoredSession): void => {
    profile.commitWork((tx) => sessions.put(tx, next));
    stored = next;
  };
  const end = (state: 'ended' | 'signed-out'): void => {
    profile.commitWork((tx) => sessions.end(tx, state));
    stored = sessions.find(profile.work);
  };
  const accept = (grant: SessionGrant): void =>
    put({
      account: grant.account,
      state: 'signed-in',
      accessToken: grant.accessToken,
      accessEndsAt: grant.accessEndsAt,
      refreshToken: grant.refreshToken,
      era: grant.era,
      clockOffsetMs: stored?.clockOffsetMs ?? 0,
      lastContactAt: grant.serverTime,
      retireReceipt: grant.retire?.receipt ?? null,
    });

  const refreshOnce = async (): Promise<'refreshed' | 'refused' | 'no-contact'> => {
    const refreshToken = stored?.refreshToken ?? null;
    if (refreshToken === null) return 'refused';
    const body = JSON.stringify(RefreshSession.parse({ refreshToken, deviceId }));
    const answer = await anonymous.call('session.refresh', { body });
    // Somebody signed in or out while it was on its way.
    if (stored?.refreshToken !== refreshToken) {
      return stored?.state === 'signed-in' ? 'refreshed' : 'refused';
    }
    if (answer.kind === 'ok') {
      if (answer.value.account.id !== profile.identity.personId) return 'no-contact';
      accept(answer.value);
      return 'refreshed';
    }
    if (answer.kind === 'no-contact') return 'no-contact';
    end('ended');
    onEnded();
    if (answer.problem.code === 'device-revoked') onRevoked(answer.problem.wipe ?? []);
    return 'refused';
  };

  return {
    account: () => stored?.account ?? null,
    state: () => stored?.state ?? null,
    era: () => stored?.era ?? 0,
    retireReceipt: () => (stored?.state === 'signed-in' ? stored.retireReceipt : null),
    access: () => stored?.accessToken ?? null,
    refresh() {
      refreshing ??= refreshOnce().finally(() => (refreshing = null));
      return refreshing;
    },
    accept,
    async signOut(client) {
      const ending = client.call('session.end');
      end('signed-out');
      await ending;
    },
  };
}

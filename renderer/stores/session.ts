import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppState, Bridge, Failure, SessionState, Status } from '../../contract/bridge.ts';

export type SessionStoreState = Readonly<{
  /** Null until the workstation has answered for the first time. */
  app: AppState | null;
  session: SessionState;
  status: Status | null;
  failure: Failure | null;
  signingIn: boolean;
}>;

export type SessionStore = StoreApi<
  SessionStoreState & {
    load(): Promise<void>;
    signIn(username: string, password: string): Promise<boolean>;
    signOut(): Promise<void>;
    setStatus(status: Status): void;
    setSession(session: SessionState): void;
  }
>;

/** Who is signed in, and how it stands with the central API. */
export function createSessionStore(bridge: Bridge): SessionStore {
  return createStore((set, get) => ({
    app: null,
    session: { is: 'signed-out' },
    status: null,
    failure: null,
    signingIn: false,

    async load() {
      const answer = await bridge.invoke('app.state', {});
      if (answer.ok) {
        set({ app: answer.value, session: answer.value.session, status: answer.value.status, failure: null });
      } else set({ failure: answer });
    },

    async signIn(username, password) {
      if (get().signingIn) return false;
      set({ signingIn: true, failure: null });
      const answer = await bridge.invoke('session.signIn', { username, password });
      set(
        answer.ok
          ? { signingIn: false, session: answer.value.session }
          : { signingIn: false, failure: answer },
      );
      return answer.ok;
    },

    async signOut() {
      const answer = await bridge.invoke('session.signOut', {});
      if (answer.ok) set({ session: answer.value.session, failure: null });
      else set({ failure: answer });
    },

    setStatus: (status) => set({ status }),
    setSession: (session) => set({ session }),
  }));
}

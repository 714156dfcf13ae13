import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppState, BridgeEvent } from '../../../contract/bridge.ts';
import type { Ports } from '../ports.ts';
import type { StoreProblem } from '../store/problem.ts';
import { setAside } from '../store/copies.ts';
import { openProfile, type Identity, type Profile } from '../store/profile.ts';
import type { CentralClientDeps } from '../sync/central-client.ts';
import { createSyncEngine } from '../sync/engine.ts';
import { lockProfile } from './profile-lock.ts';
import { createSignedIn, type SignedIn, type SignedInDeps } from './signed-in.ts';

/** Keeps keys of 32 bytes: the operating system's keychain, or files of this user alone. */
export interface KeyKeeper {
  read(name: string): Promise<Uint8Array | null>;
  create(name: string): Promise<Uint8Array>;
  destroy(name: string): Promise<void>;
}

type Problem = NonNullable<AppState['problem']>;
export type Opened = Readonly<{ ok: true; signedIn: SignedIn }> | Readonly<{ ok: false; problem: Problem }>;

export type ProfilesDeps = Readonly<{
  dataDir: string;
  centralUrl: string;
  version: string;
  keys: KeyKeeper;
  ports: Ports;
  deviceId: string;
  http?: CentralClientDeps['http'];
  limits?: CentralClientDeps['limits'];
  evidenceUrl(digest: string): string;
  announce(event: BridgeEvent): void;
  statusChanged(): void;
  onWipe: SignedInDeps['onWipe'];
  onProblem(code: string): void;
}>;

export interface Profiles {
  /** Opens the files of a person at a central API, or makes them; nothing is started yet. */
  open(identity: Identity): Promise<Opened>;
  /** Opens files again that failed while they were open, and have been closed. */
  reopen(failed: Profile, code: string): Promise<Opened>;
}

/** W2: files and keys are named by instance and person, never by an address or a name. */
export function createProfiles(deps: ProfilesDeps): Profiles {
  const { ports, keys } = deps;

  async function keyOf(name: string, folder: string): Promise<Uint8Array | Problem> {
    const found = await keys.read(name);
    if (found !== null) return found;
    // A new key would open nothing of what is there, and would look as if nothing had been.
    if (existsSync(join(folder, 'work.db')))
      return { code: 'store-damaged', detail: 'The key to the files of this person is missing.' };
    return keys.create(name);
  }

  async function open(identity: Identity): Promise<Opened> {
    const name = `${identity.instanceId}-${identity.personId}`;
    const folder = join(deps.dataDir, 'profiles', name);
    const lock = lockProfile(folder);
    if (lock === null)
      return refuse({ code: 'store-readonly', detail: 'Another Docket has the files of this person open.' });
    try {
      const key = await keyOf(`profile-${name}`, folder);
      if (!(key instanceof Uint8Array)) {
        lock.release();
        return refuse(key);
      }
      const opened = openProfile({ dir: folder, key, identity, now: () => ports.clock.now() });
      if (!opened.ok) {
        lock.release();
        return refuse(problemOf(opened.problem));
      }
      return { ok: true, signedIn: start(opened.profile, lock.release) };
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  function start(profile: Profile, release: () => void): SignedIn {
    for (const notice of profile.notices) ports.log.warn(`profile.${notice.what}`);
    const engine = createSyncEngine({
      ...ports,
      profile,
      origin: deps.centralUrl,
      deviceId: deps.deviceId,
      appVersion: deps.version,
      ...(deps.http === undefined ? {} : { http: deps.http }),
      ...(deps.limits === undefined ? {} : { limits: deps.limits }),
    });
    const signedIn = createSignedIn({ ...deps, profile, engine });
    return {
      ...signedIn,
      close() {
        signedIn.close();
        release();
      },
    };
  }

  return {
    open,
    reopen(failed, code) {
      // `work` is checked when it is opened; a cache is too large for that, and can be pulled again.
      if (code === 'store-damaged') setAside(join(failed.folder, 'cache.db'));
      return open(failed.identity);
    },
  };
}

const refuse = (problem: Problem): Opened => ({ ok: false, problem });

function problemOf({ code }: StoreProblem): Problem {
  switch (code) {
    case 'store-newer':
      return { code, detail: 'These files were written by a newer Docket. They have not been touched.' };
    case 'store-readonly':
      return { code, detail: 'The files or their folder cannot be written.' };
    case 'disk-full':
      return { code, detail: 'The disk is full.' };
    default:
      return {
        code: 'store-damaged',
        detail:
          'The files cannot be opened: they are damaged, or their key is another one. They have not been touched.',
      };
  }
}

/** A reviewer at a desktop: the whole workstation over a scripted disk and network, which dies and starts again. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, BridgeInput, BridgeMethod } from '../../contract/bridge.ts';
import { silentLog } from '../../electron/core/ports.ts';
import { openFile, type CacheDb, type FileDb, type WorkDb } from '../../electron/core/store/database.ts';
import { openWorkstation, type Workstation } from '../../electron/core/workstation.ts';
import type { Chance } from './chance.ts';
import { Killed, type Disk } from './disk.ts';
import type { Link } from './network.ts';
import type { Schedule } from './schedule.ts';

export interface SeatDeps {
  readonly name: string;
  readonly username: string;
  readonly personId: string;
  readonly instanceId: string;
  readonly folder: string;
  readonly centralUrl: string;
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly disk: Disk;
  readonly link: Link;
  readonly settle: () => Promise<void>;
}

export type Seat = Awaited<ReturnType<typeof openSeat>>;

export async function openSeat(deps: SeatDeps) {
  const { schedule, chance, disk, link } = deps;
  const keys = new Map<string, Uint8Array>();
  let skewMs = 0;
  let workstation: Workstation | null = null;
  let work: WorkDb | null = null;
  let cache: CacheDb | null = null;
  let generation = 0;
  mkdirSync(deps.folder, { recursive: true });
  disk.revive(deps.folder);

  function read<Kind extends 'work' | 'cache'>(kind: Kind): FileDb<Kind> {
    const name = `${deps.instanceId}-${deps.personId}`;
    const key = keys.get(`profile-${name}`);
    if (key === undefined) throw new Error(`${deps.name} has no profile yet`);
    const path = join(deps.folder, 'profiles', name, `${kind}.db`);
    return openFile(kind, path, key, { readonly: true });
  }
  const onCache = (): CacheDb => (cache ??= read('cache'));
  function stopReading(): void {
    work?.close();
    cache?.close();
    work = null;
    cache = null;
  }

  const owner = () => `${deps.name}#${generation}`;

  async function start(): Promise<void> {
    generation += 1;
    disk.revive(deps.folder);
    workstation = await openWorkstation({
      dataDir: deps.folder,
      centralUrl: deps.centralUrl,
      shell: 'loopback',
      version: '0.0.0-simulated',
      demo: false,
      keys: {
        read: async (name) => keys.get(name) ?? null,
        async create(name) {
          const key = Uint8Array.from({ length: 32 }, () => chance.below(256));
          keys.set(name, key);
          return key;
        },
        destroy: async (name) => void keys.delete(name),
      },
      clock: schedule.clockOf(() => skewMs),
      timers: schedule.timersOf(owner()),
      random: chance.next,
      ids: { uuidv7: () => chance.uuid(schedule.now()) },
      log: silentLog,
      evidenceUrl: (digest) => `evidence:${digest}`,
      http: link.http,
    });
  }

  /** The process is gone at once: what is on disk is all there is. */
  async function kill(): Promise<void> {
    const gone = workstation;
    workstation = null;
    disk.kill(deps.folder);
    schedule.cancelAll(owner());
    link.endStream();
    link.atNextPush = null;
    stopReading();
    // Closes the files; nothing more can be written to them.
    await gone?.close().catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    await deps.settle();
  }

  const seat = {
    name: deps.name,
    personId: deps.personId,
    folder: deps.folder,
    link,
    start,
    kill,
    /** A name of the process that runs now. */
    process: owner,
    get isRunning() {
      return workstation !== null;
    },
    /** What the process's own clock says differs from the true time by this. */
    turnClock(ms: number) {
      skewMs = ms;
    },
    async invoke<M extends BridgeMethod>(method: M, params: BridgeInput<M>): Promise<Answer<M>> {
      if (workstation === null) throw new Error(`${deps.name} is not running`);
      try {
        return (await workstation.invoke(method, params)) as Answer<M>;
      } catch (error) {
        // It died while it answered: nobody is told anything.
        if (error instanceof Killed) return { ok: false, code: 'internal', detail: '', errors: [] };
        throw error;
      }
    },
    signIn: (password: string) => seat.invoke('session.signIn', { username: deps.username, password }),
    /** What stands on disk, read by somebody else. */
    onDisk(): WorkDb {
      return (work ??= read('work'));
    },
    /** Versions that the queue and the open cases are shown from. */
    versions(): { caseId: string; version: number; era: number }[] {
      return onCache().all('select case_id as caseId, version, era from case_row');
    },
    /** What the feed has given and not taken back. */
    heldCases(): string[] {
      return onCache().values<string>(
        'select case_id from case_row where gone_reason is null order by case_id',
      );
    },
    async end() {
      await kill();
    },
  };
  await start();
  return seat;
}

/** The disk under the workstations, scripted: it can be full, fail to sync, or lose its machine at any commit. */
import { sep } from 'node:path';
import Sqlite from 'better-sqlite3';

export type DiskFault =
  /** The machine dies before the commit: nothing of it is there. */
  | 'kill-before-commit'
  /** The machine dies right after: it is there, and nobody was told. */
  | 'kill-after-commit'
  | 'full'
  /** The sync failed: refused, and yet it may be there. */
  | 'sync-lost'
  | 'sync-kept';

/** Thrown where the process would no longer be. Whatever catches it belongs to a process that is gone. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export interface Disk {
  /** `times` commits below `folder` meet this; `skip` commits are let through before. */
  arm(folder: string, fault: DiskFault, skip: number, times?: number): void;
  disarm(folder: string): void;
  /** From now on nothing below it can be written: its process is dead. */
  kill(folder: string): void;
  revive(folder: string): void;
  readonly isDead: (folder: string) => boolean;
  /** How many faults this folder has met. */
  metBelow(folder: string): number;
  /** How often each fault was met. */
  readonly met: Map<DiskFault, number>;
  /** Commits seen, of this folder or of all. */
  commits(folder?: string): number;
}

interface State {
  armed: { fault: DiskFault; skip: number; times: number } | null;
  dead: boolean;
  met: number;
  commits: number;
}

export function createDisk(onKilled: (folder: string) => void): Disk {
  const states = new Map<string, State>();
  const met = new Map<DiskFault, number>();
  let commits = 0;
  const stateOf = (folder: string): State => {
    const known = states.get(folder);
    if (known) return known;
    const fresh: State = { armed: null, dead: false, met: 0, commits: 0 };
    states.set(folder, fresh);
    return fresh;
  };
  const folderOf = (path: string): string | undefined =>
    [...states.keys()].find((folder) => path.startsWith(folder + sep));

  function take(state: State): DiskFault | null {
    const { armed } = state;
    if (armed === null) return null;
    if (armed.skip > 0) {
      armed.skip -= 1;
      return null;
    }
    armed.times -= 1;
    if (armed.times <= 0) state.armed = null;
    state.met += 1;
    met.set(armed.fault, (met.get(armed.fault) ?? 0) + 1);
    return armed.fault;
  }

  function commit(folder: string, run: () => unknown): unknown {
    const state = stateOf(folder);
    if (state.dead) throw new Killed();
    commits += 1;
    state.commits += 1;
    switch (take(state)) {
      case null:
        return run();
      case 'full':
        throw new Sqlite.SqliteError('database or disk is full', 'SQLITE_FULL');
      case 'sync-lost':
        throw new Sqlite.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC');
      case 'sync-kept':
        run();
        throw new Sqlite.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC');
      case 'kill-before-commit':
        break;
      case 'kill-after-commit':
        run();
        break;
    }
    state.dead = true;
    onKilled(folder);
    throw new Killed();
  }

  watchCommits((path, run) => {
    const folder = folderOf(path);
    return folder === undefined ? run() : commit(folder, run);
  });

  return {
    arm: (folder, fault, skip, times = 1) => void (stateOf(folder).armed = { fault, skip, times }),
    disarm: (folder) => void (stateOf(folder).armed = null),
    kill(folder) {
      stateOf(folder).dead = true;
    },
    revive(folder) {
      const state = stateOf(folder);
      state.dead = false;
      state.armed = null;
    },
    isDead: (folder) => stateOf(folder).dead,
    metBelow: (folder) => stateOf(folder).met,
    met,
    commits: (folder) => (folder === undefined ? commits : stateOf(folder).commits),
  };
}

type Watch = (path: string, run: () => unknown) => unknown;
let watch: Watch | null = null;

/** Every transaction of the store ends with a prepared `commit`, so that is where a disk is met. */
function watchCommits(by: Watch): void {
  const isFirst = watch === null;
  watch = by;
  if (!isFirst) return;
  const { prepare } = Sqlite.prototype as {
    prepare: (this: Sqlite.Database, sql: string) => Sqlite.Statement;
  };
  (Sqlite.prototype as { prepare: unknown }).prepare = function (this: Sqlite.Database, sql: string) {
    const statement = prepare.call(this, sql);
    if (sql !== 'commit') return statement;
    const path = this.name;
    return { run: () => watch?.(path, () => statement.run()) };
  };
}

/**
 * The two files of one person at one central API (W1 to W3), opened, checked and brought to the newest schema.
 * A damaged `cache` is set aside and pulled again; a damaged `work` is restored from its newest good copy.
 */
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createWorkCopies, setAside } from './copies.ts';
import type { WorkCopies } from './copies.ts';
import { openFile } from './database.ts';
import type { CacheDb, FileDb, FileKey, FileKind, WorkDb, WorkWrite } from './database.ts';
import { createHeadroom } from './headroom.ts';
import type { Headroom } from './headroom.ts';
import { migrate, removeFile, syncPath } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { StoreError, storeProblemOf } from './problem.ts';
import { salvage, type Salvaged } from './salvage.ts';
import type { StoreProblem } from './problem.ts';

export type Identity = Readonly<{ instanceId: string; personId: string }>;

/** What had to be done to open; the screen says it plainly. */
export type ProfileNotice =
  | Readonly<{ what: 'cache-reset'; detail: string }>
  | Readonly<{ what: 'work-restored'; copy: string; detail: string; salvaged: Salvaged }>;

export interface Profile {
  readonly identity: Identity;
  readonly folder: string;
  readonly work: WorkDb;
  readonly cache: CacheDb;
  readonly copies: WorkCopies;
  readonly headroom: Headroom;
  readonly notices: readonly ProfileNotice[];
  /** One FULL transaction in `work`. On a full disk the kept headroom is given up and it is tried once more. */
  commitWork<Result>(write: (tx: WorkWrite) => Result): Result;
  close(): void;
}

export type OpenedProfile =
  | Readonly<{ ok: true; profile: Profile }>
  | Readonly<{ ok: false; problem: StoreProblem }>;

export interface ProfileOptions {
  readonly dir: string;
  readonly key: FileKey;
  readonly identity: Identity;
  /** A cache found damaged while running: it is set aside and pulled again (fault 6). */
  readonly resetCache?: boolean;
  /** Wall time, milliseconds. */
  readonly now: () => number;
}

/** Errors of the files come back as values; what SQLite throws otherwise is a bug. */
export function openProfile(options: ProfileOptions): OpenedProfile {
  try {
    return { ok: true, profile: open(options) };
  } catch (error) {
    const problem = storeProblemOf(error);
    if (problem === null) throw error;
    return { ok: false, problem };
  }
}

function open({ dir, key, identity, now, resetCache = false }: ProfileOptions): Profile {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const copies = createWorkCopies(join(dir, 'work-backups'));
  const headroom = createHeadroom(dir);
  const notices: ProfileNotice[] = [];
  const at = new Date(now()).toISOString();

  const work = openWork(join(dir, 'work.db'), { key, identity, at, copies, notices });
  if (resetCache) {
    setAside(join(dir, 'cache.db'));
    notices.push({ what: 'cache-reset', detail: 'a page was found damaged' });
  }
  let cache: CacheDb;
  try {
    cache = openCache(join(dir, 'cache.db'), { key, identity, at, notices });
  } catch (error) {
    work.close();
    throw error;
  }
  headroom.takeBack();

  return {
    identity,
    folder: dir,
    work,
    cache,
    copies,
    headroom,
    notices,
    commitWork(write) {
      try {
        return work.transact(write);
      } catch (error) {
        if (storeProblemOf(error)?.code !== 'disk-full' || !headroom.giveUp()) throw error;
        return work.transact(write);
      }
    },
    close() {
      work.close();
      cache.close();
    },
  };
}

interface FileOptions {
  readonly key: FileKey;
  readonly identity: Identity;
  readonly at: string;
  readonly notices: ProfileNotice[];
}

function openWork(path: string, options: FileOptions & { readonly copies: WorkCopies }): WorkDb {
  const { copies, key, notices } = options;
  const restored = (why: StoreProblem): WorkDb | null => {
    const copy = copies.restore(path, key);
    if (copy === null) return null;
    const work = openChecked('work', path, options);
    const salvaged = salvage(`${path}.damaged`, key, work);
    notices.push({ what: 'work-restored', copy, detail: why.detail, salvaged });
    return work;
  };
  try {
    if (!existsSync(path) && copies.list().length > 0) {
      // Work was here and is gone: an empty file in its place would look like nothing to do.
      const found = restored({ code: 'store-damaged', detail: 'the file is missing' });
      if (found !== null) return found;
    }
    const db = openChecked('work', path, options);
    const check = db.value<string>('pragma quick_check');
    if (check === 'ok') return db;
    db.close();
    throw new StoreError({ code: 'store-damaged', detail: String(check) });
  } catch (error) {
    const problem = storeProblemOf(error);
    // A damaged first page and a wrong key look the same; a copy that the key opens tells them apart.
    if (problem === null || !['store-damaged', 'key-wrong', 'identity-missing'].includes(problem.code))
      throw error;
    const found = restored(problem);
    if (found === null) throw error;
    return found;
  }
}

function openCache(path: string, options: FileOptions): CacheDb {
  try {
    return openChecked('cache', path, options);
  } catch (error) {
    const problem = storeProblemOf(error);
    // `work` has been opened with this key, so a cache that it does not open is damaged.
    if (problem === null || !['store-damaged', 'key-wrong', 'identity-missing'].includes(problem.code))
      throw error;
    setAside(path);
    options.notices.push({ what: 'cache-reset', detail: problem.detail });
    return openChecked('cache', path, options);
  }
}

function openChecked<Kind extends FileKind>(kind: Kind, path: string, options: FileOptions): FileDb<Kind> {
  if (existsSync(path)) refusePlain(path);
  else create(kind, path, options);
  const db = openFile(kind, path, options.key, { mustExist: true });
  try {
    checkIdentity(db, options.identity);
    migrate(db, migrations[kind]);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Makes the file elsewhere, with its schema and its identity, and moves it into place when both are in the file
 * itself and not only in its log: a kill leaves no file without an identity (W3).
 */
function create<Kind extends FileKind>(kind: Kind, path: string, { key, identity, at }: FileOptions): void {
  const draft = `${path}.new`;
  removeFile(draft);
  removeFile(path);
  const db = openFile(kind, draft, key);
  try {
    migrate(db, migrations[kind]);
    db.transact((tx) =>
      tx.run(
        'insert into identity (only, instance_id, person_id, kind, created_at) values (1, ?, ?, ?, ?)',
        identity.instanceId,
        identity.personId,
        kind,
        at,
      ),
    );
    db.pragma('wal_checkpoint(truncate)');
  } finally {
    db.close();
  }
  syncPath(draft);
  renameSync(draft, path);
  syncPath(dirname(path));
}

/** W3: a plain SQLite build ignores the key without a word, and leaves a file that anybody can read. */
function refusePlain(path: string): void {
  const head = Buffer.alloc(15);
  const descriptor = openSync(path, 'r');
  try {
    readSync(descriptor, head, 0, 15, 0);
  } finally {
    closeSync(descriptor);
  }
  if (head.toString('latin1') === 'SQLite format 3') {
    throw new StoreError({ code: 'not-encrypted', detail: 'a file that should be encrypted is not' });
  }
}

function checkIdentity<Kind extends FileKind>(db: FileDb<Kind>, identity: Identity): void {
  const present = db.value<number>(`select 1 from sqlite_schema where type = 'table' and name = 'identity'`);
  const stored =
    present === 1
      ? db.one<{ instanceId: string; personId: string; kind: string }>(
          'select instance_id as instanceId, person_id as personId, kind from identity',
        )
      : undefined;
  if (stored === undefined) {
    throw new StoreError({ code: 'identity-missing', detail: `${db.kind} does not say whose it is` });
  }
  if (
    stored.instanceId !== identity.instanceId ||
    stored.personId !== identity.personId ||
    stored.kind !== db.kind
  ) {
    throw new StoreError({ code: 'identity-other', detail: `${db.kind} belongs to somebody else` });
  }
}

/** Looks at a data folder and says what is there; changes nothing. Ids and counts only, never what a case says. */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createKeyFiles } from '../loopback/key-files.ts';
import { openFile, type FileDb, type FileKey, type FileKind } from '../core/store/database.ts';
import { schemaVersionOf } from '../core/store/migrate.ts';
import { migrations } from '../core/store/migrations/index.ts';
import { createWorkCopies, takenAtOf } from '../core/store/copies.ts';
import { storeProblemOf } from '../core/store/problem.ts';

export type FileState =
  | 'good'
  | 'missing'
  | 'damaged'
  | 'unreadable' // no key, or another one: what is in it cannot be told
  | 'newer'; // written by a later Docket

export interface FileReport {
  readonly name: string;
  readonly is: FileState;
  /** With its log. */
  readonly bytes: number;
  readonly schema: number | null;
  readonly detail: string;
}

export interface WaitingCommand {
  readonly id: string;
  readonly type: string;
  readonly caseId: string;
  readonly state: string;
  readonly madeAt: string;
}

export interface WorkContent {
  readonly username: string | null;
  readonly session: string | null;
  readonly lastContactAt: string | null;
  /** How many commands stand in each state. */
  readonly outbox: Readonly<Record<string, number>>;
  /** Not acknowledged yet, oldest first; a thousand at most. */
  readonly waiting: readonly WaitingCommand[];
  readonly attention: number;
  readonly drafts: number;
  readonly decisions: number;
}

export interface CopyReport extends FileReport {
  readonly takenAt: string;
}

export interface ProfileReport {
  readonly name: string;
  readonly instanceId: string;
  readonly personId: string;
  readonly key: 'here' | 'missing' | 'in-keychain' | 'unusable';
  readonly keyDetail: string;
  readonly work: FileReport;
  /** Null where it could not be read. */
  readonly content: WorkContent | null;
  readonly cache: FileReport;
  /** Newest first. */
  readonly copies: readonly CopyReport[];
  /** Files that were set aside when they were found damaged. */
  readonly setAside: readonly string[];
}

export interface FolderReport {
  readonly folder: string;
  readonly deviceId: string | null;
  readonly profiles: readonly ProfileReport[];
  /** Receipts of wipes that have not been acknowledged (S3). */
  readonly receipts: number;
}

export async function examineFolder(folder: string): Promise<FolderReport> {
  const names = list(join(folder, 'profiles')).filter((name) => name.length === 73);
  const profiles: ProfileReport[] = [];
  for (const name of names) profiles.push(await examineProfile(folder, name));
  return {
    folder,
    deviceId: deviceIdOf(folder),
    profiles,
    receipts: list(join(folder, 'wipes')).filter((name) => name.endsWith('.json')).length,
  };
}

export function deviceIdOf(folder: string): string | null {
  try {
    const { deviceId } = JSON.parse(readFileSync(join(folder, 'device.json'), 'utf8')) as {
      deviceId?: unknown;
    };
    return typeof deviceId === 'string' ? deviceId : null;
  } catch {
    return null;
  }
}

export type FoundKey =
  | { readonly is: 'here'; readonly key: FileKey }
  | { readonly is: 'missing' | 'in-keychain' | 'unusable'; readonly detail: string };

export async function findKey(folder: string, profile: string): Promise<FoundKey> {
  const keys = join(folder, 'keys');
  try {
    const key = await createKeyFiles(keys).read(`profile-${profile}`);
    if (key !== null) return { is: 'here', key };
  } catch (error) {
    return { is: 'unusable', detail: error instanceof Error ? error.message : String(error) };
  }
  return existsSync(join(keys, `profile-${profile}.sealed`))
    ? { is: 'in-keychain', detail: 'only the desktop program can open it' }
    : { is: 'missing', detail: '' };
}

async function examineProfile(folder: string, name: string): Promise<ProfileReport> {
  const dir = join(folder, 'profiles', name);
  const found = await findKey(folder, name);
  const key = found.is === 'here' ? found.key : null;
  const { report: work, content } = examineWork(dir, key);
  return {
    name,
    instanceId: name.slice(0, 36),
    personId: name.slice(37),
    key: found.is,
    keyDetail: found.is === 'here' ? '' : found.detail,
    work,
    content,
    cache: look('cache', join(dir, 'cache.db'), key, () => undefined),
    copies: createWorkCopies(join(dir, 'work-backups'))
      .list()
      .map((path) => ({
        ...look('work', path, key, () => undefined),
        takenAt: takenAtOf(path),
      })),
    setAside: list(dir).filter((one) => one.endsWith('.damaged')),
  };
}

/** A copy is opened, with its log: what a kill left there is taken in, and nothing of the folder changes. */
function examineWork(dir: string, key: FileKey | null): { report: FileReport; content: WorkContent | null } {
  const aside = mkdtempSync(join(tmpdir(), 'docket-doctor-'));
  try {
    for (const suffix of ['', '-wal']) {
      const path = join(dir, `work.db${suffix}`);
      if (existsSync(path)) copyFileSync(path, join(aside, `work.db${suffix}`));
    }
    let content: WorkContent | null = null;
    const report = look('work', join(aside, 'work.db'), key, (db) => (content = readContent(db)));
    return { report, content };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function look<Kind extends FileKind>(
  kind: Kind,
  path: string,
  key: FileKey | null,
  read: (db: FileDb<Kind>) => void,
): FileReport {
  const head = { name: basename(path), bytes: bytesOf(path) + bytesOf(`${path}-wal`) };
  const answer = (is: FileState, detail = '', schema: number | null = null): FileReport => ({
    ...head,
    is,
    schema,
    detail,
  });
  if (!existsSync(path)) return answer('missing');
  if (key === null) return answer('unreadable', 'its key is not here');
  let db: FileDb<Kind> | null = null;
  try {
    db = openFile(kind, path, key, { mustExist: true, readonly: kind === 'cache' });
    const schema = schemaVersionOf(db);
    if (schema > migrations[kind].length) return answer('newer', 'a later Docket wrote it', schema);
    const check = db.value<string>('pragma quick_check');
    if (check !== 'ok') return answer('damaged', String(check), schema);
    if (db.value<number>('select count(*) from identity') !== 1)
      return answer('damaged', 'it does not say whose it is', schema);
    read(db);
    return answer('good', '', schema);
  } catch (error) {
    const problem = storeProblemOf(error);
    if (problem !== null) return answer('damaged', problem.detail);
    return answer('damaged', error instanceof Error ? error.message : String(error));
  } finally {
    db?.close();
  }
}

function readContent(db: FileDb<'work'>): WorkContent {
  const session = db.one<{ account: string; state: string; lastContactAt: string | null }>(
    'select account, state, last_contact_at as lastContactAt from session',
  );
  const states = db.all<{ state: string; n: number }>(
    'select state, count(*) as n from outbox group by state order by state',
  );
  return {
    username: usernameOf(session?.account),
    session: session?.state ?? null,
    lastContactAt: session?.lastContactAt ?? null,
    outbox: Object.fromEntries(states.map(({ state, n }) => [state, n])),
    waiting: db.all<WaitingCommand>(
      `select id, type, case_id as caseId, state, made_at as madeAt from outbox
       where state in ('held', 'pending', 'sending', 'needs-confirmation') order by seq limit 1000`,
    ),
    attention:
      db.value<number>('select count(*) from outbox where attention is not null and dismissed_at is null') ??
      0,
    drafts: db.value<number>('select count(*) from draft') ?? 0,
    decisions: db.value<number>('select count(*) from decision') ?? 0,
  };
}

function usernameOf(account: string | undefined): string | null {
  if (account === undefined) return null;
  const { username } = JSON.parse(account) as { username?: unknown };
  return typeof username === 'string' ? username : null;
}

const bytesOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

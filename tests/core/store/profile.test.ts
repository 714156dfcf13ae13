import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { openFile } from '../../../electron/core/store/database.ts';
import { backupPathOf, migrate } from '../../../electron/core/store/migrate.ts';
import { openProfile, type OpenedProfile, type Profile } from '../../../electron/core/store/profile.ts';
import { storeProblemOf } from '../../../electron/core/store/problem.ts';
import * as settings from '../../../electron/core/store/work/settings.ts';

const key = new Uint8Array(32).fill(9);
const identity = { instanceId: v7(), personId: v7() };
let dir: string;
let openProfiles: Profile[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'docket-store-'));
});
afterEach(() => {
  for (const profile of openProfiles) if (profile.work.open) profile.close();
  openProfiles = [];
  rmSync(dir, { recursive: true, force: true });
});

const attempt = (change: Partial<Parameters<typeof openProfile>[0]> = {}): OpenedProfile => {
  const opened = openProfile({ dir, key, identity, now: () => Date.now(), ...change });
  if (opened.ok) openProfiles.push(opened.profile);
  return opened;
};
const open = (): Profile => {
  const opened = attempt();
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.profile;
};
const codeOf = (opened: OpenedProfile): string => (opened.ok ? 'ok' : opened.problem.code);
const write = (profile: Profile, value: string): void =>
  profile.commitWork((tx) => settings.write(tx, { value }));
const stored = (profile: Profile): unknown => settings.read(profile.work)['value'];
const path = (name: string): string => join(dir, name);
function spoil(name: string, offset: number, length: number): void {
  const descriptor = openSync(path(name), 'r+');
  writeSync(descriptor, Buffer.alloc(length, 0xa5), 0, length, offset);
  closeSync(descriptor);
}

test('W1: both files are encrypted whole, and every open is FULL in WAL', () => {
  const planted = 'zanzibar-planted-word';
  for (let round = 0; round < 2; round += 1) {
    const profile = open();
    for (const db of [profile.work, profile.cache]) {
      expect(db.value('pragma synchronous')).toBe(2);
      expect(db.value('pragma journal_mode')).toBe('wal');
      expect(db.value('pragma foreign_keys')).toBe(1);
      expect(db.value('pragma temp_store')).toBe(2);
    }
    write(profile, planted);
    for (const name of readdirSync(dir)) {
      if (!statSync(path(name)).isFile()) continue;
      expect(readFileSync(path(name)).includes(planted)).toBe(false);
    }
    profile.close();
  }
});

test('W2: a file of another person, another central API or the other kind is refused', () => {
  open().close();
  expect(codeOf(attempt({ identity: { ...identity, personId: v7() } }))).toBe('identity-other');
  expect(codeOf(attempt({ identity: { ...identity, instanceId: v7() } }))).toBe('identity-other');
  copyFileSync(path('cache.db'), path('work.db'));
  expect(codeOf(attempt())).toBe('identity-other');
});

test('W3: a plain SQLite file in the place of an encrypted one is refused', () => {
  open().close();
  rmSync(path('work.db'));
  const plain = new Sqlite(path('work.db'));
  plain.exec('create table identity (a)');
  plain.close();
  expect(codeOf(attempt())).toBe('not-encrypted');
});

test('W3, fault 7: the identity is in the file before its first use; a file without one is refused, also an empty one', () => {
  const profile = open();
  write(profile, 'x');
  profile.close();
  for (const suffix of ['-wal', '-shm']) rmSync(path(`work.db${suffix}`), { force: true });
  open().close();
  const empty = openFile('work', path('other.db'), key);
  empty.exec('create table empty (a)');
  empty.close();
  copyFileSync(path('other.db'), path('work.db'));
  expect(codeOf(attempt())).toBe('identity-missing');
  truncateSync(path('work.db'), 0);
  expect(codeOf(attempt())).toBe('identity-missing');
});

test('fault 7: a log that is gone, halved or has a flipped bit leaves a file that opens, with whole commits only', () => {
  const profile = open();
  for (let n = 0; n < 20; n += 1) write(profile, `value ${n}`);
  const files = ['work.db', 'work.db-wal'].map((name) => [name, readFileSync(path(name))] as const);
  profile.close();
  const wal = files[1]![1];
  const flipped = Buffer.from(wal);
  flipped[Math.floor(wal.length * 0.7)]! ^= 1;
  for (const log of [Buffer.alloc(0), wal.subarray(0, wal.length / 2), flipped]) {
    for (const [name, bytes] of files) writeFileSync(path(name), bytes);
    writeFileSync(path('work.db-wal'), log);
    rmSync(path('work.db-shm'), { force: true });
    const again = open();
    expect([undefined, ...Array.from({ length: 20 }, (_unused, n) => `value ${n}`)]).toContain(stored(again));
    expect(again.work.value('pragma integrity_check')).toBe('ok');
    again.close();
  }
});

test('security 12: a wrong key gives one answer and changes nothing', () => {
  open().close();
  const before = readFileSync(path('work.db'));
  expect(codeOf(attempt({ key: new Uint8Array(32).fill(1) }))).toBe('key-wrong');
  expect(Buffer.compare(readFileSync(path('work.db')), before)).toBe(0);
  open();
});

test('fault 6: a damaged cache is set aside and begins anew; the work stays', () => {
  const profile = open();
  write(profile, 'kept');
  profile.close();
  for (const [offset, length, noticed] of [
    [0, 4096, ['cache-reset']],
    // A page that nothing has read yet shows its damage later.
    [8192, 4096, []],
  ] as const) {
    spoil('cache.db', offset, length);
    const again = open();
    expect(again.notices.map(({ what }) => what)).toEqual(noticed);
    expect(stored(again)).toBe('kept');
    again.close();
  }
  // Found while running: the workstation opens the profile again and says so.
  const anew = attempt({ resetCache: true });
  expect(anew.ok && anew.profile.notices.map(({ what }) => what)).toEqual(['cache-reset']);
});

test('fault 6: damaged work is restored from the newest good copy, and it is said', () => {
  const profile = open();
  write(profile, 'first');
  profile.copies.take(profile.work, Date.now());
  write(profile, 'second');
  const newest = profile.copies.take(profile.work, Date.now());
  write(profile, 'third');
  profile.close();
  spoil('work.db', 4096 * 3, 4096);
  const again = open();
  expect(again.notices).toMatchObject([{ what: 'work-restored', copy: newest }]);
  expect(stored(again)).toBe('second');
  again.close();

  spoil('work.db', 0, 4096);
  const copy = openSync(newest, 'r+');
  writeSync(copy, Buffer.alloc(4096, 1), 0, 4096, 0);
  closeSync(copy);
  const older = open();
  expect(stored(older)).toBe('first');
  expect(existsSync(path('work.db.damaged'))).toBe(true);
});

test('W1: the copies are few, encrypted, and their names never go back', () => {
  const profile = open();
  write(profile, 'zanzibar');
  const taken = [5, 4, 3, 2, 1].map((now) => profile.copies.take(profile.work, now));
  expect(taken.toSorted()).toEqual(taken);
  expect(profile.copies.list()).toEqual(taken.slice(2).reverse());
  for (const copy of profile.copies.list()) expect(readFileSync(copy).includes('zanzibar')).toBe(false);
});

test('fault 11: a file from a newer Docket is refused, untouched', () => {
  const profile = open();
  profile.work.pragma('user_version = 99');
  profile.work.pragma('wal_checkpoint(truncate)');
  profile.close();
  const before = readFileSync(path('work.db'));
  expect(codeOf(attempt())).toBe('store-newer');
  expect(Buffer.compare(readFileSync(path('work.db')), before)).toBe(0);
});

test('fault 10: a migration that is cut leaves the old schema or the new one, and a backup', () => {
  const steps = [
    'create table a (x text) strict;',
    'create table b (x text) strict; insert into b select x from a;',
  ];
  const file = openFile('work', path('m.db'), key);
  migrate(file, steps.slice(0, 1));
  file.transact((tx) => tx.run(`insert into a values ('data')`));
  expect(() => migrate(file, [steps[0]!, `${steps[1]!} insert into nowhere values (1);`])).toThrow();
  file.close();
  const after = openFile('work', path('m.db'), key);
  expect(after.value('pragma user_version')).toBe(1);
  expect(after.values('select name from sqlite_schema order by 1')).toEqual(['a']);
  const backup = openFile('work', backupPathOf(path('m.db'), 1), key, { mustExist: true });
  expect(backup.values('select x from a')).toEqual(['data']);
  backup.close();
  migrate(after, steps);
  expect(after.values('select x from b')).toEqual(['data']);
  expect(after.value('pragma user_version')).toBe(2);
  after.close();
});

test('fault 3: a full disk decides nothing by half, and the kept headroom lets a decision through', () => {
  const profile = open();
  write(profile, 'before');
  const pages = profile.work.value<number>('pragma page_count')!;
  profile.work.pragma(`max_page_count = ${pages}`);
  const large = 'x'.repeat(200_000);
  rmSync(path('headroom'), { force: true });
  let problem: unknown = null;
  try {
    profile.commitWork((tx) => {
      settings.write(tx, { value: 'half' });
      settings.write(tx, { large });
    });
  } catch (error) {
    problem = storeProblemOf(error)?.code;
  }
  expect(problem).toBe('disk-full');
  expect(settings.read(profile.work)).toEqual({ value: 'before' });

  // What giving up the headroom does on a real disk: there is room again.
  writeFileSync(path('headroom'), 'kept');
  let tries = 0;
  profile.commitWork((tx) => {
    tries += 1;
    if (tries === 2) return settings.write(tx, { value: 'fits' });
    settings.write(tx, { large });
  });
  expect(existsSync(path('headroom'))).toBe(false);
  expect(settings.read(profile.work)).toEqual({ value: 'fits' });
});

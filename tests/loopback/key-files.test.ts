import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKeyFiles } from '../../electron/loopback/key-files.ts';

let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'docket-keys-')), 'keys');
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('W2: a key is 32 bytes in a file of this user alone, and comes back the same', async () => {
  const keys = createKeyFiles(dir);
  expect(await keys.read('profile-1')).toBeNull();
  const key = await keys.create('profile-1');
  expect(key).toHaveLength(32);
  expect(await createKeyFiles(dir).read('profile-1')).toEqual(key);
  expect([modeOf(dir), modeOf(join(dir, 'profile-1.key'))]).toEqual(['700', '600']);
});

test('W2: another name has another key, and one that is there is never replaced', async () => {
  const keys = createKeyFiles(dir);
  const first = await keys.create('one');
  expect(await keys.create('two')).not.toEqual(first);
  await expect(keys.create('one')).rejects.toThrow(/EEXIST/);
  expect(await keys.read('one')).toEqual(first);
});

test('security 12: a key that others can read, or a folder that they can, is refused by name', async () => {
  const keys = createKeyFiles(dir);
  await keys.create('one');
  chmodSync(join(dir, 'one.key'), 0o644);
  await expect(keys.read('one')).rejects.toThrow(/one\.key can be read by others \(mode 644\)/);
  chmodSync(join(dir, 'one.key'), 0o600);
  chmodSync(dir, 0o755);
  await expect(keys.read('one')).rejects.toThrow(/can be read by others \(mode 755\)/);
  await expect(keys.create('two')).rejects.toThrow(/can be read by others/);
});

test('security 12: a key of another length, or a link in its place, is refused and left as it is', async () => {
  const keys = createKeyFiles(dir);
  mkdirSync(dir, { mode: 0o700 });
  writeFileSync(join(dir, 'short.key'), 'abc', { mode: 0o600 });
  await expect(keys.read('short')).rejects.toThrow(/damaged/);
  symlinkSync(join(dir, 'short.key'), join(dir, 'link.key'));
  await expect(keys.read('link')).rejects.toThrow();
  expect(readdirSync(dir)).toHaveLength(2);
});

test('security 13: a destroyed key is gone; destroying twice is no fault', async () => {
  const keys = createKeyFiles(dir);
  await keys.create('one');
  await keys.destroy('one');
  await keys.destroy('one');
  expect(await keys.read('one')).toBeNull();
  expect(readdirSync(dir)).toEqual([]);
});

test.each(['../one', 'a/b', '', '.hidden', 'a\0b', 'x'.repeat(200)])('no file is named %j', async (name) => {
  await expect(createKeyFiles(dir).create(name)).rejects.toThrow(/name that no file can have/);
});

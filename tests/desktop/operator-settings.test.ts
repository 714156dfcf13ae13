import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { operatorSettingsPath, readOperatorSettings } from '../../electron/core/operator-settings.ts';
import { parseOptions } from '../../electron/loopback/options.ts';

const me = userInfo().uid;
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docket-operator-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (content: unknown, mode = 0o644) => {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(path, mode);
};

test('without a file nothing is set; with one, what it says', () => {
  expect(readOperatorSettings(path, me)).toBeNull();
  write({ central: 'https://api.example', cacheHours: 24 });
  expect(readOperatorSettings(path, me)).toEqual({ central: 'https://api.example', cacheHours: 24 });
});

test.each([
  [{ central: 'file:///etc/passwd' }, 'central: must be an http or https address'],
  [{ cacheHours: 0 }, 'cacheHours'],
  [{ centrel: 'https://api.example' }, 'centrel'],
  ['{', 'is not JSON'],
])('%j is refused with the file and the field', (content, sentence) => {
  write(content);
  expect(() => readOperatorSettings(path, me)).toThrow(sentence);
  expect(() => readOperatorSettings(path, me)).toThrow(path);
});

test.each([0o666, 0o664, 0o646])(
  'a file of mode %o could be anybody’s: Docket does not start with it',
  (mode) => {
    write({ central: 'https://api.example' }, mode);
    expect(() => readOperatorSettings(path, me)).toThrow('can be written by others than the administrator');
  },
);

test('a file of another owner is refused too', () => {
  write({ central: 'https://api.example' });
  expect(() => readOperatorSettings(path, me + 1)).toThrow('can be written by others');
});

test('it stands where only an administrator writes', () => {
  expect(['linux', 'darwin', 'win32'].map((one) => operatorSettingsPath(one as NodeJS.Platform))).toEqual([
    '/etc/docket/settings.json',
    '/Library/Application Support/Docket/settings.json',
    'C:\\ProgramData\\Docket\\settings.json',
  ]);
});

test('the loopback shell obeys it as the desktop does', () => {
  const line = ['--data', '/d', '--renderer', '/r'];
  expect(parseOptions(line, { central: 'https://api.example', cacheHours: 8 })).toMatchObject({
    central: 'https://api.example',
    cacheHours: 8,
  });
  expect(() =>
    parseOptions([...line, '--central', 'https://b.example'], { central: 'https://api.example' }),
  ).toThrow('--central is set by your organisation');
});

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromRoot } from '../../build/support/root.ts';

/**
 * That each name of Electron exists is seen by the types. Whether it is deprecated is not, so it is looked up here: in
 * every class and module of Electron that the shell imports, by its own file of types.
 */
const types = readFileSync(fromRoot('node_modules/electron/electron.d.ts'), 'utf8');
const sources = globSync('electron/desktop/*.ts', { cwd: fromRoot() }).map((path) => ({
  path,
  text: readFileSync(fromRoot(path), 'utf8'),
}));

/** Members and events (`on 'name'`) below a `@deprecated`, by the interface or class; with other forms, it may be used. */
function deprecatedMembers(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const fine = new Map<string, Set<string>>();
  const put = (to: typeof found, owner: string, name: string) =>
    to.set(owner, (to.get(owner) ?? new Set<string>()).add(name));
  let owner = '';
  let isDeprecated = false;
  for (const line of types.split('\n')) {
    const block = /^ {2}(?:interface|class) (\w+)/.exec(line);
    if (block?.[1] !== undefined) owner = block[1];
    if (/^\s*\* @deprecated/.test(line)) isDeprecated = true;
    const member = /^ {4}(?:static |readonly )?(\w+)[(?:<]/.exec(line);
    if (member?.[1] === undefined) continue;
    const event = /^ {4}(?:on|once)\(event: '([\w-]+)'/.exec(line);
    put(isDeprecated ? found : fine, owner, event?.[1] === undefined ? member[1] : `on '${event[1]}'`);
    isDeprecated = false;
  }
  for (const [of, names] of fine) for (const name of names) found.get(of)?.delete(name);
  return found;
}

/** What each name that the shell imports is, and what comes out of it. */
const classes: Readonly<Record<string, readonly string[]>> = {
  app: ['App', 'CommandLine'],
  BrowserWindow: ['BrowserWindow', 'BaseWindow', 'WebPreferences', 'BrowserWindowConstructorOptions'],
  contextBridge: ['ContextBridge'],
  dialog: ['Dialog'],
  ipcMain: ['IpcMain', 'IpcMainInvokeEvent', 'WebFrameMain'],
  ipcRenderer: ['IpcRenderer'],
  Menu: ['Menu', 'MenuItemConstructorOptions'],
  powerMonitor: ['PowerMonitor'],
  protocol: ['Protocol'],
  safeStorage: ['SafeStorage'],
  session: ['Session', 'WebRequest', 'Protocol'],
  shell: ['Shell'],
  WebContents: ['WebContents'],
};

function importsOf(text: string): string[] {
  const named = /import (?:type )?\{([^}]*)\} from 'electron'/.exec(text)?.[1] ?? '';
  return named
    .split(',')
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '');
}

test('every name that the shell imports from Electron is looked up in its types', () => {
  const unknown = sources.flatMap(({ path, text }) =>
    importsOf(text)
      .filter((name) => !(name in classes) && !/^(App|Session|Ipc\w+Event|CustomScheme)$/.test(name))
      .map((name) => `${path}: ${name}`),
  );
  expect(unknown).toEqual([]);
  for (const owners of Object.values(classes))
    for (const owner of owners) expect(types, owner).toMatch(new RegExp(`(interface|class) ${owner}\\b`));
});

test('nothing that Electron calls deprecated is used', () => {
  const deprecated = deprecatedMembers();
  // The synchronous calls of the keychain are deprecated: that they are found shows that the looking works.
  expect([...(deprecated.get('SafeStorage') ?? [])]).toContain('encryptString');
  const used = sources.flatMap(({ path, text }) => {
    const owners = importsOf(text).flatMap((name) => classes[name] ?? []);
    const names = new Set(owners.flatMap((owner) => [...(deprecated.get(owner) ?? [])]));
    return [...names]
      .filter((name) => {
        const event = /^on '(.+)'$/.exec(name)?.[1];
        return event === undefined
          ? new RegExp(`[.{,\\s]${name}\\b\\s*[(:,]`).test(text)
          : text.includes(`'${event}'`);
      })
      .map((name) => `${path}: ${name}`);
  });
  expect(used).toEqual([]);
});

/** Where keys and lines of the log are kept opens no window, scheme, channel or permission. */
const beside = ['keychain.ts', 'log.ts'];

test('the shell is read in one sitting: under 500 lines from main.ts to every window, scheme, channel and permission', () => {
  const shell = sources.filter(({ path }) => !beside.some((name) => path.endsWith(name)));
  const lines = shell.reduce((sum, { text }) => sum + text.trimEnd().split('\n').length, 0);
  expect(lines).toBeLessThan(500);
});

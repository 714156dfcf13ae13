import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import {
  findForbiddenSwitch,
  guardContents,
  guardRequests,
  guardSession,
} from '../../electron/desktop/guard.ts';

/** Stands in for an object of Electron: remembers what it was given under each method's name. */
function createRecorder() {
  const given = new Map<string, unknown[]>();
  const emitter = new EventEmitter();
  const recorder: unknown = new Proxy(emitter, {
    get(target, name) {
      if (name === 'on') return target.on.bind(target);
      if (name === 'webRequest') return recorder;
      return (...args: unknown[]) => given.set(String(name), args);
    },
  });
  return { given, emitter, recorder };
}

test('security 6: every permission, device, capture and download is refused, and dictionaries stay away', () => {
  const { given, emitter, recorder } = createRecorder();
  guardSession(recorder as Parameters<typeof guardSession>[0]);
  const [request] = given.get('setPermissionRequestHandler') as [
    (c: null, p: string, a: (ok: boolean) => void) => void,
  ];
  const answers: unknown[] = [];
  request(null, 'media', (ok) => answers.push(ok));
  const [check] = given.get('setPermissionCheckHandler') as [() => boolean];
  const [device] = given.get('setDevicePermissionHandler') as [() => boolean];
  const [capture] = given.get('setDisplayMediaRequestHandler') as [
    (r: null, a: (s: unknown) => void) => void,
  ];
  capture(null, (streams) => answers.push(streams));
  expect([...answers, check(), device()]).toEqual([false, null, false, false]);
  expect(given.get('setSpellCheckerEnabled')).toEqual([false]);
  let prevented = 0;
  emitter.emit('will-download', { preventDefault: () => (prevented += 1) });
  expect(prevented).toBe(1);
});

test.each([
  ['app://docket/index.html', false, false],
  ['evidence://content/abc', false, false],
  ['blob:app://docket/1', false, false],
  ['https://example.org/', false, true],
  ['http://127.0.0.1:8787/', false, true],
  ['file:///etc/passwd', false, true],
  ['app://other/index.html', false, true],
  ['blob:https://example.org/1', false, true],
  ['devtools://devtools/x', false, true],
  ['devtools://devtools/x', true, false],
])('security 6: a request for %s (developer tools: %s) is cancelled: %s', (url, tools, cancel) => {
  const { given, recorder } = createRecorder();
  guardRequests(recorder as Parameters<typeof guardRequests>[0], tools);
  const [listener] = given.get('onBeforeRequest') as [(d: { url: string }, a: (r: unknown) => void) => void];
  const answers: unknown[] = [];
  listener({ url }, (answer) => answers.push(answer));
  expect(answers).toEqual([{ cancel }]);
});

test('security 6: the page stays where it is, opens nothing, and frames show evidence only', () => {
  const { given, emitter, recorder } = createRecorder();
  guardContents(recorder as Parameters<typeof guardContents>[0]);
  const [open] = given.get('setWindowOpenHandler') as [() => unknown];
  expect(open()).toEqual({ action: 'deny' });
  const isPrevented = (name: string, details: object): boolean => {
    let prevented = false;
    emitter.emit(name, { ...details, preventDefault: () => (prevented = true) });
    return prevented;
  };
  for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
    expect(isPrevented(name, { url: 'https://example.org' })).toBe(true);
  }
  expect(isPrevented('will-frame-navigate', { isMainFrame: true, url: 'evidence://content/a' })).toBe(true);
  expect(isPrevented('will-frame-navigate', { isMainFrame: false, url: 'https://example.org' })).toBe(true);
  expect(isPrevented('will-frame-navigate', { isMainFrame: false, url: 'evidence://content/a' })).toBe(false);
});

test('security 10: doors that no fuse closes are looked for', () => {
  const app = (isPackaged: boolean, ...switches: string[]) =>
    ({ isPackaged, commandLine: { hasSwitch: (name: string) => switches.includes(name) } }) as Parameters<
      typeof findForbiddenSwitch
    >[0];
  expect(findForbiddenSwitch(app(false))).toBeNull();
  expect(findForbiddenSwitch(app(false, 'no-sandbox'))).toBe('no-sandbox');
  expect(findForbiddenSwitch(app(true, 'remote-debugging-port'))).toBe('remote-debugging-port');
  expect(findForbiddenSwitch(app(false, 'remote-debugging-port'))).toBeNull();
});

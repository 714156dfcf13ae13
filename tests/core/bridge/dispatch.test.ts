import { expect, test, vi } from 'vitest';
import { createBridge, type BridgeServices } from '../../../electron/core/bridge/dispatch.ts';
import { fail, succeed } from '../../../electron/core/outcome.ts';
import { silentLog } from '../../../electron/core/ports.ts';

const serving = (services: Partial<BridgeServices>, error = vi.fn()) => ({
  error,
  bridge: createBridge(services as BridgeServices, { log: { ...silentLog, error }, checkResults: true }),
});

test('an unknown method is a failure, also one that every object has', async () => {
  const { bridge } = serving({});
  for (const method of ['case.steal', 'constructor', '__proto__', ''])
    expect(await bridge.invoke(method, {})).toMatchObject({ ok: false, code: 'invalid' });
});

test('parameters that do not fit name the field', async () => {
  const called = vi.fn();
  const { bridge } = serving({ 'case.open': called });
  const answer = await bridge.invoke('case.open', { caseId: 'x', view: 'yes' });
  expect(answer).toMatchObject({ ok: false, code: 'invalid' });
  expect('errors' in answer && answer.errors.map(({ field }) => field)).toEqual(['caseId', 'view']);
  expect(called).not.toHaveBeenCalled();
});

test('parameters are parsed: defaults are filled in and strangers are kept out', async () => {
  const set = vi.fn(() => fail('internal'));
  const { bridge } = serving({ 'settings.set': set });
  await bridge.invoke('settings.set', { theme: 'dark', __proto__: { x: 1 }, stranger: 1 });
  expect(set).toHaveBeenCalledWith(expect.not.objectContaining({ stranger: 1 }));
});

test('an expected failure passes as a value', async () => {
  const { bridge } = serving({ 'sync.now': () => fail('no-contact', 'Not now.') });
  expect(await bridge.invoke('sync.now', {})).toEqual({
    ok: false,
    code: 'no-contact',
    detail: 'Not now.',
    errors: [],
  });
});

test('a bug is answered with a sentence, and the log holds nothing that somebody wrote', async () => {
  const { bridge, error } = serving({
    'sync.now': () => {
      throw new Error('the draft says: secret words');
    },
  });
  const answer = await bridge.invoke('sync.now', {});
  expect(answer).toMatchObject({ ok: false, code: 'internal' });
  expect(JSON.stringify([answer, error.mock.calls])).not.toContain('secret');
  expect(error).toHaveBeenCalledOnce();
});

test.each([
  ['SQLITE_FULL', 'disk-full'],
  ['ENOSPC', 'disk-full'],
  ['SQLITE_READONLY_DIRECTORY', 'store-readonly'],
  ['SQLITE_CORRUPT', 'store-damaged'],
  ['SQLITE_NOTADB', 'store-damaged'],
  ['SQLITE_IOERR_FSYNC', 'store-damaged'],
])('faults 3, 5, 6, 8: %s is answered as %s', async (code, expected) => {
  const { bridge } = serving({
    'sync.now': () => {
      throw Object.assign(new Error('disk'), { code });
    },
  });
  expect(await bridge.invoke('sync.now', {})).toMatchObject({ ok: false, code: expected });
});

test('a result outside the table is a bug, where results are checked', async () => {
  const { bridge } = serving({
    'today.get': () => succeed({ decided: -1, activeMs: 0, openMs: 0, waitMs: 0 }),
  });
  expect(await bridge.invoke('today.get', {})).toMatchObject({ ok: false, code: 'internal' });
});

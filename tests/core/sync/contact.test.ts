import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as cases from '../../../electron/core/store/cache/cases.ts';
import { createCentralClient } from '../../../electron/core/sync/central-client.ts';
import { createContact } from '../../../electron/core/sync/contact.ts';
import type { NoContact } from '../../../electron/core/sync/no-contact.ts';
import { createFakeTime } from '../support/fake-time.ts';
import { json, startScriptedCentral, type ScriptedCentral } from '../support/scripted-central.ts';
import { createSyncCore, type SyncCore } from '../support/sync-core.ts';
import { account, caseOf, START } from '../support/valid.ts';

let central: ScriptedCentral;
let core: SyncCore;

beforeEach(async () => {
  central = await startScriptedCentral(account());
  central.put(caseOf([]));
  core = createSyncCore(central);
});
afterEach(async () => {
  core.end();
  await central.stop();
});

const contact = () => core.engine.contact().contact;

test('L1: when the central API dies the stream breaks, and the screen says so within three seconds', async () => {
  await core.start();
  await core.until('streaming', () => central.streams.size === 1);
  await central.stop();
  await core.until('offline', () => contact() === 'offline', 3_000);
  expect(core.engine.contact().reason).toBe('unreachable');
});

test('L1: when it comes back, contact is found again within a few seconds without a click', async () => {
  await core.start();
  await central.stop();
  await core.until('offline', () => contact() === 'offline', 20_000);
  core.time.pass(60_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await central.startAgain();
  await core.until('online', () => contact() === 'online', 9_000);
  expect(core.engine.contact().reason).toBe('none');
});

test('L1: offline by choice sends nothing until it is chosen otherwise', async () => {
  await core.start();
  await core.until('streaming', () => central.streams.size === 1);
  core.engine.setOfflineByChoice(true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const from = central.requests.length;
  core.time.pass(300_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(central.requests.length).toBe(from);
  expect(contact()).toBe('offline-by-choice');
  core.engine.setOfflineByChoice(false);
  await core.until('online', () => contact() === 'online');
});

test('L1: offline by choice holds over a restart, until it is taken back', async () => {
  await core.start();
  await core.until('streaming', () => central.streams.size === 1);
  core.engine.setOfflineByChoice(true);
  core.restart();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const from = central.requests.length;
  core.engine.start();
  core.time.pass(60_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(contact()).toBe('offline-by-choice');
  expect(central.requests.length).toBe(from);
  core.engine.setOfflineByChoice(false);
  await core.until('online', () => contact() === 'online');
  core.restart();
  await core.start();
  await core.until('online', () => contact() === 'online');
});

test('L2: the stream says that there is something, and the client pulls', async () => {
  await core.start();
  await core.until('streaming', () => central.streams.size === 1);
  await core.settled();
  central.put(caseOf([]));
  central.say({ event: 'feed', position: central.cursor.position });
  await core.until('pulled', () => core.engine.cursor()?.position === central.cursor.position, 2_000);
  expect(cases.count(core.profile.cache)).toBe(2);
});

test('L2, fault 43: without a stream it polls within 15 s; with one, each minute', async () => {
  central.script((seen) => (seen.path === '/v1/stream' ? json(200, 'no stream here', 'text/html') : null));
  await core.start();
  const polls = async (): Promise<number> => {
    const from = central.count('/v1/feed');
    const end = core.time.clock.monotonic() + 60_000;
    await core.until('a minute', () => core.time.clock.monotonic() >= end, 61_000);
    return central.count('/v1/feed') - from;
  };
  expect(await polls()).toBeGreaterThanOrEqual(4);
  expect(contact()).toBe('online');
});

test('D7: the wait grows from one second to sixty, with full jitter, and obeys Retry-After', () => {
  const time = createFakeTime(START);
  const waits = (random: number, retryAfterMs: number | null): number[] => {
    const subject = createContact({
      clock: time.clock,
      timers: time.timers,
      random: () => random,
      onChange: () => undefined,
      lastContactAt: null,
      clockOffsetMs: 0,
    });
    const why: NoContact = { kind: 'no-contact', reason: 'unreachable', detail: '', retryAfterMs };
    return Array.from({ length: 12 }, (_unused, n) => {
      if (n === 6) time.pass(10 * 60_000);
      subject.lost(why);
      return subject.waitMs();
    });
  };
  expect(waits(1, null)).toEqual([1, 2, 4, 8, 8, 8, 60, 60, 60, 60, 60, 60].map((seconds) => seconds * 1000));
  expect(waits(0, null).every((ms) => ms === 200)).toBe(true);
  expect(waits(0.5, 30_000).every((ms) => ms >= 30_000)).toBe(true);
});

test('fault 22: the offset of the clock is measured from the answers', async () => {
  central.clockOffset.ms = START - Date.now() + 90 * 86_400_000;
  await core.start();
  expect(Math.abs(core.engine.contact().clockOffsetMs - 90 * 86_400_000)).toBeLessThan(10_000);
});

test('fault 26: a black hole, a half-open socket and one byte a second all time out', async () => {
  const sockets = new Set<Socket>();
  let drip = false;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (drip)
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const time = createFakeTime(START);
  const seen: NoContact[] = [];
  const client = createCentralClient({
    origin: `http://127.0.0.1:${port}`,
    deviceId: 'd',
    clock: time.clock,
    timers: time.timers,
    tokens: null,
    observer: { reached: () => undefined, lost: (why) => void seen.push(why) },
    instanceId: null,
  });
  for (const slow of [false, true]) {
    drip = slow;
    const state = { done: false };
    const call = client.call('health').finally(() => (state.done = true));
    const end = time.clock.monotonic() + 60_000;
    while (!state.done && time.clock.monotonic() < end) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (slow) for (const socket of sockets) socket.write(' ');
      time.pass(1_000);
    }
    const result = await call;
    expect(result).toMatchObject({ kind: 'no-contact', reason: 'timeout' });
  }
  expect(seen.length).toBe(2);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

test('security 17: one origin, and no redirect carries the token elsewhere', async () => {
  const other = await startScriptedCentral(account());
  try {
    await core.start();
    central.script((seen) =>
      seen.path === '/v1/feed'
        ? (response) => {
            response.writeHead(302, { location: `${other.origin}/v1/feed` });
            response.end();
          }
        : null,
    );
    core.engine.syncNow();
    await core.until('lost', () => contact() !== 'online');
    expect(other.requests).toEqual([]);
    const { client } = core.engine;
    await client.call('catalogue.version', { params: { version: '../../../../evil' } });
    expect(central.requests.at(-1)?.path).toBe('/v1/catalogue/..%2F..%2F..%2F..%2Fevil');
  } finally {
    await other.stop();
  }
});

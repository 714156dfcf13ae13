import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BridgeEvent } from '../../contract/bridge.ts';
import { mergeEvents, streamEvents } from '../../electron/loopback/event-stream.ts';
import { startFixture, type Fixture } from './shell-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const caseId = (n: number) =>
  `019ab000-0000-7000-8000-${String(n).padStart(12, '0')}` as Extract<
    BridgeEvent,
    { event: 'case' }
  >['caseId'];

test('events arrive as they are announced, and leaving ends the subscription', async () => {
  const leaving = new AbortController();
  const response = await fetch(`${fixture.origin}/bridge/events`, {
    headers: { authorization: `Bearer ${fixture.token}` },
    signal: leaving.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toBe(': open\n\n');
  fixture.announce({ event: 'attention' });
  expect((await reader.read()).value).toBe('data: {"event":"attention"}\n\n');
  leaving.abort();
  await expect.poll(() => fixture.listeners()).toBe(0);
});

test('who listens again is told what to ask about', async () => {
  const leaving = new AbortController();
  const response = await fetch(`${fixture.origin}/bridge/events`, {
    headers: { authorization: `Bearer ${fixture.token}` },
    signal: leaving.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  while (!seen.includes('attention')) seen += (await reader.read()).value;
  expect(seen).toContain('data: {"event":"queue","caseIds":null}\n\n');
  expect(seen).toContain('data: {"event":"decisions"}\n\n');
  leaving.abort();
});

test('no more streams than windows could be open', async () => {
  const leaving = new AbortController();
  const open = () =>
    fetch(`${fixture.origin}/bridge/events`, {
      headers: { authorization: `Bearer ${fixture.token}` },
      signal: leaving.signal,
    });
  const statuses = [];
  for (let n = 0; n < 17; n += 1) statuses.push((await open()).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(16);
  expect(statuses.at(-1)).toBe(503);
  leaving.abort();
  await expect.poll(() => fixture.listeners()).toBe(0);
});

/** What a socket is whose other side has stopped reading: it takes nothing until it is told. */
function createSlowReader() {
  const seen: string[] = [];
  let release: (() => void) | undefined;
  let isReading = false;
  const response = new Writable({
    highWaterMark: 16,
    write(chunk: Buffer, _encoding, done) {
      seen.push(chunk.toString());
      if (isReading) done();
      else release = done;
    },
  });
  return {
    seen,
    response: Object.assign(response, { writeHead: () => response }) as unknown as Parameters<
      typeof streamEvents
    >[0],
    readOn() {
      isReading = true;
      release?.();
    },
  };
}

test('a reader that stopped is told the newest of each subject once it reads on, and nothing is lost', async () => {
  const slow = createSlowReader();
  let tell: (event: BridgeEvent) => void = () => undefined;
  streamEvents(slow.response, {
    subscribe: (listener) => {
      tell = listener;
      return () => undefined;
    },
    slowBytes: 64,
  });
  for (let n = 0; n < 1000; n += 1) {
    tell({ event: 'queue', caseIds: [caseId(n % 50)] });
    tell({ event: 'case', caseId: caseId(n % 10) });
    tell({ event: 'decisions' });
  }
  expect(slow.response.writableLength).toBeLessThan(1024);
  slow.readOn();
  await expect
    .poll(() => slow.seen.filter((line) => line.includes('"case"')).length)
    .toBeGreaterThanOrEqual(10);
  const cases = new Set(slow.seen.filter((line) => line.includes('"case"')));
  expect(cases.size).toBe(10);
  expect(slow.seen.join('').length).toBeLessThan(10_000);
  slow.response.destroy();
});

test('a reader that is too far behind is let go, so that it asks anew', () => {
  const slow = createSlowReader();
  let tell: (event: BridgeEvent) => void = () => undefined;
  streamEvents(slow.response, {
    subscribe: (listener) => {
      tell = listener;
      return () => undefined;
    },
    slowBytes: 1,
  });
  for (let n = 0; n < 600; n += 1) tell({ event: 'case', caseId: caseId(n) });
  expect(slow.response.destroyed).toBe(true);
});

test('of two events about rows both lists count; many become "any"', () => {
  const queue = (from: number, to: number): BridgeEvent => ({
    event: 'queue',
    caseIds: Array.from({ length: to - from }, (_, n) => caseId(from + n)),
  });
  expect(mergeEvents(queue(0, 2), queue(1, 3))).toEqual(queue(0, 3));
  expect(mergeEvents(queue(0, 150), queue(150, 300))).toEqual({ event: 'queue', caseIds: null });
  expect(mergeEvents({ event: 'queue', caseIds: null }, queue(0, 1))).toEqual({
    event: 'queue',
    caseIds: null,
  });
});

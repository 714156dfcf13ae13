/** What becomes of a desktop when the network fails: real sockets, a real workstation, a real central API. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from '../core/support/workstation.ts';
import { incomingCase } from '../support/central-factories.ts';
import { decide, first, oneEffectEach, startNetworked, type Networked } from '../support/networked.ts';
import { page } from '../support/tcp-proxy.ts';

let world: Networked;
beforeAll(async () => void (world = await startNetworked()));
afterEach(() => world.clear());
afterAll(() => world.close());

test.each(['lost-answer', 'lost-request', 'reset', 'cut-answer', 'slow'] as const)(
  'faults 12, 28: %s, three times; the same id is sent again, and there is one effect',
  async (bad) => {
    // Longer than a desktop waits for the first byte of an answer: 10 s of its time are 400 ms of this one.
    const { at, network, personId, caseIds } = await world.reviewer(1, { slowMs: 600 });
    network.does(first(3, bad));
    const id = await decide(at, caseIds[0]!);
    await until(at.status, ({ waiting }) => waiting === 0);
    expect(network.count(bad)).toBe(3);
    expect(await world.decisionsOf(personId)).toEqual(oneEffectEach([id]));
    expect(await at.ask('attention.list', {})).toEqual({ items: [] });
  },
);

test.each(['black-hole', 'trickle', 'refuse'] as const)(
  'faults 26, 36: %s: everything times out, the screen does not notice, and it heals by itself',
  async (bad) => {
    const { at, network, personId, caseIds } = await world.reviewer(3);
    if (bad === 'refuse') await network.refuse();
    else network.does(bad);
    network.breakAll();
    const { reason } = await until(at.status, ({ contact }) => contact === 'offline');
    expect(bad === 'refuse' ? ['unreachable'] : ['timeout', 'unreachable']).toContain(reason);
    const began = performance.now();
    const ids = [];
    for (const caseId of caseIds) ids.push(await decide(at, caseId));
    // Real time, for three cases opened and decided: nothing here waits for a socket.
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await at.status()).toMatchObject({ waitingDecisions: 3 });
    if (bad === 'refuse') await network.accept();
    network.does('pass');
    await until(at.status, ({ waiting, contact }) => waiting === 0 && contact === 'online');
    expect(await world.decisionsOf(personId)).toEqual(oneEffectEach(ids));
  },
);

test.each([
  '200 OK',
  '302 Found',
  '401 Unauthorized',
  '403 Forbidden',
  '404 Not Found',
  '407 Proxy Authentication Required',
  '410 Gone',
])(
  'faults 27, 41: a portal answers “%s” with its own page: contact is lost, nothing is parked, nobody signed out',
  async (status) => {
    const heard: string[] = [];
    const elsewhere = createServer((request, response) => {
      heard.push(String(request.headers.authorization));
      response.end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/sign-in`;
    const { at, network, personId, caseIds } = await world.reviewer(2);
    const { lastPullAt } = await at.ask('sync.report', {});
    network.does(page(status, status.startsWith('302') ? { location } : {}));
    network.breakAll();
    const id = await decide(at, caseIds[0]!);
    await until(at.status, ({ contact, reason }) => contact === 'offline' && reason === 'not-central');
    // A few tries more: what it answers again and again changes nothing either.
    await until(
      async () => network.count('said'),
      (said) => said > 4,
    );
    expect(await at.ask('app.state', {})).toMatchObject({ session: { is: 'signed-in' } });
    expect(await at.ask('attention.list', {})).toEqual({ items: [] });
    const report = await at.ask('sync.report', {});
    expect(report.lastErrors[0]).toMatchObject({ what: 'not-central' });
    expect(report).toMatchObject({ lastPullAt });
    expect(heard).toEqual([]);
    elsewhere.close();
    network.does('pass');
    await until(at.status, ({ waiting, contact }) => waiting === 0 && contact === 'online');
    expect(await world.decisionsOf(personId)).toEqual(oneEffectEach([id]));
  },
);

test.each(['black-hole', 'held-body'] as const)(
  'fault 43: a stream that meets %s holds nothing else back: its silence is seen, and polling takes over',
  async (bad) => {
    const { at, network, personId, queue } = await world.reviewer(1);
    network.does((request) => (request.startsWith('GET /v1/stream') ? bad : 'pass'));
    network.breakAll();
    await until(at.status, ({ contact }) => contact === 'online');
    await until(
      async () => network.count(bad),
      (met) => met > 0,
    );
    await world.central.store.query('update person set capacity = 5 where id = $1', [personId]);
    await world.central.addCases([incomingCase({ queue })]);
    const seen = await until(at.status, (now) => now.queue === 2, 20_000);
    expect(seen.contact).toBe('online');
    // Two missed heartbeats end it, and another is tried.
    await until(
      async () => network.count(bad),
      (met) => met > 1,
    );
    expect((await at.status()).contact).toBe('online');
  },
);

test('fault 25: while nothing can be reached, a desktop asks seldom, and ever more seldom', async () => {
  const { at, network } = await world.reviewer(1);
  network.does('lost-request');
  network.breakAll();
  await until(at.status, ({ contact }) => contact === 'offline');
  const before = network.count('request');
  // A second of real time is 25 of the workstation's: the first minutes of an outage.
  await sleep(2400);
  const asked = network.count('request') - before;
  expect(asked).toBeGreaterThan(3);
  expect(asked).toBeLessThan(40);
});

test.each(['429 Too Many Requests', '503 Service Unavailable'])(
  'fault 25: “%s” with Retry-After is obeyed, whoever says it',
  async (status) => {
    const { at, network, personId, caseIds } = await world.reviewer(1);
    network.does(page(status, { 'retry-after': '30' }));
    network.breakAll();
    const id = await decide(at, caseIds[0]!);
    const said = status.startsWith('429') ? 'throttled' : 'server-error';
    await until(at.status, ({ contact, reason }) => contact === 'offline' && reason === said);
    const before = network.count('request');
    // 20 s of the 30 that it asked for.
    await sleep(800);
    // What was on its way when the first answer came, and no more.
    expect(network.count('request') - before).toBeLessThan(3);
    network.does('pass');
    await until(at.status, ({ waiting }) => waiting === 0);
    expect(await world.decisionsOf(personId)).toEqual(oneEffectEach([id]));
  },
);

const isEvidence = (request: string): boolean => request.startsWith('GET /v1/evidence/');

test('faults 25, 41: a filter that refuses evidence alone costs neither contact nor a storm of requests', async () => {
  const { at, network, personId, caseIds, queue } = await world.reviewer(1);
  await world.central.store.query('update person set capacity = 9 where id = $1', [personId]);
  network.does((request) => (isEvidence(request) ? page('403 Forbidden') : 'pass'));
  await world.central.addCases(Array.from({ length: 6 }, () => incomingCase({ queue })));
  await until(at.status, (now) => now.queue === 7);
  const lost: string[] = [];
  at.workstation.subscribe((event) => {
    if (event.event === 'status' && event.status.contact !== 'online') lost.push(event.status.reason);
  });
  const before = network.count('request');
  // A minute of the workstation's time.
  await sleep(2400);
  expect(network.count('request') - before).toBeLessThan(40);
  expect(lost).toEqual([]);
  const id = await decide(at, caseIds[0]!);
  await until(at.status, ({ waiting }) => waiting === 0);
  expect(await world.decisionsOf(personId)).toEqual(oneEffectEach([id]));
  network.does('pass');
  await until(at.status, ({ queue: left, ready }) => ready === left, 10_000);
});

test('fault 30: a download that is cut again and again goes on where it was, and is shown when it is whole', async () => {
  const mediaType = 'application/pdf';
  const content = Buffer.alloc(6 * 1024 * 1024, 'a long document ').toString('base64');
  const long = { key: 'contract', label: 'Contract', kind: 'document' as const, mediaType, content };
  const { at, network, personId, queue } = await world.reviewer(1, { cutWithinBytes: 4 * 1024 * 1024 });
  network.does(first(3, 'cut-answer', isEvidence));
  await world.central.store.query('update person set capacity = 9 where id = $1', [personId]);
  await world.central.addCases([incomingCase({ queue, evidence: [long] })]);
  await until(at.status, (now) => now.queue === 2 && now.ready === 2, 20_000);
  expect(network.count('cut-answer')).toBe(3);
});

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { seededRandom } from '../../central/demo/seeded-random.ts';
import { violation } from '../core/support/valid.ts';
import { createSeat, until, type Seated } from '../core/support/workstation.ts';
import { startCentral, testPassword, type TestCentral } from '../support/central.ts';
import { catalogueContent, incomingCase } from '../support/central-factories.ts';
import { startTcpProxy, type Fate, type TcpProxy } from '../support/tcp-proxy.ts';

/** A real workstation and a real central API with a network between them that fails. By hand: `DOCKET_DECISIONS`, `DOCKET_SEED`. */
const DECISIONS = Number(process.env['DOCKET_DECISIONS'] ?? 150);
const SEED = Number(process.env['DOCKET_SEED'] ?? 7);
const DESKTOPS = 3;

let central: TestCentral;
let proxy: TcpProxy;
let fate: (request: string) => Fate | null;
let portal: string | null;
let seats: ReturnType<typeof createSeat>[];
let people = 0;

beforeAll(async () => {
  central = await startCentral({ kind: 'PGlite', heartbeatMs: 300 });
  const content = catalogueContent();
  const own = Array.from({ length: 20 }, (_one, n) => ({
    id: `queue-${n}`,
    name: `Queue ${n}`,
    slaMinutes: 240,
  }));
  await central.publish({ ...content, queues: [...content.queues, ...own] });
});
afterAll(() => central.close());
beforeEach(async () => {
  fate = () => 'pass';
  portal = null;
  seats = [];
  proxy = await startTcpProxy({
    target: central.url,
    random: seededRandom(SEED),
    fate: (request) => fate(request),
    portal: () => portal,
  });
});
afterEach(async () => {
  for (const seat of seats) await seat.end();
  await proxy.close();
});

/** A reviewer with so many cases of their own, signed in through a network (the one of every test, when none is named). */
async function seated(cases: number, through = proxy.url) {
  const queue = `queue-${(people += 1)}`;
  const username = `r-${v7().slice(-12)}`;
  const personId = await central.addPerson({ username, queues: [queue], capacity: cases });
  await central.addCases(Array.from({ length: cases }, () => incomingCase({ queue })));
  const seat = createSeat(through);
  seats.push(seat);
  const at = await seat.open();
  await until(
    () => at.signIn(username, testPassword),
    ({ ok }) => ok,
    30_000,
  );
  await until(
    at.status,
    (status) => status.queue === cases && status.ready === cases && status.catalogueVersion !== null,
    60_000,
  );
  const { rows } = await at.ask('queue.open', { filter: {}, order: 'priority', count: cases });
  return { at, personId, username, caseIds: rows.map(({ caseId }) => caseId) };
}

async function decide(at: Seated, caseId: string): Promise<string> {
  const opened = await at.ask('case.open', { caseId, view: false });
  const { subject, version } = opened.case;
  const { own } = await at.ask('decision.submit', {
    caseId,
    caseVersion: version,
    content: violation({
      policies: ['fraud'],
      actions: [{ action: 'remove-content', target: { type: subject.type, id: subject.id }, params: {} }],
    }),
    openMs: 10,
    activeMs: 5,
  });
  return own.decisionId;
}

const decisionsOf = async (personId: string) =>
  (
    await central.store.query<{ id: string; standing: boolean; actions: number }>(
      `select d.id, d.standing, count(e.id)::int as actions from decision d
       left join enforcement e on e.decision_id = d.id where d.person_id = $1 group by d.id, d.standing`,
      [personId],
    )
  ).rows;

const isPush = (request: string): boolean => request.startsWith('POST /v1/commands');

test('fault 12: the connection breaks after the commit; the same id gets the same answer, and one effect', async () => {
  const { at, personId, caseIds } = await seated(1);
  let lost = 0;
  fate = (request) => (isPush(request) && (lost += 1) <= 3 ? 'lost-answer' : 'pass');
  const id = await decide(at, caseIds[0]!);
  await until(at.status, ({ waiting }) => waiting === 0);
  expect(lost).toBeGreaterThan(3);
  expect(await decisionsOf(personId)).toEqual([{ id, standing: true, actions: 1 }]);
  expect(await at.ask('attention.list', {})).toEqual({ items: [] });
});

test.each(['lost-request', 'cut-answer', 'slow'] as const)(
  'faults 12, 28: %s, three times; it is sent again and counts once',
  async (bad) => {
    const { at, personId, caseIds } = await seated(1);
    let times = 0;
    fate = (request) => (isPush(request) && (times += 1) <= 3 ? bad : 'pass');
    const id = await decide(at, caseIds[0]!);
    await until(at.status, ({ waiting }) => waiting === 0);
    expect(await decisionsOf(personId)).toEqual([{ id, standing: true, actions: 1 }]);
  },
);

test.each(['black-hole', 'trickle'] as const)(
  'fault 26: %s: everything times out, the screen does not notice, and it heals by itself',
  async (bad) => {
    const { at, personId, caseIds } = await seated(3);
    fate = () => bad;
    proxy.breakAll();
    const { reason } = await until(at.status, ({ contact }) => contact === 'offline');
    expect(['timeout', 'unreachable']).toContain(reason);
    const began = performance.now();
    const ids = [];
    for (const caseId of caseIds) ids.push(await decide(at, caseId));
    // Real time, for three cases opened and decided: nothing here waits for a socket.
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await at.status()).toMatchObject({ waitingDecisions: 3 });
    fate = () => 'pass';
    await until(at.status, ({ waiting, contact }) => waiting === 0 && contact === 'online');
    const kept = (await decisionsOf(personId)).map(({ id }) => id);
    expect(kept.toSorted()).toEqual(ids.toSorted());
  },
);

const page = '<!doctype html><title>Sign in to the network</title>';
const answer = (status: string): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\nconnection: close\r\n\r\n${page}`;

test.each(['200 OK', '401 Unauthorized', '403 Forbidden', '404 Not Found', '407 Proxy', '410 Gone'])(
  'faults 27, 41: a portal answers “%s” with its own page: contact is lost, nothing is parked, nobody signed out',
  async (status) => {
    const { at, personId, caseIds } = await seated(1);
    portal = answer(status);
    proxy.breakAll();
    const id = await decide(at, caseIds[0]!);
    await until(at.status, ({ contact, reason }) => contact === 'offline' && reason === 'not-central');
    expect(await at.ask('app.state', {})).toMatchObject({ session: { is: 'signed-in' } });
    expect(await at.ask('attention.list', {})).toEqual({ items: [] });
    expect((await at.ask('sync.report', {})).lastErrors[0]).toMatchObject({ what: 'not-central' });
    portal = null;
    await until(at.status, ({ waiting, contact }) => waiting === 0 && contact === 'online');
    expect(await decisionsOf(personId)).toEqual([{ id, standing: true, actions: 1 }]);
  },
);

test('fault 43: what holds the stream back holds nothing else back: polling takes over', async () => {
  const { at, personId } = await seated(1);
  fate = (request) => (request.startsWith('GET /v1/stream') ? 'black-hole' : 'pass');
  proxy.breakAll();
  await until(at.status, ({ contact }) => contact === 'online');
  const { rows } = await central.store.query<{ queue: string }>(
    'select queue from person_queue where person_id = $1',
    [personId],
  );
  await central.store.query('update person set capacity = 5 where id = $1', [personId]);
  await central.addCases([incomingCase({ queue: rows[0]!.queue })]);
  const seen = await until(at.status, ({ queue, arrivals }) => queue + arrivals >= 2, 20_000);
  expect(seen.contact).toBe('online');
  expect(proxy.counts['black-hole']).toBeGreaterThan(0);
});

test('fault 25: while nothing can be reached, a desktop asks seldom, and ever more seldom', async () => {
  const { at } = await seated(1);
  fate = () => null;
  proxy.breakAll();
  await until(at.status, ({ contact }) => contact === 'offline');
  const before = proxy.counts['refused'] ?? 0;
  // A second of real time is 25 of the workstation's: the first minutes of an outage.
  await new Promise((resolve) => setTimeout(resolve, 2400));
  const asked = (proxy.counts['refused'] ?? 0) - before;
  expect(asked).toBeGreaterThan(3);
  expect(asked).toBeLessThan(40);
});

const chances: readonly (readonly [Fate, number])[] = [
  ['lost-request', 0.08],
  ['lost-answer', 0.1],
  ['cut-answer', 0.08],
  ['slow', 0.06],
  ['trickle', 0.02],
  ['black-hole', 0.03],
];

test(`faults 12, 26, 28, 36: ${DECISIONS} decisions from three desktops over networks that fail at random have exactly that many effects`, async () => {
  const random = seededRandom(SEED * 31);
  const draw = (): Fate => {
    let rest = random();
    for (const [name, chance] of chances) {
      if (rest < chance) return name;
      rest -= chance;
    }
    return 'pass';
  };
  const networks: TcpProxy[] = [];
  try {
    let bad = false;
    const each = DECISIONS / DESKTOPS;
    const told = new Map<string, string[]>();
    const desks = [];
    for (let n = 0; n < DESKTOPS; n += 1) {
      const network = await startTcpProxy({
        target: central.url,
        random,
        fate: () => (bad ? draw() : 'pass'),
        byteMs: 10,
      });
      networks.push(network);
      desks.push(await seated(each, network.url));
    }
    bad = true;
    await Promise.all(
      desks.map(async ({ at, personId, caseIds }, n) => {
        const ids: string[] = [];
        for (const [index, caseId] of caseIds.entries()) {
          ids.push(await decide(at, caseId));
          await new Promise((resolve) => setTimeout(resolve, 5));
          if (index % 25 === 24) networks[n]!.breakAll();
        }
        told.set(personId, ids);
        await until(at.status, ({ waiting }) => waiting === 0, 120_000);
      }),
    );
    bad = false;
    for (const { at, personId } of desks) {
      const rows = await decisionsOf(personId);
      expect(rows.map(({ id }) => id).toSorted()).toEqual(told.get(personId)!.toSorted());
      expect(rows.every(({ standing, actions }) => standing && actions === 1)).toBe(true);
      expect(await at.ask('attention.list', {})).toEqual({ items: [] });
      // The queue follows: nothing is offered again, and nothing is stuck.
      await until(
        at.status,
        ({ queue, contact, waiting }) => queue === 0 && contact === 'online' && waiting === 0,
      );
    }
    const met = (name: Fate): number => networks.reduce((sum, one) => sum + (one.counts[name] ?? 0), 0);
    console.log(
      `${DECISIONS} decisions, seed ${SEED}: ${['pass', ...chances.map(([name]) => name)].map((name) => `${name} ${met(name as Fate)}`).join(', ')}`,
    );
    for (const name of ['lost-request', 'lost-answer', 'cut-answer'] as const)
      expect(met(name)).toBeGreaterThan(0);
  } finally {
    for (const network of networks) await network.close();
  }
}, 600_000);

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { day } from '../../../central/ports.ts';
import { startCentral, storeKinds, type TestCentral } from '../../support/central.ts';
import { jobPost } from '../../support/central-factories.ts';
import { readEvents } from '../../support/read-events.ts';
import { producerClient, type ProducerClient } from './producer-client.ts';

const ids = () => `e-${v7()}`;
/** As a producer writes it; the queue keeps it from reviewers of other tests. */
const sent = (change: object = {}) => ({
  externalId: ids(),
  source: 'detection',
  queue: 'messages',
  title: 'Assistant wanted',
  subject: { type: 'job-post', id: ids(), label: 'A post' },
  evidence: [{ key: 'post', document: jobPost('Assistant wanted') }],
  ...change,
});

describe.each(storeKinds)('POST /v1/cases over %s', (kind) => {
  let server: TestCentral;
  let detector: ProducerClient;
  beforeAll(async () => {
    server = await startCentral({ kind });
    detector = producerClient(
      server.url,
      await server.addProducer({ sources: ['detection'], compartments: ['sealed-room'] }),
    );
  });
  afterAll(() => server?.close());

  const countOf = async (externalId: string) =>
    (await server.store.query('select 1 from case_file where external_id = $1', [externalId])).count;

  test('one case is added, and the same id again answers the same case, whatever else it says', async () => {
    const incoming = sent();
    const [added] = await detector.send('/v1/cases', incoming);
    expect(added).toEqual({
      index: 0,
      externalId: incoming.externalId,
      status: 'added',
      caseId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      reference: expect.stringMatching(/^JP-\d+$/),
    });
    const [again] = await detector.send('/v1/cases', { ...incoming, title: 'Another title' });
    expect(again).toEqual({ ...added, status: 'already-there' });
    expect(await countOf(incoming.externalId)).toBe(1);
  });

  test("another producer's same id is another case", async () => {
    const other = producerClient(server.url, await server.addProducer({ id: `other-${ids()}` }));
    const incoming = sent();
    const [mine] = await detector.send('/v1/cases', incoming);
    const [theirs] = await other.send('/v1/cases', incoming);
    expect([mine?.status, theirs?.status]).toEqual(['added', 'added']);
    expect(await countOf(incoming.externalId)).toBe(2);
  });

  test('a batch is answered item by item; a bad item names its field and refuses no other', async () => {
    const twice = sent();
    const wrong: [object | string, string][] = [
      [{ ...sent(), title: '' }, 'title'],
      [{ ...sent(), title: 'a\ud800b' }, 'title'],
      [{ ...sent(), title: 'a\0b' }, 'title'],
      [{ ...sent(), externalId: 7 }, 'externalId'],
      [{ ...sent(), externalId: '\udfff' }, 'externalId'],
      [{ ...sent(), externalId: 'x'.repeat(201) }, 'externalId'],
      [{ ...sent(), externalId: undefined }, 'externalId'],
      [{ ...sent(), source: 'gossip' }, 'source'],
      [{ ...sent(), source: 'vendor' }, 'source'],
      [{ ...sent(), compartment: 'other-room' }, 'compartment'],
      [{ ...sent(), queue: 'nowhere' }, 'queue'],
      [{ ...sent(), riskScore: 1e308 }, 'riskScore'],
      [{ ...sent(), strikes: 1e15 }, 'strikes'],
      [{ ...sent(), createdAt: '0000-01-01T00:00:00.000Z' }, 'createdAt'],
      [{ ...sent(), createdAt: '9999-12-31T23:59:59.999Z' }, 'createdAt'],
      [{ ...sent(), dueAt: 'tomorrow' }, 'dueAt'],
      [{ ...sent(), subject: { type: 'cat', id: 'a', label: 'b' } }, 'subject.type'],
      [{ ...sent(), subject: ['a'] }, 'subject'],
      [{ ...sent(), facts: 'none' }, 'facts'],
      [{ ...sent(), evidence: [] }, 'evidence'],
      [{ ...sent(), evidence: [{ key: 'Bad key', document: jobPost('x') }] }, 'evidence.0.key'],
      [
        { ...sent(), evidence: [{ key: 'post', document: { kind: 'job-post' } }] },
        'evidence.0.document.title',
      ],
      [{ ...sent(), evidence: [{ key: 'post', document: { kind: 'poem' } }] }, 'evidence.0.document.kind'],
      [{ ...sent(), evidence: ['a', 'a'].map((key) => ({ key, document: jobPost('x') })) }, 'evidence.1.key'],
      [
        { ...sent(), evidence: [{ key: 'a', kind: 'image', mediaType: 'image/png', content: '%%%' }] },
        'evidence.0.content',
      ],
    ];
    const cases = [twice, ...wrong.map(([item]) => item), sent(), twice];
    const results = await detector.send('/v1/cases', { cases });
    expect(results.map((one) => one.index)).toEqual(cases.map((_, index) => index));
    expect(results.at(0)?.status).toBe('added');
    expect(results.at(-2)?.status).toBe('added');
    expect(results.at(-1)).toEqual({ ...results[0], index: cases.length - 1, status: 'already-there' });
    const fields = results
      .slice(1, -2)
      .map((one) => (one.status === 'rejected' ? one.errors.map(({ field }) => field) : one.status));
    expect(fields).toEqual(wrong.map(([, field]) => [field]));
    expect(await countOf(twice.externalId)).toBe(1);
  });

  test('a compartment that the producer may name seals the case', async () => {
    const incoming = sent({ compartment: 'sealed-room' });
    const [added] = await detector.send('/v1/cases', incoming);
    expect(added?.status).toBe('added');
    const { rows } = await server.store.query('select compartment from case_file where external_id = $1', [
      incoming.externalId,
    ]);
    expect(rows).toEqual([{ compartment: 'sealed-room' }]);
  });

  test('what is no batch is refused as a whole, and nothing of it is taken', async () => {
    const good = sent();
    const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const bodies: [unknown, string][] = [
      ['', 'body'],
      ['null', 'body'],
      ['[]', 'body'],
      ['"text"', 'body'],
      ['{"cases":', 'body'],
      ['{}', 'cases'],
      [{ cases: [] }, 'cases'],
      [{ cases: 'all' }, 'cases'],
      [{ cases: Array.from({ length: 201 }, () => good) }, 'cases'],
      [{ cases: [good, 7] }, 'cases.1'],
      [{ cases: [good, null] }, 'cases.1'],
      [`{"cases":[${JSON.stringify(good)}],"__proto__":{"a":1}}`, 'body'],
      [`{"externalId":"x","constructor":{"prototype":{"a":1}}}`, 'body'],
      [deep(10_000), 'body'],
    ];
    for (const [body, field] of bodies) {
      const response = await detector.post('/v1/cases', body);
      const problem = (await response.json()) as { code: string; errors: { field: string }[] };
      const told = { status: response.status, code: problem.code, field: problem.errors?.[0]?.field };
      expect(told, JSON.stringify(body).slice(0, 80)).toEqual({ status: 400, code: 'invalid', field });
    }
    expect(await countOf(good.externalId)).toBe(0);
    expect((await detector.post('/v1/cases', `"${'a'.repeat(17_000_000)}"`)).status).toBe(413);
    expect((await detector.post('/v1/cases', good, { 'content-type': 'text/plain' })).status).toBe(400);
  });

  test('fields that nobody knows are left out, however deep they are', async () => {
    const incoming = sent();
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const body = JSON.stringify(incoming).replace('{', `{"later":${deep},`);
    expect((await detector.send('/v1/cases', body))[0]?.status).toBe('added');
    // A key of a request must be compared, so there depth has an end.
    const named = await detector.post('/v1/cases', body, { 'idempotency-key': ids() });
    expect([named.status, await named.json()]).toMatchObject([400, { errors: [{ field: 'body' }] }]);
  });

  test('the same Idempotency-Key and body repeat the answer; another body is refused and the first stands', async () => {
    const key = { 'idempotency-key': ids() };
    const incoming = sent();
    const body = { cases: [incoming, { ...sent(), title: '' }] };
    const first = await detector.send('/v1/cases', body, key);
    expect(first.map(({ status }) => status)).toEqual(['added', 'rejected']);
    expect(await detector.send('/v1/cases', body, key)).toEqual(first);
    // Whatever the order of its fields.
    const turned = JSON.stringify({
      cases: [Object.fromEntries(Object.entries(incoming).reverse()), body.cases[1]],
    });
    expect(await detector.send('/v1/cases', turned, key)).toEqual(first);
    const other = sent();
    const refused = await detector.post('/v1/cases', other, key);
    expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'id-reused' }]);
    expect(await countOf(other.externalId)).toBe(0);
    // Another producer's key of the same name is another one.
    const elsewhere = producerClient(server.url, await server.addProducer({ id: `keys-${ids()}` }));
    expect((await elsewhere.send('/v1/cases', other, key))[0]?.status).toBe('added');
    for (const wrong of ['a b', 'x'.repeat(201)]) {
      const answer = await detector.post('/v1/cases', other, { 'idempotency-key': wrong });
      expect([answer.status, await answer.json()]).toMatchObject([
        400,
        { errors: [{ field: 'idempotency-key' }] },
      ]);
    }
  });

  test('an Idempotency-Key is forgotten after seven days, the case is not', async () => {
    const key = { 'idempotency-key': ids() };
    const incoming = sent();
    await detector.send('/v1/cases', incoming, key);
    server.clock.advance(7 * day - 1000);
    await server.central.tick();
    expect((await detector.send('/v1/cases', incoming, key))[0]?.status).toBe('added');
    server.clock.advance(day);
    await server.central.tick();
    expect((await detector.send('/v1/cases', incoming, key))[0]?.status).toBe('already-there');
  });

  test('a reviewer in contact has the case within two seconds', async () => {
    const username = `r-${ids()}`.slice(0, 30);
    await server.addPerson({ username, queues: ['jobs'] });
    const client = await server.signIn(username);
    await client.pullAll();
    const events = readEvents(await client.get('/v1/stream'));
    await events.next('hello');
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const startedAt = performance.now();
      const arrives = events.next('feed');
      const [added] = await detector.send('/v1/cases', sent({ queue: 'jobs' }));
      const caseId = added?.status === 'added' ? added.caseId : '';
      await arrives;
      let held = await client.pullAll();
      // The stream may tell first of what changed before.
      while (!held.has(caseId) && performance.now() - startedAt < 2000) held = await client.pullAll();
      times.push(performance.now() - startedAt);
      expect(held.has(caseId)).toBe(true);
    }
    await events.cancel();
    expect(Math.max(...times)).toBeLessThan(2000);
  });
});

test('twins of one request at two processes end with one case and one answer', async () => {
  const first = await startCentral({ kind: 'PostgreSQL' });
  const second = await first.again();
  try {
    const key = await first.addProducer();
    const clients = [producerClient(first.url, key), producerClient(second.url, key)];
    for (let round = 0; round < 20; round += 1) {
      const cases = [1, 2, 3].map(() => sent());
      // Without a key, in opposite orders: each case once, and both are told the same ids.
      const [one, two] = await Promise.all([
        clients[0]!.send('/v1/cases', { cases }),
        clients[1]!.send('/v1/cases', { cases: cases.toReversed() }),
      ]);
      const known = (results: typeof one) =>
        new Map(results!.map((result) => [result.externalId, 'caseId' in result ? result.caseId : result]));
      expect(known(two)).toEqual(known(one));
      const statuses = [...one!, ...two!].map(({ status }) => status).toSorted();
      expect(statuses).toEqual([...Array(3).fill('added'), ...Array(3).fill('already-there')]);
      // With one: the whole answer is the same.
      const named = { 'idempotency-key': ids() };
      const body = { cases: [sent(), sent()] };
      const [left, right] = await Promise.all(clients.map((client) => client.send('/v1/cases', body, named)));
      expect(left).toEqual(right);
      expect(left!.map(({ status }) => status)).toEqual(['added', 'added']);
      // Two bodies under one key: one stands, the other is refused.
      const rivals = { 'idempotency-key': ids() };
      const answers = await Promise.all(clients.map((client) => client.post('/v1/cases', sent(), rivals)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    }
    const { rows } = await first.store.query('select count(*) as cases from case_file');
    expect(rows).toEqual([{ cases: 20 * 6 }]);
  } finally {
    await second.close();
    await first.close();
  }
});

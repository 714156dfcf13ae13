import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IntakeAnswer } from '../../../contract/intake.ts';
import {
  startCentral,
  storeKinds,
  withOneCase,
  type Client,
  type StoreKind,
  type TestCentral,
} from '../../support/central.ts';
import { decisionOn, incomingCase, jobPost } from '../../support/central-factories.ts';
import { producerClient, type ProducerClient } from './producer-client.ts';

type Row = Record<string, ReturnType<typeof JSON.parse>>;
type Placed = Extract<IntakeAnswer, { caseId: string }>;

const id = () => `e-${v7()}`;
const subject = () => ({ type: 'job-post', id: id(), label: 'A post' }) as const;
const post = { key: 'post', document: jobPost('As it was reported') };
const reportOn = (on: object, change: object = {}) => ({
  externalId: id(),
  subject: on,
  reporter: { id: 'r-1', label: 'A freelancer', role: 'freelancer', reports: 4, upheld: 3 },
  reason: 'Asks for money',
  text: 'They wanted a deposit.',
  ...change,
});

async function start(kind: StoreKind): Promise<[TestCentral, ProducerClient]> {
  const server = await startCentral({ kind });
  const key = await server.addProducer({ id: 'platform', sources: ['report'] });
  return [server, producerClient(server.url, key)];
}

describe.each(storeKinds)('POST /v1/reports over %s', (kind) => {
  let server: TestCentral;
  let platform: ProducerClient;
  beforeAll(async () => {
    [server, platform] = await start(kind);
  });
  afterAll(() => server?.close());

  const report = async (body: object): Promise<IntakeAnswer> => {
    const [answer] = await platform.send('/v1/reports', body);
    return answer!;
  };
  const rowOf = async (caseId: string) =>
    (await server.store.query<Row>('select * from case_file where id = $1', [caseId])).rows[0]!;
  const itemsOf = async (caseId: string) =>
    (
      await server.store.query<Row>(
        'select * from evidence_item where case_id = $1 and current order by ordinal',
        [caseId],
      )
    ).rows;
  const eventsOf = async (caseId: string) =>
    (
      await server.store.query<Row>('select event from case_event where case_id = $1 order by id', [caseId])
    ).rows.map((row) => row['event'] as string);
  const documentsOf = async (client: Client, items: readonly { digest: string }[]) =>
    Promise.all(items.map(async ({ digest }) => (await client.get(`/v1/evidence/${digest}`)).json()));

  test('R5, D11: a report joins the open case of its subject; its holder learns it before a decision counts', async () => {
    const { client, found } = await withOneCase(server);
    const before = await client.page();
    const answer = await report(reportOn(found.subject, { evidence: [post] }));
    expect(answer).toMatchObject({ status: 'joined', caseId: found.id, reference: found.reference });
    const { changes } = await client.page(before.cursor);
    const now = changes.flatMap((change) => (change.type === 'case.put' ? [change.case] : []))[0]!;
    expect(now).toMatchObject({ id: found.id, version: found.version + 1, epoch: found.epoch, reports: 1 });
    expect(now.priority.score).toBeGreaterThan(found.priority.score);
    expect(now.timeline.at(-1)).toMatchObject({ event: 'report-joined', by: null });
    expect(now.evidence.map(({ kind: is, material }) => [is, material])).toEqual([
      ['job-post', true],
      ['report', true],
    ]);
    expect(await documentsOf(client, now.evidence.slice(1))).toMatchObject([
      { kind: 'report', reason: 'Asks for money', reporter: { reports: 4, upheld: 3 } },
    ]);
    expect(now.evidenceDigest).not.toBe(found.evidenceDigest);
    // Decided on what was on screen: asked to look again. Decided on what is there now: applied.
    expect(await client.push(decisionOn(found, client.deviceId))).toMatchObject([
      { status: 'changed', caseVersion: now.version, evidenceDigest: now.evidenceDigest },
    ]);
    expect(await client.push(decisionOn(now, client.deviceId))).toMatchObject([{ status: 'applied' }]);
  });

  test('without an open case the subject comes along and makes one; the next report joins it', async () => {
    const on = subject();
    const first = (await report(reportOn(on, { evidence: [post], policyArea: 'fraud' }))) as Placed;
    expect(first.status).toBe('added');
    expect(await rowOf(first.caseId)).toMatchObject({
      source: 'report',
      state: 'queued',
      title: 'A post',
      summary: 'freelancer · Asks for money',
      reports: 1,
      policy_area: 'fraud',
      subject_id: on.id,
      version: 1,
    });
    expect((await itemsOf(first.caseId)).map((item) => item['kind'])).toEqual(['job-post', 'report']);
    const second = await report(reportOn(on));
    expect(second).toMatchObject({ status: 'joined', caseId: first.caseId, reference: first.reference });
    expect(await rowOf(first.caseId)).toMatchObject({ reports: 2, version: 2 });
    expect(await eventsOf(first.caseId)).toEqual(['created', 'report-joined']);
  });

  test('a report that nothing is known about names its evidence, and leaves nothing behind', async () => {
    const on = subject();
    expect(await report(reportOn(on))).toMatchObject({ status: 'rejected', errors: [{ field: 'evidence' }] });
    expect((await server.store.query('select 1 from case_file where subject_id = $1', [on.id])).count).toBe(
      0,
    );
  });

  test('a subject that was decided before comes along as it was known: not its old reports and detections', async () => {
    const related = [{ relation: 'owner', subject: { type: 'account', id: id(), label: 'Owner' } }] as const;
    const on = subject();
    const words = { kind: 'messages', participants: [{ id: 'a', label: 'A', role: 'client' }] };
    const { client, found } = await withOneCase(server, {
      subject: on,
      related: [...related],
      evidence: [
        {
          key: 'thread',
          document: {
            ...words,
            messages: [{ id: '1', from: 'a', at: null, text: 'Hi', attachments: ['photo'] }],
          },
        },
        { key: 'photo', kind: 'image', mediaType: 'image/png', content: 'aGk=' },
        {
          key: 'detection',
          document: {
            kind: 'detection',
            detector: 'd',
            detectorVersion: '1',
            at: new Date().toISOString(),
            score: 1,
            threshold: 0.5,
            signals: [],
          },
        },
      ],
    });
    await report(reportOn(on));
    const held = (await client.pullAll()).get(found.id);
    expect(await client.push(decisionOn(held!, client.deviceId))).toMatchObject([{ status: 'applied' }]);
    const answer = (await report(reportOn(on))) as Placed;
    expect(answer.status).toBe('added');
    expect(answer.caseId).not.toBe(found.id);
    const fresh = (await client.pullAll()).get(answer.caseId)!;
    expect(fresh.evidence.map((item) => item.kind)).toEqual(['messages', 'image', 'report']);
    expect(fresh.related).toEqual(related);
    expect(fresh.reports).toBe(1);
    // What names an item by its id still finds it.
    const [thread] = await documentsOf(client, fresh.evidence.slice(0, 1));
    expect(thread.messages[0].attachments).toEqual([fresh.evidence[1]!.id]);
    expect(fresh.evidence[0]!.capturedAt).toBe(found.evidence[0]!.capturedAt);
    expect(fresh.evidenceDigest).not.toBe(held!.evidenceDigest);
  });

  test('the same report twice counts once, alone and in a batch, and answers where it went', async () => {
    const on = subject();
    const first = reportOn(on, { evidence: [post] });
    const second = reportOn(on);
    const results = await platform.send('/v1/reports', { reports: [first, second, first, second] });
    expect(results.map(({ status }) => status)).toEqual([
      'added',
      'joined',
      'already-there',
      'already-there',
    ]);
    const { caseId } = results[0] as Placed;
    expect(new Set(results.map((one) => (one as Placed).caseId))).toEqual(new Set([caseId]));
    expect(await report({ ...second, reason: 'Another reason' })).toMatchObject({
      status: 'already-there',
      caseId,
    });
    expect(await rowOf(caseId)).toMatchObject({ reports: 2, version: 2 });
    expect(await itemsOf(caseId)).toHaveLength(3);
  });

  test('a batch takes reports of many subjects; bad ones name their field and stop no other', async () => {
    const on = [subject(), subject(), subject()];
    const wrong: [object, string][] = [
      [{ ...reportOn(on[0]!), reason: '' }, 'reason'],
      [{ ...reportOn(on[0]!), text: 'a\ud800' }, 'text'],
      [{ ...reportOn(on[0]!), reporter: { id: 'a', label: 'b', role: 'ghost' } }, 'reporter.role'],
      [{ ...reportOn(on[0]!), externalId: null }, 'externalId'],
      [
        { ...reportOn(on[0]!), evidence: [{ key: 'a', document: { kind: 'poem' } }] },
        'evidence.0.document.kind',
      ],
      [{ ...reportOn(on[0]!), evidence: [post, post] }, 'evidence.1.key'],
      [reportOn(on[2]!), 'evidence'],
    ];
    const results = await platform.send('/v1/reports', {
      reports: [
        ...wrong.map(([one]) => one),
        // The first of its subject waits for the one that brings it along.
        reportOn(on[0]!),
        reportOn(on[0]!, { evidence: [post] }),
        reportOn(on[1]!, { evidence: [post] }),
      ],
    });
    expect(
      results.slice(0, wrong.length).map((one) => one.status === 'rejected' && one.errors[0]!.field),
    ).toEqual(wrong.map(([, field]) => field));
    expect(results.slice(wrong.length).map(({ status }) => status)).toEqual(['joined', 'added', 'added']);
    for (const body of ['{}', '[]', { reports: [] }, { reports: Array(201).fill(reportOn(on[0]!)) }]) {
      expect((await platform.post('/v1/reports', body)).status).toBe(400);
    }
  });

  test('of several open cases of a subject the most urgent gets the report, and practice cases never do', async () => {
    const on = subject();
    const queue = 'messages';
    const [calm, urgent, practice] = await server.addCases([
      incomingCase({ subject: on, queue, riskScore: 0.1 }),
      incomingCase({ subject: on, queue, riskScore: 0.9 }),
      incomingCase({ subject: on, queue, riskScore: 1 }),
    ]);
    await server.store.query('update case_file set practice = true where id = $1', [practice]);
    expect(await report(reportOn(on))).toMatchObject({ status: 'joined', caseId: urgent });
    expect([await rowOf(calm!), await rowOf(practice!)]).toMatchObject([{ reports: 0 }, { reports: 0 }]);
  });

  test('P1: a report on a sealed case joins it, and its sender is told no more than of any other', async () => {
    const on = subject();
    const [sealed] = await server.addCases([
      incomingCase({ subject: on, compartment: 'sealed-room', title: 'Zebrafish', queue: 'messages' }),
    ]);
    const [open] = await server.addCases([incomingCase({ subject: subject(), queue: 'messages' })]);
    const openOn = { ...subject(), id: (await rowOf(open!))['subject_id'] };
    const [one, other] = [await report(reportOn(on)), await report(reportOn(openOn))];
    expect(Object.keys(one!)).toEqual(Object.keys(other!));
    expect(one).toMatchObject({ status: 'joined', caseId: sealed });
    expect(JSON.stringify(one)).not.toMatch(/zebrafish|sealed/i);
    expect(await rowOf(sealed!)).toMatchObject({ reports: 1 });
    // What was sealed is not copied to outside once it is decided.
    await server.store.query(`update case_file set state = 'closed' where id = $1`, [sealed]);
    expect(await report(reportOn(on))).toMatchObject({ status: 'rejected', errors: [{ field: 'evidence' }] });
  });

  test('a full case counts further reports without showing them', async () => {
    const on = subject();
    const [caseId] = await server.addCases([
      incomingCase({
        subject: on,
        queue: 'messages',
        evidence: Array.from({ length: 198 }, (_, at) => ({ key: `post-${at}`, document: jobPost(`${at}`) })),
      }),
    ]);
    const reports = Array.from({ length: 4 }, () => reportOn(on));
    const results = await platform.send('/v1/reports', { reports });
    expect(results.map(({ status }) => status)).toEqual(Array(4).fill('joined'));
    expect(await report(reportOn(on))).toMatchObject({ status: 'joined' });
    expect(await itemsOf(caseId!)).toHaveLength(200);
    expect(await rowOf(caseId!)).toMatchObject({ reports: 5 });
  });

  test('an Idempotency-Key repeats the answer of reports too, and is not that of a request for cases', async () => {
    const key = { 'idempotency-key': id() };
    const body = reportOn(subject(), { evidence: [post] });
    const first = await platform.send('/v1/reports', body, key);
    expect(first.map(({ status }) => status)).toEqual(['added']);
    expect(await platform.send('/v1/reports', body, key)).toEqual(first);
    expect((await platform.post('/v1/cases', body, key)).status).toBe(422);
  });

  test('a producer that may send no reports is refused as a whole', async () => {
    const vendor = producerClient(
      server.url,
      await server.addProducer({ id: 'vendor', sources: ['vendor'] }),
    );
    const response = await vendor.post('/v1/reports', reportOn(subject(), { evidence: [post] }));
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'forbidden' }]);
  });
});

describe('reports at two processes', () => {
  let first: TestCentral;
  let second: TestCentral;
  let platform: ProducerClient[];
  beforeAll(async () => {
    first = await startCentral({ kind: 'PostgreSQL' });
    second = await first.again();
    const key = await first.addProducer({ sources: ['report'] });
    platform = [producerClient(first.url, key), producerClient(second.url, key)];
  });
  afterAll(async () => {
    await second?.close();
    await first?.close();
  });

  test('reports of one new subject at once make one case, and each counts once', async () => {
    const on = subject();
    const reports = Array.from({ length: 10 }, () => reportOn(on, { evidence: [post] }));
    const answers = await Promise.all(
      reports.flatMap((one) => platform.map((client) => client.send('/v1/reports', one))),
    );
    const statuses = answers.flat().map(({ status }) => status);
    expect(statuses.filter((one) => one === 'added')).toHaveLength(1);
    expect(statuses.filter((one) => one === 'joined')).toHaveLength(9);
    const { rows } = await first.store.query('select reports from case_file where subject_id = $1', [on.id]);
    expect(rows).toEqual([{ reports: 10 }]);
  });

  test('D11: a report and a decision at once: either the decision was asked to look again, or the report made a case', async () => {
    for (let round = 0; round < 12; round += 1) {
      const { client, found } = await withOneCase(first);
      const [[decided], [reported]] = await Promise.all([
        client.push(decisionOn(found, client.deviceId)),
        platform[round % 2]!.send('/v1/reports', reportOn(found.subject)),
      ]);
      const outcome = `${decided!.status} ${reported!.status}`;
      expect(['changed joined', 'applied added']).toContain(outcome);
    }
  });

  test('batches over the same subjects in opposite orders end', async () => {
    const subjects = Array.from({ length: 20 }, subject);
    const batch = (order: typeof subjects) => ({
      reports: order.map((on) => reportOn(on, { evidence: [post] })),
    });
    const [one, other] = await Promise.all([
      platform[0]!.send('/v1/reports', batch(subjects)),
      platform[1]!.send('/v1/reports', batch(subjects.toReversed())),
    ]);
    const statuses = [...one!, ...other!].map(({ status }) => status).toSorted();
    expect(statuses).toEqual([...Array(20).fill('added'), ...Array(20).fill('joined')]);
  });
});

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Case } from '../../../contract/case.ts';
import { startCentral, storeKinds, type Client, type TestCentral } from '../../support/central.ts';
import { commandOn, decisionOn, jobPost } from '../../support/central-factories.ts';
import { producerClient, type ProducerClient } from './producer-client.ts';

type Row = Record<string, ReturnType<typeof JSON.parse>>;
const id = () => `e-${v7()}`;
const post = (text: string, more: object = {}) => ({
  key: 'post',
  document: jobPost('Wanted', text),
  ...more,
});
const profile = {
  key: 'profile',
  document: { kind: 'profile', account: { id: 'a', label: 'A' }, about: 'Hello' },
};
const history = { key: 'history', document: { kind: 'history', entries: [] } };
const edit = (...evidence: object[]) => ({ externalId: id(), evidence });

describe.each(storeKinds)('POST /v1/cases/:externalId/evidence over %s', (kind) => {
  let server: TestCentral;
  let detector: ProducerClient;
  beforeAll(async () => {
    server = await startCentral({ kind });
    detector = producerClient(server.url, await server.addProducer());
  });
  afterAll(() => server?.close());

  /** A case of the producer, held by somebody who has nothing else. */
  async function heldCase(
    change: object = {},
    role: 'reviewer' | 'vendor-reviewer' = 'reviewer',
  ): Promise<{ externalId: string; client: Client; found: Case; caseId: string }> {
    const externalId = id();
    const username = `r-${externalId.slice(-12)}`;
    const compartment = `only-${username}`;
    await server.addPerson({ username, role, compartments: [compartment], queues: ['messages'] });
    // Sealed, so that nobody else of these tests is given it.
    await server.store.query(`update producer set compartments = array_append(compartments, $1)`, [
      compartment,
    ]);
    await detector.send('/v1/cases', {
      externalId,
      source: 'detection',
      queue: 'messages',
      compartment,
      title: 'Wanted',
      subject: { type: 'job-post', id: id(), label: 'A post' },
      evidence: [post('First words of it')],
      ...change,
    });
    const client = await server.signIn(username);
    const [found] = (await client.pullAll()).values();
    return { externalId, client, found: found!, caseId: found!.id };
  }
  const send = async (externalId: string, body: object) => {
    const response = await detector.post(`/v1/cases/${externalId}/evidence`, body);
    return { status: response.status, body: (await response.json()) as Row };
  };
  const held = async ({ client, caseId }: { client: Client; caseId: string }) =>
    (await client.pullAll()).get(caseId);
  const rowOf = async (caseId: string) =>
    (await server.store.query<Row>('select * from case_file where id = $1', [caseId])).rows[0]!;
  const versionsOf = async (caseId: string) =>
    (
      await server.store.query<Row>(
        'select key, version, current from evidence_item where case_id = $1 order by ordinal, version',
        [caseId],
      )
    ).rows.map((row) => [row['key'], row['version'], row['current']]);

  test('R5, D11: a known key becomes a new version, others are added, and the holder learns it', async () => {
    const one = await heldCase();
    const { cursor } = await one.client.page();
    const { status, body } = await send(one.externalId, edit(post('Edited words of it'), profile));
    expect([status, body]).toEqual([
      200,
      { status: 'edited', caseId: one.caseId, version: one.found.version + 1 },
    ]);
    expect(await versionsOf(one.caseId)).toEqual([
      ['post', 1, false],
      ['post', 2, true],
      ['profile', 1, true],
    ]);
    const { changes } = await one.client.page(cursor);
    expect(changes).toMatchObject([{ type: 'case.put', case: { version: one.found.version + 1 } }]);
    const now = (await held(one))!;
    expect(
      now.evidence.map((item) => [item.id === one.found.evidence[0]!.id, item.kind, item.version]),
    ).toEqual([
      [true, 'job-post', 2],
      [false, 'profile', 1],
    ]);
    expect(now.epoch).toBe(one.found.epoch);
    expect(now.nearDuplicateDigest).not.toBe(one.found.nearDuplicateDigest);
    expect(now.timeline.at(-1)).toMatchObject({ event: 'evidence-added', by: null });
    const content = await one.client.get(`/v1/evidence/${now.evidence[0]!.digest}`);
    expect(await content.text()).toContain('Edited words of it');
    expect(await one.client.push(decisionOn(one.found, one.client.deviceId))).toMatchObject([
      { status: 'changed', caseVersion: now.version, evidenceDigest: now.evidenceDigest },
    ]);
    expect(await one.client.push(decisionOn(now, one.client.deviceId))).toMatchObject([
      { status: 'applied' },
    ]);
  });

  test('the same edit twice changes nothing; its id on another case is another edit', async () => {
    const [one, other] = [await heldCase(), await heldCase()];
    const twice = edit(post('Edited'));
    const first = await send(one.externalId, twice);
    const again = await send(one.externalId, { ...twice, evidence: [post('Edited once more')] });
    expect(again).toEqual({ status: 200, body: { ...first.body, status: 'already-there' } });
    expect(await versionsOf(one.caseId)).toHaveLength(2);
    expect((await send(other.externalId, twice)).body).toMatchObject({
      status: 'edited',
      caseId: other.caseId,
    });
  });

  test('what is sent again as it was is no new version, and nobody is disturbed', async () => {
    const one = await heldCase();
    const { body } = await send(one.externalId, edit(post('First words of it')));
    expect(body).toMatchObject({ status: 'edited', version: one.found.version });
    expect(await held(one)).toEqual(one.found);
    // A new label is one, though the words are the same: it is not material to a decision.
    await send(one.externalId, edit(post('First words of it', { label: 'The post' })));
    const now = (await held(one))!;
    expect([now.version, now.evidence[0]!.label]).toEqual([one.found.version + 1, 'The post']);
    expect(now.evidenceDigest).toBe(one.found.evidenceDigest);
  });

  test('F1, F3: new material evidence opens a decided case again; its decision stands until the next replaces it', async () => {
    const one = await heldCase();
    const decision = decisionOn(one.found, one.client.deviceId);
    expect(await one.client.push(decision)).toMatchObject([{ status: 'applied' }]);
    expect(await held(one)).toBeUndefined();
    server.clock.advance(3 * 24 * 3_600_000);
    const again = await server.signIn(one.client.session.account.username);
    expect((await send(one.externalId, edit(history))).body).toMatchObject({ status: 'edited' });
    expect(await rowOf(one.caseId)).toMatchObject({ state: 'decided' });
    await send(one.externalId, edit(post('Edited after the decision')));
    const row = await rowOf(one.caseId);
    expect(row).toMatchObject({
      state: 'queued',
      epoch: one.found.epoch + 1,
      assignee: null,
      standing_decision: decision.id,
    });
    expect(new Date(row['due_at']).getTime()).toBeGreaterThan(server.clock.now());
    const reopened = (await again.pullAll()).get(one.caseId)!;
    expect(reopened.timeline.map(({ event }) => event)).toContain('reopened');
    expect(reopened.standing).toMatchObject({ decisionId: decision.id, outcome: 'violation' });
    const standing = async () =>
      (
        await server.store.query(
          'select id, standing, ended_because from decision where case_id = $1 order by received_at',
          [one.caseId],
        )
      ).rows;
    expect(await standing()).toEqual([{ id: decision.id, standing: true, ended_because: null }]);
    // One that does not know what it replaces is late; one that does replaces it.
    const blind = decisionOn(reopened, again.deviceId);
    expect(await again.push(blind)).toMatchObject([{ status: 'late', reason: 'already-decided' }]);
    const next = decisionOn(reopened, again.deviceId, { replaces: decision.id });
    expect(await again.push(next)).toMatchObject([{ status: 'applied' }]);
    expect(await standing()).toMatchObject([
      { id: decision.id, standing: false, ended_because: 'replaced' },
      { id: blind.id, standing: false },
      { id: next.id, standing: true },
    ]);
  });

  test('D3: a recall of the decision that stands leaves a reopened case with whoever holds it now', async () => {
    const one = await heldCase();
    const decision = decisionOn(one.found, one.client.deviceId);
    await one.client.push(decision);
    await send(one.externalId, edit(post('Edited after the decision')));
    const username = `r-${id().slice(-12)}`;
    const compartments = [one.found.compartment!];
    const personId = await server.addPerson({ username, compartments, queues: ['messages'] });
    const other = await server.signIn(username);
    const reopened = (await other.pullAll()).get(one.caseId)!;
    const recall = { type: 'recall', decisionId: decision.id, reason: 'Looked at the wrong post.' };
    const answers = await one.client.push(commandOn(one.found, one.client.deviceId, recall));
    expect(answers).toMatchObject([{ status: 'applied' }]);
    expect(await rowOf(one.caseId)).toMatchObject({
      state: 'assigned',
      assignee: personId,
      epoch: reopened.epoch,
      standing_decision: null,
    });
    const now = (await other.pullAll()).get(one.caseId)!;
    expect(now).toMatchObject({ standing: null, version: reopened.version + 1 });
    expect(await other.push(decisionOn(reopened, other.deviceId, { replaces: decision.id }))).toMatchObject([
      { status: 'applied' },
    ]);
  });

  test('P2: who is not shown the decision that stands replaces it all the same', async () => {
    const one = await heldCase({}, 'vendor-reviewer');
    const decision = decisionOn(one.found, one.client.deviceId);
    expect(await one.client.push(decision)).toMatchObject([{ status: 'applied' }]);
    await send(one.externalId, edit(post('Edited after the decision')));
    const reopened = (await held(one))!;
    expect(reopened.standing).toBeNull();
    const next = decisionOn(reopened, one.client.deviceId);
    expect(await one.client.push(next)).toMatchObject([{ status: 'applied' }]);
    expect(await rowOf(one.caseId)).toMatchObject({ state: 'decided', standing_decision: next.id });
  });

  test('P2: a detection that comes later does not tell where it fired in a field that is withheld', async () => {
    const about = { kind: 'profile', account: { id: 'a', label: 'A' }, about: 'Call 555' };
    const one = await heldCase(
      { evidence: [{ key: 'profile', document: about, sensitiveFields: ['/about'] }] },
      'vendor-reviewer',
    );
    const span = { evidenceId: 'profile', field: '/about', start: 5, end: 8 };
    const detection = {
      kind: 'detection',
      detector: 'd',
      detectorVersion: '1',
      at: new Date().toISOString(),
      score: 1,
      threshold: 0.5,
      signals: [{ id: 'phone', label: 'Phone', weight: 1, spans: [span] }],
    };
    expect((await send(one.externalId, edit({ key: 'detection', document: detection }))).status).toBe(200);
    const now = (await held(one))!;
    const shown = await (await one.client.get(`/v1/evidence/${now.evidence[1]!.digest}`)).json();
    expect(shown.signals).toMatchObject([{ id: 'phone', spans: [] }]);
  });

  test('bad evidence is refused by field, and nothing of the edit is kept', async () => {
    const one = await heldCase();
    const wrong: [object, string][] = [
      [{ evidence: [profile] }, 'externalId'],
      [edit(), 'evidence'],
      [{ externalId: id(), evidence: 'all' }, 'evidence'],
      [edit(profile, { key: 'UPPER', document: jobPost('x') }), 'evidence.1.key'],
      [edit(profile, { key: 'x', document: { kind: 'poem' } }), 'evidence.1.document.kind'],
      [edit(profile, { ...profile, translationOf: 'nothing' }), 'evidence.1.key'],
      [edit({ ...profile, translationOf: 'nothing' }), 'evidence.0.translationOf'],
      [edit({ ...profile, sensitiveFields: ['/nothing'] }), 'evidence.0.sensitiveFields'],
      [edit({ key: 'x', kind: 'image', mediaType: 'image/png', digest: '0'.repeat(64) }), 'evidence.0'],
      [edit(...Array.from({ length: 200 }, (_, at) => ({ ...profile, key: `p-${at}` }))), 'evidence'],
      [edit(...Array.from({ length: 201 }, (_, at) => ({ ...profile, key: `p-${at}` }))), 'evidence'],
    ];
    for (const [body, field] of wrong) {
      const { status, body: problem } = await send(one.externalId, body);
      expect([status, problem['code'], problem['errors']?.[0]?.field], field).toEqual([
        400,
        'invalid',
        field,
      ]);
    }
    expect(await versionsOf(one.caseId)).toEqual([['post', 1, true]]);
    expect(
      (await server.store.query('select 1 from evidence_edit where case_id = $1', [one.caseId])).count,
    ).toBe(0);
  });

  test("unknown cases and other producers' are not found; a closed one is not changed", async () => {
    const one = await heldCase();
    expect((await send(id(), edit(profile))).status).toBe(404);
    const other = producerClient(server.url, await server.addProducer({ id: `other-${id()}` }));
    expect((await other.post(`/v1/cases/${one.externalId}/evidence`, edit(profile))).status).toBe(404);
    await server.store.query(`update case_file set state = 'closed', assignee = null where id = $1`, [
      one.caseId,
    ]);
    expect((await send(one.externalId, edit(profile))).status).toBe(409);
    expect(await versionsOf(one.caseId)).toHaveLength(1);
  });

  test('a case that a report made is edited by the id of the report; ids with slashes are taken', async () => {
    const externalId = `report/${id()}`;
    const [made] = await detector.send('/v1/reports', {
      externalId,
      subject: { type: 'job-post', id: id(), label: 'A post' },
      reporter: { id: 'r', label: 'R', role: 'client' },
      reason: 'Spam',
      evidence: [post('First words')],
    });
    const { body } = await send(encodeURIComponent(externalId), edit(post('Second words')));
    expect(body).toEqual({ status: 'edited', caseId: made && 'caseId' in made && made.caseId, version: 2 });
  });

  test('reports in an edit are counted', async () => {
    const one = await heldCase();
    const document = {
      kind: 'report',
      reporter: { id: 'a', label: 'A', role: 'client', reports: 0, upheld: 0 },
      at: new Date().toISOString(),
      reason: 'Spam',
      text: '',
    };
    await send(one.externalId, edit({ key: 'report-1', document }));
    await send(one.externalId, edit({ key: 'report-1', document: { ...document, reason: 'Fraud' } }));
    const now = (await held(one))!;
    expect(now.reports).toBe(1);
    expect(now.priority.score).toBeGreaterThan(one.found.priority.score);
  });
});

test('edits of one case at two processes come one after the other: none is lost', async () => {
  const first = await startCentral({ kind: 'PostgreSQL' });
  const second = await first.again();
  try {
    const key = await first.addProducer();
    const clients = [producerClient(first.url, key), producerClient(second.url, key)];
    const externalId = id();
    const [added] = await clients[0]!.send('/v1/cases', {
      externalId,
      source: 'detection',
      queue: 'messages',
      title: 'Wanted',
      subject: { type: 'job-post', id: id(), label: 'A post' },
      evidence: [post('First')],
    });
    const caseId = added && 'caseId' in added ? added.caseId : '';
    const bodies = [1, 2, 3, 4].map((at) => edit(post(`Words ${at}`), { ...profile, key: 'new' }));
    const answers = await Promise.all(
      bodies.flatMap((body) =>
        clients.map((client) => client.post(`/v1/cases/${externalId}/evidence`, body)),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const told = (await Promise.all(answers.map((one) => one.json()))) as Row[];
    expect(told.filter((one) => one['status'] === 'edited')).toHaveLength(4);
    const { rows } = await first.store.query(
      'select key, version, current from evidence_item where case_id = $1 order by ordinal, version',
      [caseId],
    );
    expect(rows.filter((row) => row['key'] === 'post')).toHaveLength(5);
    expect(rows.filter((row) => row['current'])).toMatchObject([
      { key: 'post', version: 5 },
      { key: 'new', version: 1 },
    ]);
  } finally {
    await second.close();
    await first.close();
  }
});

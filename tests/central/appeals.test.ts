import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AppealAnswer } from '../../contract/appeal.ts';
import type { Case } from '../../contract/case.ts';
import type { EnforcementRequest } from '../../contract/enforcement.ts';
import type { IntakeAnswer } from '../../contract/intake.ts';
import type { DecisionNotice } from '../../contract/settlement.ts';
import { minute, systemIds } from '../../central/ports.ts';
import { previewErasure, setRetention } from '../../central/retention/erase.ts';
import {
  expectOk,
  startCentral,
  storeKinds,
  withOneCase,
  type Client,
  type TestCentral,
} from '../support/central.ts';
import { commandOn, decisionOn, jobPost } from '../support/central-factories.ts';
import { producerClient, type ProducerClient } from './intake/producer-client.ts';

type Placed = Extract<IntakeAnswer, { caseId: string }>;

describe.each(storeKinds)('appeals over %s', (kind) => {
  let server: TestCentral;
  let platform: ProducerClient;
  let key: string;
  let received: EnforcementRequest[] = [];
  beforeAll(async () => {
    server = await startCentral({
      kind,
      async deliver(request) {
        received.push(request);
        return { is: 'confirmed', httpStatus: 200, detail: '' };
      },
    });
    key = await server.addProducer({ id: 'platform', sources: ['detection', 'appeal'] });
    platform = producerClient(server.url, key);
  });
  afterAll(() => server?.close());
  beforeEach(() => {
    received = [];
  });

  const suspending = (found: Case, durationDays = 7) => ({
    action: 'suspend',
    target: { type: 'account', id: found.related[0]!.subject.id },
    durationDays,
    params: {},
  });
  const removing = (found: Case) => ({
    action: 'remove-content',
    target: { type: found.subject.type, id: found.subject.id },
    params: {},
  });
  /** A post that was removed, and its owner suspended; both carried out. */
  async function decided(change: Parameters<typeof withOneCase>[1] = {}) {
    const author = await withOneCase(server, change);
    const decision = decisionOn(author.found, author.client.deviceId, {
      actions: [removing(author.found), suspending(author.found)],
    });
    expect(await author.client.push(decision)).toMatchObject([{ status: 'applied' }]);
    await server.central.deliver();
    received = [];
    return { ...author, decision };
  }
  const appealOf = (against: object, change: object = {}) => ({
    externalId: `appeal-${v7()}`,
    against,
    appellant: { id: 'account-x', label: 'Ana Lima', role: 'client' },
    grounds: 'The deposit is the platform’s own',
    text: 'Please look again.',
    ...change,
  });
  const post = async (body: object): Promise<IntakeAnswer> => (await platform.send('/v1/appeals', body))[0]!;
  const added = async (body: object): Promise<Placed> => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 'added' });
    return answer as Placed;
  };
  const queueOf = async (caseId: string) =>
    (await server.store.query<{ queue: string }>('select queue from case_file where id = $1', [caseId]))
      .rows[0]!.queue;
  /** Somebody who had no part in it, and holds the appeal. */
  async function heldBySomebody(caseId: string, change: object = {}) {
    const username = `a-${v7().slice(-12)}`;
    await server.addPerson({ username, queues: [await queueOf(caseId)], ...change });
    const client = await server.signIn(username);
    return { client, found: (await client.pullAll()).get(caseId) };
  }
  const told = () =>
    received.map(({ action, reverses }) => `${reverses === null ? '' : 'not '}${action.action}`);
  const listed = async (
    query = '',
  ): Promise<{ appeals: AppealAnswer[]; next: string | null; more: boolean }> =>
    (await expectOk(
      await fetch(`${server.url}/v1/appeals${query}`, { headers: { authorization: `Bearer ${key}` } }),
    )) as { appeals: AppealAnswer[]; next: string | null; more: boolean };
  const became = async (externalId: string) => (await listed(`?externalId=${externalId}`)).appeals[0];
  const notices = async (client: Client): Promise<DecisionNotice[]> =>
    ((await expectOk(await client.get('/v1/decision-notices'))) as { notices: DecisionNotice[] }).notices;

  test('it is a case with the first decision, its evidence as it was then, and the appellant’s words; no score, no author', async () => {
    const first = await decided({
      evidence: [
        { key: 'post', document: jobPost('As it was decided on') as never },
        {
          key: 'detection',
          document: {
            kind: 'detection',
            detector: 'deposits',
            detectorVersion: '1.0.0',
            at: '2026-11-23T10:00:00.000Z',
            score: 0.9,
            threshold: 0.5,
            signals: [],
          },
        },
      ] as never,
    });
    await server.store.query(
      `update evidence_item set until_version = $2, current = false where case_id = $1 and kind = 'job-post'`,
      [first.found.id, first.found.version + 1],
    );
    const made = await added(
      appealOf(
        { reference: first.found.reference },
        { evidence: [{ key: 'post', document: jobPost('New') }] },
      ),
    );
    const { found } = await heldBySomebody(made.caseId);
    expect(found).toMatchObject({
      source: 'appeal',
      title: first.found.title,
      subject: first.found.subject,
      related: first.found.related,
      riskScore: null,
      appeal: {
        decisionId: first.decision.id,
        outcome: 'violation',
        rationale: first.decision.rationale,
        actions: first.decision.actions,
      },
    });
    expect(found!.evidence.map(({ kind: of, label }) => [of, label])).toEqual([
      ['report', 'Appeal'],
      ['job-post', ''],
      ['job-post', ''],
    ]);
    expect(found!.evidence[2]!.digest).toBe(first.found.evidence[0]!.digest);
    expect(JSON.stringify(found)).not.toContain(first.username);
  });

  test('S5: whoever had a part in the first decision is never given the appeal, and a vendor’s reviewer neither', async () => {
    const first = await decided();
    const made = await added(appealOf({ decisionId: first.decision.id }));
    const queue = await queueOf(made.caseId);
    await server.store.query('insert into person_queue select $1, $2 on conflict do nothing', [
      first.personId,
      queue,
    ]);
    expect((await first.client.pullAll()).has(made.caseId)).toBe(false);
    const vendor = await heldBySomebody(made.caseId, { role: 'vendor-reviewer' });
    expect(vendor.found).toBeUndefined();
    expect((await heldBySomebody(made.caseId)).found).toBeDefined();
  });

  test('upheld: nothing is asked of the platform, its author learns of it, and the sender too', async () => {
    const first = await decided();
    const appeal = appealOf({ decisionId: first.decision.id });
    const made = await added(appeal);
    expect(await became(appeal.externalId)).toMatchObject({ verdict: null, settledAt: null });
    const { client, found } = await heldBySomebody(made.caseId);
    const message = { templateId: null, language: 'en', subject: 'Your appeal', body: 'It stands.' };
    // In another order than the first.
    const actions = [suspending(found!), removing(found!)];
    expect(await client.push(decisionOn(found!, client.deviceId, { actions, message }))).toMatchObject([
      { status: 'applied' },
    ]);
    await server.central.deliver();
    expect(told()).toEqual([]);
    expect(await became(appeal.externalId)).toMatchObject({
      caseId: made.caseId,
      decisionId: first.decision.id,
      verdict: 'upheld',
      message: { body: 'It stands.' },
    });
    expect(await notices(first.client)).toMatchObject([{ decisionId: first.decision.id, what: 'upheld' }]);
  });

  test('S4: overturned: what the first asked for is taken back, the last first, and only then what is asked for instead', async () => {
    const first = await decided();
    const appeal = appealOf({ decisionId: first.decision.id });
    const made = await added(appeal);
    const { client, found } = await heldBySomebody(made.caseId);
    const shorter = { action: 'warn', target: suspending(found!).target, params: {} };
    await client.push(decisionOn(found!, client.deviceId, { actions: [shorter] }));
    for (let round = 0; round < 3; round += 1) await server.central.deliver();
    // Two subjects: in order for each of them.
    expect(told().filter((one) => one !== 'not remove-content')).toEqual(['not suspend', 'warn']);
    expect(told()).toContain('not remove-content');
    expect(await became(appeal.externalId)).toMatchObject({ verdict: 'overturned' });
    expect(await notices(first.client)).toMatchObject([{ what: 'overturned' }]);
  });

  test('S4: the decision on the appeal is recalled: what was taken back is asked for again, once, and the appeal is open', async () => {
    const first = await decided();
    const appeal = appealOf({ decisionId: first.decision.id });
    const made = await added(appeal);
    const { client, found } = await heldBySomebody(made.caseId);
    const clear = { outcome: 'no-violation', actions: [], policies: [], severity: null };
    const overturning = decisionOn(found!, client.deviceId, clear);
    await client.push(overturning);
    await server.central.deliver();
    expect(told().toSorted()).toEqual(['not remove-content', 'not suspend']);
    received = [];
    const recall = commandOn(found!, client.deviceId, {
      type: 'recall',
      decisionId: overturning.id,
      reason: 'Too quick.',
    });
    expect(await client.push(recall)).toMatchObject([{ status: 'applied' }]);
    await server.central.deliver();
    expect(told().toSorted()).toEqual(['remove-content', 'suspend']);
    expect(await became(appeal.externalId)).toMatchObject({ verdict: null });

    // Decided anew, and taken back before anything was attempted: nothing more is heard of it.
    received = [];
    const again = (await client.pullAll()).get(made.caseId)!;
    const second = decisionOn(again, client.deviceId, clear);
    await client.push(second);
    await client.push(
      commandOn(again, client.deviceId, { type: 'recall', decisionId: second.id, reason: 'No.' }),
    );
    await server.central.deliver();
    expect(told()).toEqual([]);
    // And overturned for good: what is in force is taken back once.
    const last = (await client.pullAll()).get(made.caseId)!;
    await client.push(decisionOn(last, client.deviceId, clear));
    await server.central.deliver();
    expect(told().toSorted()).toEqual(['not remove-content', 'not suspend']);
  });

  test('the same appeal again adds nothing, and there is one appeal against a decision', async () => {
    const first = await decided();
    const appeal = appealOf({ decisionId: first.decision.id });
    const made = await added(appeal);
    expect(await post(appeal)).toMatchObject({ status: 'already-there', caseId: made.caseId });
    const both = appealOf({ decisionId: (await decided()).decision.id });
    const answers = await Promise.all([post(both), post(both), post(both)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      'added',
      'already-there',
      'already-there',
    ]);
    expect(await post(appealOf({ reference: first.found.reference }))).toMatchObject({
      status: 'rejected',
      errors: [
        { field: 'against.reference', message: `an appeal against it came before, as ${made.reference}` },
      ],
    });
  });

  test('what is appealed cannot be recalled by its author any more: it is somebody else’s to judge', async () => {
    const { client, found, decision } = await decided();
    await added(appealOf({ decisionId: decision.id }));
    const recall = commandOn(found, client.deviceId, {
      type: 'recall',
      decisionId: decision.id,
      reason: 'Mine.',
    });
    expect(await client.push(recall)).toMatchObject([{ status: 'rejected', code: 'not-permitted' }]);
  });

  test('where the first decision was taken back meanwhile, the appeal is moot and asks for nothing', async () => {
    const first = await decided();
    const appeal = appealOf({ decisionId: first.decision.id });
    const { caseId } = await added(appeal);
    await server.store.query(
      `update decision set standing = false, ended_at = now(), ended_because = 'reversed' where id = $1`,
      [first.decision.id],
    );
    const { client, found } = await heldBySomebody(caseId);
    await client.push(decisionOn(found!, client.deviceId));
    await server.central.deliver();
    expect(told()).toEqual([]);
    expect(await became(appeal.externalId)).toMatchObject({ verdict: 'moot' });
  });

  test('what cannot be appealed is refused by its field, each by itself', async () => {
    const undecided = await withOneCase(server);
    const open = undecided.found.reference;
    const sealed = await withOneCase(server);
    await sealed.client.push(decisionOn(sealed.found, sealed.client.deviceId));
    await server.store.query(`update case_file set compartment = 'sealed-room' where id = $1`, [
      sealed.found.id,
    ]);
    const closing = await withOneCase(server);
    const target = { type: 'account', id: closing.found.related[0]!.subject.id };
    await closing.client.push(
      decisionOn(closing.found, closing.client.deviceId, {
        actions: [{ action: 'close-account', target, params: {} }],
      }),
    );
    const good = await decided();
    const results = await platform.send('/v1/appeals', {
      appeals: [
        appealOf({ reference: open }),
        appealOf({ decisionId: v7() }),
        appealOf({ reference: sealed.found.reference }),
        appealOf({ reference: closing.found.reference }),
        appealOf({ reference: 'nonsense' }),
        appealOf({ decisionId: good.decision.id }, { grounds: '' }),
        appealOf({ decisionId: good.decision.id }),
      ],
    });
    expect(results.map(({ status }) => status)).toEqual([...Array(6).fill('rejected'), 'added']);
    expect(
      results.flatMap((one) => (one.status === 'rejected' ? one.errors.map(({ message }) => message) : [])),
    ).toEqual([
      'no decision stands on this case',
      'no decision has this id',
      'no case has this reference',
      'it waits for approval, so it is not final yet',
      expect.any(String),
      expect.any(String),
    ]);
    const stranger = producerClient(server.url, await server.addProducer({ id: `p-${v7()}` }));
    expect((await stranger.post('/v1/appeals', appealOf({ reference: open }))).status).toBe(403);
  });

  test('those that were settled come in order, a minute later, and only to who sent them', async () => {
    const first = await decided();
    const appeal = appealOf({ decisionId: first.decision.id });
    const { caseId } = await added(appeal);
    const { client, found } = await heldBySomebody(caseId);
    await client.push(
      decisionOn(found!, client.deviceId, { actions: [removing(found!), suspending(found!)] }),
    );
    const before = await listed();
    expect(before.appeals.map(({ externalId }) => externalId)).not.toContain(appeal.externalId);
    server.clock.advance(2 * minute);
    const after = await listed(before.next === null ? '' : `?after=${before.next}`);
    expect(after.appeals.map(({ externalId }) => externalId)).toContain(appeal.externalId);
    expect((await listed(`?after=${after.next}`)).appeals).toEqual([]);
    const other = await server.addProducer({ id: `p-${v7()}`, sources: ['appeal'] });
    const answer = await fetch(`${server.url}/v1/appeals?externalId=${appeal.externalId}`, {
      headers: { authorization: `Bearer ${other}` },
    });
    expect(await answer.json()).toMatchObject({ appeals: [] });
  });

  test('a case that is appealed keeps its evidence until the appeal is settled', async () => {
    const first = await decided();
    const { caseId } = await added(appealOf({ decisionId: first.decision.id }));
    await server.store.query(
      `update case_file set state = 'closed', closed_at = '2020-01-01' where id = $1`,
      [first.found.id],
    );
    const deps = { store: server.store, clock: server.clock, ids: systemIds };
    await setRetention(deps, '*', 30);
    expect(await previewErasure(deps)).toEqual([]);
    const { client, found } = await heldBySomebody(caseId);
    await client.push(decisionOn(found!, client.deviceId));
    for (let round = 0; round < 3; round += 1) await server.central.deliver();
    expect(await previewErasure(deps)).toEqual([{ queue: first.found.queue, count: 1 }]);
  });
});

import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AwaitingApproval } from '../../contract/approval.ts';
import type { Case } from '../../contract/case.ts';
import type { EnforcementRequest } from '../../contract/enforcement.ts';
import type { DecisionNotice } from '../../contract/settlement.ts';
import { sealAudit } from '../../central/audit/seal.ts';
import { verifyAudit } from '../../central/audit/verify.ts';
import {
  expectOk,
  startCentral,
  storeKinds,
  withOneCase,
  type Client,
  type TestCentral,
} from '../support/central.ts';
import { commandOn, decisionOn, incomingCase } from '../support/central-factories.ts';

describe.each(storeKinds)('approvals over %s', (kind) => {
  let server: TestCentral;
  let boss: Client;
  let received: EnforcementRequest[] = [];
  beforeAll(async () => {
    server = await startCentral({
      kind,
      async deliver(request) {
        received.push(request);
        return { is: 'confirmed', httpStatus: 200, detail: '' };
      },
    });
    await server.addPerson({ username: 'boss', role: 'supervisor', queues: [] });
    boss = await server.signIn('boss');
  });
  afterAll(() => server?.close());
  beforeEach(async () => {
    // What another test left undone.
    await server.store.query(
      `update enforcement set state = 'cancelled' where state in ('requested', 'awaiting')`,
    );
    await server.store.query(
      `update approval set state = 'approved', settled_at = asked_at where state = 'awaiting'`,
    );
    received = [];
  });

  const ownerOf = (found: Case) => ({ type: 'account', id: found.related[0]!.subject.id });
  const closing = (found: Case) => ({ action: 'close-account', target: ownerOf(found), params: {} });
  const removing = (found: Case) => ({
    action: 'remove-content',
    target: { type: found.subject.type, id: found.subject.id },
    params: {},
  });
  /** A case whose reviewer has decided to remove the post and to close the account behind it. */
  async function awaiting(change: Parameters<typeof withOneCase>[1] = {}) {
    const author = await withOneCase(server, change);
    const decision = decisionOn(author.found, author.client.deviceId, {
      actions: [removing(author.found), closing(author.found)],
      message: { templateId: null, language: 'en', subject: 'Your account', body: 'It was closed.' },
    });
    expect(await author.client.push(decision)).toMatchObject([{ status: 'applied' }]);
    return { ...author, decision };
  }
  const listed = async (client = boss): Promise<AwaitingApproval[]> =>
    ((await expectOk(await client.get('/v1/approvals'))) as { approvals: AwaitingApproval[] }).approvals;
  const settle = (decisions: readonly string[], change: object = {}, client = boss) =>
    client.post('/v1/approvals/settle', { id: v7(), verdict: 'approve', decisions, reason: '', ...change });
  const refusing = { verdict: 'refuse', reason: 'The account is somebody else’s.' };
  const enforced = async (decisionId: string) =>
    (
      await server.store.query<{ kind: string; state: string }>(
        `select action ->> 'action' as kind, state from enforcement where decision_id = $1 order by sequence`,
        [decisionId],
      )
    ).rows;
  const stateOf = async (caseId: string) =>
    (
      await server.store.query<{ state: string; assignee: string | null; standing_decision: string | null }>(
        'select state, assignee, standing_decision from case_file where id = $1',
        [caseId],
      )
    ).rows[0];
  const notices = async (client: Client): Promise<DecisionNotice[]> =>
    ((await expectOk(await client.get('/v1/decision-notices'))) as { notices: DecisionNotice[] }).notices;

  test('D12, S4: what needs a second person waits for one; the rest of the decision does not, and the customer is told once it is approved', async () => {
    const { decision, found, personId } = await awaiting();
    expect(await server.central.deliver()).toBe(1);
    expect(received).toMatchObject([{ action: { action: 'remove-content' }, message: null }]);
    expect(await enforced(decision.id)).toEqual([
      { kind: 'remove-content', state: 'confirmed' },
      { kind: 'close-account', state: 'awaiting' },
    ]);
    expect(await stateOf(found.id)).toMatchObject({ state: 'decided', standing_decision: decision.id });
    expect(await listed()).toMatchObject([
      {
        decision: { id: decision.id },
        because: 'action',
        by: { id: personId },
        own: false,
        cases: [{ caseId: found.id, reference: found.reference }],
      },
    ]);

    const answer = (await (await settle([decision.id])).json()) as object;
    expect(answer).toMatchObject({ answers: [{ decisionId: decision.id, status: 'approved' }] });
    expect(await server.central.deliver()).toBe(1);
    expect(received[1]).toMatchObject({
      action: { action: 'close-account' },
      message: { body: 'It was closed.' },
    });
    expect(received[1]!.sequence).toBeGreaterThan(received[0]!.sequence);
    expect(await listed()).toEqual([]);
  });

  test('S4: what was asked of the subject while a decision waited stays before it', async () => {
    const { decision, found } = await awaiting();
    await server.central.deliver();
    const other = await withOneCase(server, {
      related: [{ relation: 'owner', subject: { ...found.related[0]!.subject } }],
    });
    const warning = decisionOn(other.found, other.client.deviceId, {
      actions: [{ action: 'warn', target: ownerOf(found), params: {} }],
    });
    expect(await other.client.push(warning)).toMatchObject([{ status: 'applied' }]);
    await settle([decision.id]);
    received = [];
    while ((await server.central.deliver()) > 0);
    expect(received.map(({ action }) => action.action)).toEqual(['warn', 'close-account']);
    expect(received[1]!.sequence).toBeGreaterThan(received[0]!.sequence);
  });

  test('D12: a refusal needs a reason, ends the decision, takes back what was done, and gives the case to its author', async () => {
    const { decision, found, client, personId } = await awaiting();
    await server.central.deliver();
    const mute = await settle([decision.id], { verdict: 'refuse' });
    expect(mute.status).toBe(400);
    expect(await mute.json()).toMatchObject({ errors: [{ field: 'reason' }] });
    expect(await stateOf(found.id)).toMatchObject({ standing_decision: decision.id });

    const body = { id: v7(), ...refusing };
    const answer = await (await settle([decision.id], body)).json();
    expect(answer).toMatchObject({ answers: [{ status: 'refused' }] });
    expect(await stateOf(found.id)).toEqual({
      state: 'assigned',
      assignee: personId,
      standing_decision: null,
    });
    expect(await enforced(decision.id)).toEqual([
      { kind: 'remove-content', state: 'confirmed' },
      { kind: 'close-account', state: 'cancelled' },
      { kind: 'remove-content', state: 'requested' },
    ]);
    expect(await notices(client)).toMatchObject([
      { decisionId: decision.id, what: 'refused', reason: refusing.reason, by: 'boss' },
    ]);
    const again = (await client.pullAll()).get(found.id)!;
    expect(again.epoch).toBeGreaterThan(found.epoch);
    expect(again.timeline.map(({ event }) => event).slice(-4)).toEqual([
      'decided',
      'approval-asked',
      'enforced',
      'refused',
    ]);

    // The same again is the same; another body under its id is refused.
    expect(await (await settle([decision.id], body)).json()).toEqual(answer);
    const other = await settle([decision.id], { ...body, reason: 'Another.' });
    expect(await other.json()).toMatchObject({ code: 'id-reused' });
    // The author decides anew, and that is not held back by the first.
    const anew = decisionOn(again, client.deviceId, { actions: [removing(again)] });
    expect(await client.push(anew)).toMatchObject([{ status: 'applied' }]);
    await sealAudit(server.store);
    expect(await verifyAudit(server.store)).toMatchObject({ ok: true });
  });

  test('D12: nobody approves their own; others find what was recalled or settled meanwhile left alone', async () => {
    const { decision, found, client } = await awaiting();
    const bossOwn = await (async () => {
      const [id] = await server.addCases([incomingCase()]);
      const answer = await boss.post('/v1/reassignments', {
        id: v7(),
        target: { to: 'person', personId: boss.personId },
        reason: 'Test',
        cases: [{ caseId: id, epoch: 0 }],
      });
      expect(await answer.json()).toMatchObject({ answers: [{ status: 'moved' }] });
      const mine = (await boss.pullAll()).get(id!)!;
      const own = decisionOn(mine, boss.deviceId, { actions: [closing(mine)] });
      expect(await boss.push(own)).toMatchObject([{ status: 'applied' }]);
      return own;
    })();
    expect((await listed()).map((one) => [one.decision.id, one.own])).toEqual([
      [decision.id, false],
      [bossOwn.id, true],
    ]);
    const recall = commandOn(found, client.deviceId, { type: 'recall', decisionId: decision.id, reason: '' });
    expect(await client.push(recall)).toMatchObject([{ status: 'applied' }]);
    expect((await listed()).map((one) => one.decision.id)).toEqual([bossOwn.id]);
    expect(await (await settle([decision.id, bossOwn.id, v7()])).json()).toMatchObject({
      answers: [{ status: 'changed' }, { status: 'own' }, { status: 'not-found' }],
    });
    expect(await enforced(decision.id)).toEqual([
      { kind: 'remove-content', state: 'cancelled' },
      { kind: 'close-account', state: 'cancelled' },
    ]);
    expect(await enforced(bossOwn.id)).toEqual([{ kind: 'close-account', state: 'awaiting' }]);
  });

  test('D13: a batch above what the catalogue allows waits as one, whatever it says of its size', async () => {
    const username = `b-${v7().slice(-12)}`;
    await server.addPerson({ username });
    const ids = await server.addCases([incomingCase(), incomingCase(), incomingCase()]);
    const client = await server.signIn(username);
    const held = await client.pullAll();
    const batchId = v7();
    const small = v7();
    const [a, b, c] = ids.map((id) => held.get(id)!);
    const member = (found: Case, change: Record<string, unknown>) =>
      decisionOn(found, client.deviceId, change);
    const decisions = [
      member(a!, { batchId, batchSize: 51 }),
      member(b!, { batchId, batchSize: 51, outcome: 'no-violation', actions: [], policies: [] }),
    ];
    const within = member(c!, { batchId: small, batchSize: 50 });
    expect(await client.push(...decisions, within)).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
      { status: 'applied' },
    ]);
    const group = await listed();
    expect(group).toMatchObject([{ batchId, because: 'batch', own: false }]);
    expect(group[0]!.cases.map(({ decisionId }) => decisionId)).toEqual(decisions.map(({ id }) => id));
    expect(await enforced(decisions[0]!.id)).toEqual([{ kind: 'remove-content', state: 'awaiting' }]);
    expect(await enforced(within.id)).toEqual([{ kind: 'remove-content', state: 'requested' }]);
    await settle([decisions[0]!.id]);
    expect(await enforced(decisions[0]!.id)).toEqual([{ kind: 'remove-content', state: 'requested' }]);
    expect((await listed())[0]!.cases.map(({ decisionId }) => decisionId)).toEqual([decisions[1]!.id]);
  });

  test('D13: more of a batch than the catalogue allows waits, also where it says that it is smaller', async () => {
    const username = `m-${v7().slice(-12)}`;
    await server.addPerson({ username, capacity: 60 });
    const ids = await server.addCases(Array.from({ length: 52 }, () => incomingCase()));
    const client = await server.signIn(username);
    const held = await client.pullAll();
    const batchId = v7();
    const made = ids.map((id) => decisionOn(held.get(id)!, client.deviceId, { batchId, batchSize: 2 }));
    await client.push(...made);
    const [group] = await listed();
    expect(group!.cases.map(({ decisionId }) => decisionId)).toEqual(made.slice(50).map(({ id }) => id));
  });

  test('P1, U1: the case is seen by who may enter, and looking is audited; its evidence can be fetched while it waits', async () => {
    const { decision, found } = await awaiting();
    const item = found.evidence[0]!;
    const seen = (await expectOk(await boss.post(`/v1/approvals/${decision.id}/see`, {}))) as {
      case: Case;
      sameEvidence: boolean;
    };
    expect(seen).toMatchObject({ sameEvidence: true, case: { id: found.id, title: found.title } });
    expect((await boss.get(`/v1/evidence/${item.digest}`)).status).toBe(200);
    const { rows } = await server.store.query<{ person_id: string; details: object }>(
      `select person_id, details from audit_event where kind = 'approval.seen' and case_id = $1`,
      [found.id],
    );
    expect(rows).toMatchObject([{ person_id: boss.personId, details: { decisionId: decision.id } }]);

    await settle([decision.id]);
    expect((await boss.post(`/v1/approvals/${decision.id}/see`, {})).status).toBe(404);
    expect((await boss.get(`/v1/evidence/${item.digest}`)).status).toBe(404);
  });

  test('P1: a sealed case waits unseen by who may not enter its room', async () => {
    const author = await withOneCase(server);
    const decision = decisionOn(author.found, author.client.deviceId, { actions: [closing(author.found)] });
    expect(await author.client.push(decision)).toMatchObject([{ status: 'applied' }]);
    await server.store.query(`update case_file set compartment = 'sealed' where id = $1`, [author.found.id]);
    expect(await listed()).toEqual([]);
    expect((await boss.post(`/v1/approvals/${decision.id}/see`, {})).status).toBe(404);
    expect(await (await settle([decision.id])).json()).toMatchObject({ answers: [{ status: 'not-found' }] });
    expect(await enforced(decision.id)).toEqual([{ kind: 'close-account', state: 'awaiting' }]);
  });
});

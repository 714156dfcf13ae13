import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Case } from '../../contract/case.ts';
import type { Decision } from '../../contract/command.ts';
import type { DecisionNotice, LateOffer } from '../../contract/settlement.ts';
import { sealAudit } from '../../central/audit/seal.ts';
import { startCentral, storeKinds, withOneCase, type Client, type TestCentral } from '../support/central.ts';
import { commandOn, decisionOn, incomingCase } from '../support/central-factories.ts';

describe.each(storeKinds)('late decisions and batches over %s', (kind) => {
  let server: TestCentral;
  let boss: Client;
  beforeAll(async () => {
    server = await startCentral({ kind });
    await server.addPerson({ username: 'boss', role: 'supervisor', queues: [] });
    boss = await server.signIn('boss');
  });
  afterAll(() => server?.close());

  async function give(found: Pick<Case, 'id' | 'epoch'>, personId: string): Promise<void> {
    const answer = await boss.post('/v1/reassignments', {
      id: v7(),
      target: { to: 'person', personId },
      reason: 'Test',
      cases: [{ caseId: found.id, epoch: found.epoch }],
    });
    expect(await answer.json()).toMatchObject({ answers: [{ status: 'moved' }] });
  }

  /** A case that its first reviewer has decided too late, and that another holds. */
  async function late(
    change: Parameters<typeof withOneCase>[1] = {},
    role: 'reviewer' | 'vendor-reviewer' = 'reviewer',
  ) {
    const author = await withOneCase(server, change);
    const username = `o-${v7().slice(-12)}`;
    await server.addPerson({ username, role });
    const owner = await server.signIn(username);
    await give(author.found, owner.personId);
    const first = decisionOn(author.found, author.client.deviceId);
    expect(await author.client.push(first)).toMatchObject([{ status: 'late', contested: 'uncontested' }]);
    const held = (await owner.pullAll()).get(author.found.id)!;
    return { author: author.client, owner, first, held };
  }

  /** Two who decided one case: the owner's stands, the author's came late. */
  async function conflict() {
    const both = await late();
    const standing = decisionOn(both.held, both.owner.deviceId, {
      actions: [
        {
          action: 'remove-content',
          target: { type: both.held.subject.type, id: both.held.subject.id },
          params: {},
        },
      ],
      rationale: 'Another reason, of the new owner.',
    });
    expect(await both.owner.push(standing)).toMatchObject([{ status: 'applied' }]);
    return { ...both, standing };
  }

  const settle = (id: string, body: object) => boss.post(`/v1/late-decisions/${id}/settle`, body);
  const offers = async (client: Client): Promise<LateOffer[]> =>
    ((await (await client.get('/v1/late-decisions/offered')).json()) as { offers: LateOffer[] }).offers;
  const notices = async (client: Client): Promise<DecisionNotice[]> =>
    ((await (await client.get('/v1/decision-notices')).json()) as { notices: DecisionNotice[] }).notices;
  const stateOf = async (caseId: string) =>
    (
      await server.store.query<{ state: string; epoch: number; standing_decision: string | null }>(
        'select state, epoch, standing_decision from case_file where id = $1',
        [caseId],
      )
    ).rows[0]!;
  const enforced = async (decision: Decision) =>
    (
      await server.store.query<{ state: string; reversal: boolean }>(
        'select state, reverses is not null as reversal from enforcement where decision_id = $1 order by sequence',
        [decision.id],
      )
    ).rows;

  test('D8: a supervisor lets the late decision stand: the other ends, its actions go back, the epoch rises', async () => {
    const { author, owner, first, standing, held } = await conflict();
    await server.store.query(
      `update enforcement set state = 'confirmed', attempts = 1 where decision_id = $1`,
      [standing.id],
    );
    const before = await stateOf(held.id);
    const body = { id: v7(), stands: 'late', standing: standing.id, reason: 'The first looked closer.' };
    const answer = await (await settle(first.id, body)).json();
    expect(answer).toEqual({ id: body.id, status: 'settled', standing: first.id, epoch: before.epoch + 1 });
    expect(await stateOf(held.id)).toEqual({
      state: 'decided',
      epoch: before.epoch + 1,
      standing_decision: first.id,
    });
    expect(await enforced(standing)).toEqual([
      { state: 'confirmed', reversal: false },
      { state: 'requested', reversal: true },
    ]);
    expect(await enforced(first)).toEqual([{ state: 'requested', reversal: false }]);
    expect(await notices(author)).toMatchObject([
      { decisionId: first.id, what: 'stands', reason: body.reason, by: 'boss' },
    ]);
    expect(await notices(owner)).toMatchObject([{ decisionId: standing.id, what: 'superseded' }]);
    const { rows } = await server.store.query<{ details: object }>(
      `select details from audit_event where kind = 'decision.settled' and case_id = $1`,
      [held.id],
    );
    expect(rows).toMatchObject([{ details: { lateDecisionId: first.id, standingBefore: standing.id } }]);
    await sealAudit(server.store);

    // The same again is the same; another body is refused and changes nothing.
    expect(await (await settle(first.id, body)).json()).toEqual(answer);
    expect(await enforced(first)).toHaveLength(1);
    const other = await settle(first.id, { ...body, reason: 'Another.' });
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([422, 'id-reused']);

    // It can be taken back by its author like any other that stands.
    const recall = commandOn({ ...held, epoch: first.epoch }, author.deviceId, {
      type: 'recall',
      decisionId: first.id,
      reason: '',
    });
    expect(await author.push(recall)).toMatchObject([{ status: 'applied' }]);
  });

  test('D8: a supervisor lets the standing decision stay: the late one is kept and never in force', async () => {
    const { author, owner, first, standing, held } = await conflict();
    const body = { id: v7(), stands: 'standing', standing: standing.id, reason: 'The second is right.' };
    expect(await (await settle(first.id, body)).json()).toMatchObject({
      status: 'settled',
      standing: standing.id,
    });
    expect(await enforced(first)).toEqual([]);
    expect(await enforced(standing)).toEqual([{ state: 'requested', reversal: false }]);
    expect(await stateOf(held.id)).toMatchObject({ state: 'decided', standing_decision: standing.id });
    expect(await notices(author)).toMatchObject([{ decisionId: first.id, what: 'superseded' }]);
    expect(await notices(owner)).toMatchObject([{ decisionId: standing.id, what: 'stands' }]);
    // Settled once: another request learns that.
    expect(await (await settle(first.id, { ...body, id: v7() })).json()).toMatchObject({ status: 'changed' });
  });

  test('D8: what was decided again since the supervisor looked answers changed, and nothing moves', async () => {
    const { owner, first, standing, held } = await conflict();
    const again = decisionOn(held, owner.deviceId, {
      replaces: standing.id,
      rationale: 'On second thoughts.',
    });
    expect(await owner.push(again)).toMatchObject([{ status: 'applied' }]);
    const before = await stateOf(held.id);
    const body = { id: v7(), stands: 'late', standing: standing.id, reason: 'Test' };
    expect(await (await settle(first.id, body)).json()).toMatchObject({
      status: 'changed',
      standing: again.id,
    });
    expect(await stateOf(held.id)).toEqual(before);
    expect(await enforced(first)).toEqual([]);
    expect(await notices(owner)).toEqual([]);
  });

  test('D8: an uncontested one that is let stand decides the case for whoever holds it', async () => {
    const { owner, first, held } = await late();
    const body = { id: v7(), stands: 'late', standing: null, reason: 'Obvious.' };
    expect(await (await settle(first.id, body)).json()).toMatchObject({
      status: 'settled',
      epoch: held.epoch + 1,
    });
    expect((await owner.pullAll()).has(held.id)).toBe(false);
    expect(await owner.push(decisionOn(held, owner.deviceId))).toMatchObject([
      { status: 'late', reason: 'already-decided', contested: 'conflicting' },
    ]);
    const nothing = await settle(first.id, { ...body, id: v7(), stands: 'standing' });
    expect(nothing.status).toBe(400);
  });

  test('D8: the new owner learns that there is one, sees it after a view of their own, and adopts it', async () => {
    const { author, owner, first, held } = await late();
    const listed = await offers(owner);
    expect(listed).toMatchObject([{ decisionId: first.id, caseId: held.id, own: false }]);
    expect(JSON.stringify([listed, held])).not.toContain(first.rationale);
    const blind = await owner.post(`/v1/late-decisions/${first.id}/see`, { outcome: null });
    expect(blind.status).toBe(409);
    const seen = await owner.post(`/v1/late-decisions/${first.id}/see`, { outcome: 'violation' });
    expect(await seen.json()).toMatchObject({ decision: { id: first.id, rationale: first.rationale } });
    expect((await author.post(`/v1/late-decisions/${first.id}/see`, { outcome: 'violation' })).status).toBe(
      404,
    );

    const adopting = decisionOn(held, owner.deviceId, { adopts: first.id });
    expect(await owner.push(adopting)).toMatchObject([{ status: 'applied' }]);
    expect(await offers(owner)).toEqual([]);
    expect(await notices(author)).toMatchObject([{ decisionId: first.id, what: 'adopted' }]);
  });

  test('D8: its author, who holds the case again, sees it at once and adopts it', async () => {
    const { author, owner, first, held } = await late();
    await give(held, author.personId);
    expect(await offers(owner)).toEqual([]);
    expect(await offers(author)).toMatchObject([{ decisionId: first.id, own: true }]);
    const seen = await author.post(`/v1/late-decisions/${first.id}/see`, { outcome: null });
    expect(seen.status).toBe(200);
    const mine = (await author.pullAll()).get(held.id)!;
    const adopting = decisionOn(mine, author.deviceId, { adopts: first.id });
    expect(await author.push(adopting)).toMatchObject([{ status: 'applied' }]);
    expect(await notices(author)).toEqual([]);
  });

  test('D8: nothing is offered in appeals or practice, on other evidence, in a compartment, or beyond the role', async () => {
    const appeal = await late({ source: 'appeal' });
    expect(await offers(appeal.owner)).toEqual([]);
    const vendor = await late({}, 'vendor-reviewer');
    expect(await offers(vendor.owner)).toEqual([]);
    for (const change of [
      'practice = true',
      `evidence_digest = '${'0'.repeat(64)}'`,
      `compartment = 'sealed-room'`,
    ]) {
      const one = await late();
      expect(await offers(one.owner)).toHaveLength(1);
      await server.store.query(`update case_file set ${change} where id = $1`, [one.held.id]);
      expect(await offers(one.owner)).toEqual([]);
      const seen = await one.owner.post(`/v1/late-decisions/${one.first.id}/see`, { outcome: 'violation' });
      expect(seen.status).toBe(404);
    }
  });

  test('D8: reviewers cannot list late decisions, and the feed says nothing of what they say', async () => {
    const { owner, first } = await late();
    expect((await owner.get('/v1/late-decisions')).status).toBe(403);
    expect((await owner.post(`/v1/late-decisions/${first.id}/settle`, {})).status).toBe(403);
    expect(JSON.stringify(await owner.page())).not.toContain(first.rationale);
  });

  test('D13: a batch is reversed case by case; what was decided again is left; the same request repeats its answers', async () => {
    const username = `b-${v7().slice(-12)}`;
    await server.addPerson({ username });
    const ids = await server.addCases([incomingCase(), incomingCase(), incomingCase()]);
    const client = await server.signIn(username);
    const cases = await client.pullAll();
    const batchId = v7();
    const made = ids.map((id) => decisionOn(cases.get(id)!, client.deviceId, { batchId }));
    await client.push(...made);
    const again = decisionOn(cases.get(ids[1]!)!, client.deviceId, { replaces: made[1]!.id });
    await client.push(
      again,
      commandOn(cases.get(ids[2]!)!, client.deviceId, {
        type: 'recall',
        decisionId: made[2]!.id,
        reason: '',
      }),
    );
    const body = { id: v7(), reason: 'A wave of false alarms.' };
    const reverse = (change = {}) => boss.post(`/v1/batches/${batchId}/reverse`, { ...body, ...change });
    const answer = (await (await reverse()).json()) as { answers: { decisionId: string; status: string }[] };
    expect(new Map(answer.answers.map((one) => [one.decisionId, one.status]))).toEqual(
      new Map([
        [made[0]!.id, 'reversed'],
        [made[1]!.id, 'decided-again'],
        [made[2]!.id, 'not-standing'],
      ]),
    );
    expect(await enforced(made[0]!)).toEqual([{ state: 'cancelled', reversal: false }]);
    expect(await stateOf(ids[0]!)).toMatchObject({ standing_decision: null });
    expect(await stateOf(ids[1]!)).toMatchObject({ state: 'decided', standing_decision: again.id });
    expect(await notices(client)).toMatchObject([
      { decisionId: made[0]!.id, what: 'reversed', reason: body.reason },
    ]);
    expect(await (await reverse()).json()).toEqual(answer);
    expect(await notices(client)).toHaveLength(1);
    expect((await reverse({ reason: 'Another.' })).status).toBe(422);
    expect((await boss.post(`/v1/batches/${v7()}/reverse`, body)).status).toBe(404);
  });
});

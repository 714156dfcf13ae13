import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Case } from '../../contract/case.ts';
import type { LateSeen } from '../../contract/supervision.ts';
import type { RouteAnswer } from '../../contract/api.ts';
import { expectOk, startCentral, storeKinds, type Client, type TestCentral } from '../support/central.ts';
import { decisionOn, jobPost } from '../support/central-factories.ts';
import { producerClient, type ProducerClient } from './intake/producer-client.ts';

describe.each(storeKinds)('looking at late decisions over %s', (kind) => {
  let server: TestCentral;
  let boss: Client;
  let detector: ProducerClient;
  beforeAll(async () => {
    server = await startCentral({ kind });
    await server.addPerson({ username: 'boss', role: 'supervisor', queues: [] });
    boss = await server.signIn('boss');
    detector = producerClient(server.url, await server.addProducer());
  });
  afterAll(() => server?.close());

  const item = (words: string) => ({ key: 'post', document: jobPost('Wanted', words) });

  /** A case that its author decided on its first words, too late; the owner has it, with the words as edited. */
  async function late(change: object = {}) {
    const externalId = `l-${v7()}`;
    const [authorName, ownerName] = [`a-${v7().slice(-12)}`, `o-${v7().slice(-12)}`];
    await server.addPerson({ username: authorName });
    await detector.send('/v1/cases', {
      externalId,
      source: 'detection',
      queue: 'jobs',
      title: 'Wanted',
      subject: { type: 'job-post', id: externalId, label: 'A post' },
      evidence: [item(`First words of ${externalId}`)],
      ...change,
    });
    const author = await server.signIn(authorName);
    const found = [...(await author.pullAll()).values()].find((one) => one.subject.id === externalId)!;
    await server.addPerson({ username: ownerName, queues: [] });
    const owner = await server.signIn(ownerName);
    await expectOk(
      await boss.post('/v1/reassignments', {
        id: v7(),
        target: { to: 'person', personId: owner.personId },
        reason: 'Test',
        cases: [{ caseId: found.id, epoch: found.epoch }],
      }),
    );
    const edited = await detector.post(`/v1/cases/${externalId}/evidence`, {
      externalId: v7(),
      evidence: [
        item(`Edited words of ${externalId}`),
        { key: 'history', document: { kind: 'history', entries: [] } },
      ],
    });
    expect(edited.status).toBe(200);
    const first = decisionOn(found, author.deviceId, { rationale: 'On the first words.' });
    expect(await author.push(first)).toMatchObject([{ status: 'late' }]);
    const held = (await owner.pullAll()).get(found.id)!;
    return { author, owner, found, held, first };
  }
  async function decided(owner: Client, held: Case) {
    const standing = decisionOn(held, owner.deviceId, { rationale: 'On the edited words.' });
    expect(await owner.push(standing)).toMatchObject([{ status: 'applied' }]);
    return standing;
  }
  const look = (id: string, client = boss) => client.post(`/v1/late-decisions/${id}/look`, {});
  const list = async (kindOf: string, client = boss) =>
    (await expectOk(
      await client.get(`/v1/late-decisions?kind=${kindOf}&limit=200`),
    )) as RouteAnswer<'late.list'>;
  const wordsOf = async (digest: string, client = boss) => {
    const response = await client.get(`/v1/evidence/${digest}`);
    return response.status === 200 ? await response.text() : response.status;
  };

  test('D8: the case is seen with the evidence that each of the two decisions was made on, and who held it', async () => {
    const { author, owner, held, first } = await late();
    await decided(owner, held);
    const seen = (await expectOk(await look(first.id))) as LateSeen;
    expect(seen.case).toMatchObject({ id: held.id, evidence: [{ version: 2 }, { kind: 'history' }] });
    expect(seen.late).toMatchObject({ caseVersion: first.caseVersion, sameAsNow: false });
    expect(seen.late.evidence).toMatchObject([{ kind: 'job-post', version: 1 }]);
    expect(seen.standing).toMatchObject({ sameAsNow: true, evidence: seen.case.evidence });
    expect(await wordsOf(seen.late.evidence![0]!.digest)).toContain('First words of');
    expect(await wordsOf(seen.case.evidence[0]!.digest)).toContain('Edited words of');
    expect(seen.held).toMatchObject([
      { epoch: first.epoch, person: { id: author.personId }, because: 'reassigned' },
      { epoch: held.epoch, person: { id: owner.personId }, until: null },
    ]);
    expect(seen.held[0]!.until).toBe(seen.held[1]!.from);
  });

  test('U1: every look is audited, also one that shows nothing new', async () => {
    const { first, held } = await late();
    await look(first.id);
    await look(first.id);
    const { rows } = await server.store.query(
      `select person_id from audit_event where kind = 'decision.late-looked-at' and case_id = $1`,
      [held.id],
    );
    expect(rows).toEqual([{ person_id: boss.personId }, { person_id: boss.personId }]);
  });

  test('D8: with nothing standing, the case and the late one are seen alone', async () => {
    const { first } = await late();
    expect(await expectOk(await look(first.id))).toMatchObject({
      standing: null,
      late: { sameAsNow: false },
    });
  });

  test('D1: which items there were is said only where they have the digest that was decided on', async () => {
    const { first, found } = await late();
    // As a case has it whose evidence changed before versions were kept.
    await server.store.query('update evidence_item set until_version = null where case_id = $1', [found.id]);
    const seen = (await expectOk(await look(first.id))) as LateSeen;
    expect(seen.late).toEqual({ caseVersion: first.caseVersion, sameAsNow: false, evidence: null });
  });

  test('D8: what is settled is over: neither the case nor its evidence is shown any more', async () => {
    const { owner, held, first } = await late();
    const standing = await decided(owner, held);
    const seen = (await expectOk(await look(first.id))) as LateSeen;
    await expectOk(
      await boss.post(`/v1/late-decisions/${first.id}/settle`, {
        id: v7(),
        stands: 'standing',
        standing: standing.id,
        reason: 'Test',
      }),
    );
    expect((await look(first.id)).status).toBe(404);
    expect(await wordsOf(seen.late.evidence![0]!.digest)).toBe(404);
    expect((await look(standing.id)).status).toBe(404);
  });

  test('P1: of a compartment that the supervisor may not enter nothing is listed, counted, looked at or fetched', async () => {
    const { first, found } = await late();
    const before = await list('conflicting');
    await server.store.query(`update case_file set compartment = 'sealed' where id = $1`, [found.id]);
    const after = await list('conflicting');
    expect(after.conflicting).toBe(before.conflicting - 1);
    expect(after.decisions.map(({ decision }) => decision.id)).not.toContain(first.id);
    expect((await look(first.id)).status).toBe(404);
    expect(await wordsOf(found.evidence[0]!.digest)).toBe(404);
  });

  test('D8: conflicting, uncontested and settled ones are lists of their own, and the open ones are counted', async () => {
    const one = await late();
    const before = await list('uncontested');
    await server.store.query(`update decision set contested = 'uncontested' where id = $1`, [one.first.id]);
    const open = await list('uncontested');
    expect(open.uncontested).toBe(before.uncontested + 1);
    expect(open.decisions[0]).toMatchObject({
      decision: { id: one.first.id },
      case: { reference: one.found.reference, title: 'Wanted' },
      standing: null,
      standingBy: null,
    });
    // Somebody decided since: it conflicts, whatever it was when it came.
    const standing = await decided(one.owner, one.held);
    const conflicting = await list('conflicting');
    expect(conflicting.uncontested).toBe(before.uncontested);
    expect(conflicting.decisions[0]).toMatchObject({
      decision: { id: one.first.id },
      standing: { id: standing.id },
      standingBy: { id: one.owner.personId },
    });
    await boss.post(`/v1/late-decisions/${one.first.id}/settle`, {
      id: v7(),
      stands: 'late',
      standing: standing.id,
      reason: 'Test',
    });
    const settled = await list('settled');
    expect(settled.decisions[0]).toMatchObject({ decision: { id: one.first.id }, settled: 'stands' });
    expect(settled.conflicting).toBe(conflicting.conflicting - 1);
  });
});

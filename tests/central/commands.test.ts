import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../central/store/sql.ts';
import { startCentral, storeKinds, withOneCase, type TestCentral } from '../support/central.ts';
import { catalogueContent, commandOn, decisionOn, incomingCase } from '../support/central-factories.ts';

describe.each(storeKinds)('commands over %s', (kind) => {
  let server: TestCentral;
  beforeAll(async () => {
    server = await startCentral({ kind });
  });
  afterAll(() => server?.close());

  async function countDecisions(caseId: string): Promise<{ all: number; standing: number }> {
    const { rows } = await server.store.query<{ all: number; standing: number }>(
      'select count(*) as all, count(*) filter (where standing) as standing from decision where case_id = $1',
      [caseId],
    );
    return rows[0]!;
  }

  test('D1: a decision is applied, leaves the feed, and its enforcement is in the same transaction', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    const before = await client.page();
    const [answer] = await client.push(decision);
    expect(answer).toMatchObject({ id: decision.id, status: 'applied', cursor: { era: 1, generation: 1 } });
    const after = await client.page(before.cursor);
    expect(after.changes).toMatchObject([{ type: 'case.drop', caseId: found.id, reason: 'decided' }]);
    // R7: the acknowledgement names a position that the feed reaches.
    expect(answer).toMatchObject({ cursor: { position: after.cursor.position } });
    const { rows } = await server.store.query<Record<string, unknown>>(
      'select d.person_id, d.epoch, d.evidence_digest, e.action, e.state from decision d join enforcement e on e.decision_id = d.id where d.id = $1',
      [decision.id],
    );
    expect(rows).toMatchObject([
      {
        person_id: client.personId,
        epoch: found.epoch,
        evidence_digest: found.evidenceDigest,
        action: { action: 'remove-content', target: { id: found.subject.id } },
        state: 'requested',
      },
    ]);
  });

  test('D6: the same id and body get the same answer and have one effect', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    const first = await client.push(decision);
    const reordered = Object.fromEntries(Object.entries(decision).reverse());
    expect(await client.push(reordered)).toEqual(first);
    expect(await countDecisions(found.id)).toEqual({ all: 1, standing: 1 });
    const asked = await client.get(`/v1/commands/${decision.id}`);
    expect(await asked.json()).toMatchObject({ answers: first });
  });

  test('D6, fault 13: the same id with another body gets 422 and the first stands', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    await client.push(decision);
    const other = { ...decision, rationale: 'Something else entirely.' };
    const alone = await client.post('/v1/commands', envelope(client.deviceId, [other]));
    expect(alone.status).toBe(422);
    expect(await alone.json()).toMatchObject({ code: 'id-reused' });
    const note = commandOn(found, client.deviceId, { type: 'note', text: 'Still works.' });
    expect(await client.push(other, note)).toMatchObject([
      { status: 'rejected', code: 'id-reused' },
      { status: 'applied' },
    ]);
  });

  test('D6: copies that arrive at once have one effect', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    const answers = await Promise.all(Array.from({ length: 6 }, () => client.push(decision)));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0]).toMatchObject([{ status: 'applied' }]);
    expect(await countDecisions(found.id)).toEqual({ all: 1, standing: 1 });
  });

  test('D5, fault 14: a bad item is refused by itself, its field named; the others are applied', async () => {
    const { client, found } = await withOneCase(server);
    const bad = { ...decisionOn(found, client.deviceId), outcome: 'maybe' };
    const deep = { id: v7(), nested: JSON.parse('['.repeat(200) + ']'.repeat(200)) };
    const good = decisionOn(found, client.deviceId);
    const answers = await client.push(bad, deep, good);
    expect(answers).toMatchObject([
      { status: 'rejected', code: 'invalid', errors: [{ field: 'outcome' }] },
      { status: 'rejected', code: 'invalid' },
      { status: 'applied' },
    ]);
  });

  test('D5: an item that the database cannot hold harms no other', async () => {
    const { client, found } = await withOneCase(server);
    const odd = commandOn(found, client.deviceId, { type: 'revealed', evidenceId: v7(), field: '/a\u0000b' });
    const good = decisionOn(found, client.deviceId);
    expect(await client.push(odd, good)).toMatchObject([
      { status: 'rejected', code: 'invalid' },
      { status: 'applied' },
    ]);
  });

  test('D7: a case of another person and one that does not exist cannot be told apart', async () => {
    const { found } = await withOneCase(server);
    const { client } = await withOneCase(server);
    const theirs = decisionOn(found, client.deviceId);
    const none = decisionOn({ ...found, id: v7() as typeof found.id }, client.deviceId);
    const [first, second] = await client.push(theirs, none);
    expect({ ...first, id: '' }).toEqual({ ...second, id: '' });
    expect(first).toMatchObject({ status: 'rejected', code: 'unknown-case' });
  });

  test('D6: the id of somebody else’s decision is refused, and theirs stands', async () => {
    const { client: author, found: first } = await withOneCase(server);
    const decision = decisionOn(first, author.deviceId);
    await author.push(decision);
    const { client, found } = await withOneCase(server);
    const taken = decisionOn(found, client.deviceId, { id: decision.id });
    const note = commandOn(found, client.deviceId, { type: 'note', text: 'Not harmed.' });
    expect(await client.push(taken, note)).toMatchObject([
      { status: 'rejected', code: 'id-reused' },
      { status: 'applied' },
    ]);
    expect(await countDecisions(first.id)).toEqual({ all: 1, standing: 1 });
    expect(await countDecisions(found.id)).toEqual({ all: 0, standing: 0 });
  });

  test('F3: a decision after a reassignment is late and not applied; uncontested until somebody decides', async () => {
    const { client, found } = await withOneCase(server);
    const { client: other } = await withOneCase(server);
    const boss = await supervisor(server);
    await reassign(boss, other.personId, found);
    const [late] = await client.push(decisionOn(found, client.deviceId));
    expect(late).toMatchObject({
      status: 'late',
      reason: 'reassigned',
      contested: 'uncontested',
      standing: null,
    });
    expect(await countDecisions(found.id)).toEqual({ all: 1, standing: 0 });
    const held = (await other.pullAll()).get(found.id)!;
    expect(held.epoch).toBe(found.epoch + 1);
    expect(await other.push(decisionOn(held, other.deviceId))).toMatchObject([{ status: 'applied' }]);
    const listed = await (await boss.get('/v1/late-decisions')).json();
    expect(
      listed.decisions.find((one: { decision: { caseId: string } }) => one.decision.caseId === found.id),
    ).toMatchObject({
      contested: 'conflicting',
      settled: 'open',
      by: { id: client.personId },
    });
  });

  test('D6: the same bytes from somebody else are another command, and bring nothing of the first answer', async () => {
    const { client: author, found } = await withOneCase(server);
    const { client } = await withOneCase(server);
    const decision = decisionOn(found, author.deviceId);
    expect(await author.push(decision)).toMatchObject([{ status: 'applied' }]);
    expect(await client.push(decision)).toMatchObject([{ status: 'rejected', code: 'unknown-case' }]);
    expect(await author.push(decision)).toMatchObject([{ status: 'applied' }]);
  });

  test('D7: whoever ever held a case is answered late, never as if there were none', async () => {
    const { client, found } = await withOneCase(server);
    const { client: other } = await withOneCase(server);
    await reassign(await supervisor(server), other.personId, found);
    const answers = await client.push(
      decisionOn(found, client.deviceId),
      commandOn(found, client.deviceId, { type: 'release', reason: '' }),
    );
    expect(answers).toMatchObject([
      { status: 'late', reason: 'reassigned' },
      { status: 'late', reason: 'reassigned' },
    ]);
  });

  test('F3: a case that went away and came back is decided under its present epoch, and no earlier one', async () => {
    const { client, found } = await withOneCase(server);
    const { client: other } = await withOneCase(server);
    const boss = await supervisor(server);
    await reassign(boss, other.personId, found);
    await reassign(boss, client.personId, (await other.pullAll()).get(found.id)!);
    const [late] = await client.push(decisionOn(found, client.deviceId));
    expect(late).toMatchObject({ status: 'late', reason: 'reassigned' });
    expect(await countDecisions(found.id)).toEqual({ all: 1, standing: 0 });
    const again = (await client.pullAll()).get(found.id)!;
    expect(again.epoch).toBe(found.epoch + 2);
    expect(await client.push(decisionOn(again, client.deviceId))).toMatchObject([{ status: 'applied' }]);
  });

  test('F3: a decision waits for whoever moves its case just now, and is judged by what they leave', async () => {
    const { client, found } = await withOneCase(server);
    const { client: other } = await withOneCase(server);
    let answered: ReturnType<typeof client.push> | undefined;
    await server.store.transact(async (tx) => {
      await tx.query(
        `update assignment set ended_at = now(), ended_because = 'reassigned' where case_id = $1 and epoch = $2`,
        [found.id, found.epoch],
      );
      await tx.query(
        'insert into assignment (case_id, epoch, person_id, assigned_at) values ($1, $2, $3, now())',
        [found.id, found.epoch + 1, other.personId],
      );
      await tx.query('update case_file set epoch = epoch + 1, assignee = $2 where id = $1', [
        found.id,
        other.personId,
      ]);
      answered = client.push(decisionOn(found, client.deviceId));
      // One connection waits by itself; a server of many shows who waits for a row.
      if (kind === 'PostgreSQL') await waitingForARow(tx);
    });
    expect(await answered).toMatchObject([{ status: 'late', reason: 'reassigned' }]);
    expect(await countDecisions(found.id)).toEqual({ all: 1, standing: 0 });
  });

  test('D8, fault 19: a late decision beside one that stands conflicts, and its author sees who and why', async () => {
    const { client, found } = await withOneCase(server);
    const { client: other } = await withOneCase(server);
    await reassign(await supervisor(server), other.personId, found);
    const held = (await other.pullAll()).get(found.id)!;
    const rival = decisionOn(held, other.deviceId, { rationale: 'The rival reason.' });
    await other.push(rival);
    const [late] = await client.push(decisionOn(found, client.deviceId));
    expect(late).toMatchObject({
      status: 'late',
      reason: 'already-decided',
      contested: 'conflicting',
      standing: { decisionId: rival.id, rationale: 'The rival reason.' },
    });
  });

  test('D8: a late decision on evidence that has changed since is not uncontested', async () => {
    const { client, found } = await withOneCase(server);
    const { client: other } = await withOneCase(server);
    await reassign(await supervisor(server), other.personId, found);
    await server.store.query('update case_file set evidence_digest = $2 where id = $1', [
      found.id,
      'b'.repeat(64),
    ]);
    expect(await client.push(decisionOn(found, client.deviceId))).toMatchObject([
      { status: 'late', contested: 'conflicting', standing: null },
    ]);
  });

  test('D8: the new owner adopts a late decision as their own, naming the first', async () => {
    const { client, found } = await withOneCase(server);
    const { client: other } = await withOneCase(server);
    const boss = await supervisor(server);
    await reassign(boss, other.personId, found);
    const first = decisionOn(found, client.deviceId);
    await client.push(first);
    const held = (await other.pullAll()).get(found.id)!;
    const adopted = decisionOn(held, other.deviceId, { adopts: first.id });
    expect(await other.push(adopted)).toMatchObject([{ status: 'applied' }]);
    const listed = await (await boss.get('/v1/late-decisions')).json();
    expect(
      listed.decisions.find((one: { decision: { id: string } }) => one.decision.id === first.id),
    ).toMatchObject({
      contested: 'uncontested',
      settled: 'adopted',
    });
  });

  test('F3, fault 39: on two devices of one person one decision stands; one that names it replaces it', async () => {
    const { client, found, username } = await withOneCase(server);
    const second = await server.signIn(username);
    const first = decisionOn(found, client.deviceId);
    const rival = decisionOn(found, second.deviceId);
    expect(await client.push(first)).toMatchObject([{ status: 'applied' }]);
    expect(await second.push(rival)).toMatchObject([{ status: 'late', reason: 'already-decided' }]);
    const replacing = decisionOn(found, second.deviceId, {
      replaces: first.id,
      outcome: 'no-violation',
      actions: [],
      policies: [],
    });
    expect(await second.push(replacing)).toMatchObject([{ status: 'applied' }]);
    expect(await countDecisions(found.id)).toEqual({ all: 3, standing: 1 });
    const { rows } = await server.store.query<{ state: string }>(
      'select state from enforcement where decision_id = $1',
      [first.id],
    );
    expect(rows).toEqual([{ state: 'cancelled' }]);
  });

  test('D11: changed evidence answers `changed`; the same digest in a newer version does not', async () => {
    const { client, found } = await withOneCase(server);
    await client.push(
      commandOn(found, client.deviceId, { type: 'note', text: 'A new version, the same evidence.' }),
    );
    const digest = 'a'.repeat(64);
    const { client: other, found: second } = await withOneCase(server);
    await server.store.query(
      'update case_file set evidence_digest = $2, version = version + 1 where id = $1',
      [second.id, digest],
    );
    expect(await other.push(decisionOn(second, other.deviceId))).toMatchObject([
      { status: 'changed', evidenceDigest: digest, caseVersion: second.version + 1 },
    ]);
    expect(await client.push(decisionOn(found, client.deviceId))).toMatchObject([{ status: 'applied' }]);
  });

  test('D11: a digest that the case never had is refused', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId, { evidenceDigest: 'b'.repeat(64) });
    expect(await client.push(decision)).toMatchObject([{ status: 'rejected', code: 'evidence-mismatch' }]);
  });

  test.each([
    ['an unknown catalogue', { catalogueVersion: 999 }, 'unknown-catalogue', []],
    ['an unknown policy', { policies: ['nothing'] }, 'not-permitted', ['policies.0']],
    [
      'an action without its policy',
      { outcome: 'insufficient-evidence', policies: [] },
      'not-permitted',
      ['actions.0'],
    ],
    [
      'a target outside the case',
      { actions: [{ action: 'remove-content', target: { type: 'job-post', id: 'other' } }] },
      'not-permitted',
      ['actions.0.target'],
    ],
    ['a short rationale', { rationale: 'no' }, 'invalid', ['rationale']],
    ['mandatory escalation', { policies: ['child-safety'], actions: [] }, 'not-permitted', ['policies.0']],
  ])('D12: %s is refused', async (_what, change, code, field) => {
    const { client, found } = await withOneCase(server);
    const [answer] = await client.push(decisionOn(found, client.deviceId, change));
    const named = answer?.status === 'rejected' ? answer.errors.map((error) => error.field) : [];
    expect(answer).toMatchObject({ status: 'rejected', code });
    expect(named).toEqual(expect.arrayContaining(field));
  });

  test('D12: an action on a related account is permitted where the catalogue says so', async () => {
    const { client, found } = await withOneCase(server);
    const target = { type: 'account', id: found.related[0]!.subject.id };
    const [suspended] = await client.push(
      decisionOn(found, client.deviceId, { actions: [{ action: 'suspend', target, durationDays: 7 }] }),
    );
    expect(suspended).toMatchObject({ status: 'applied' });
  });

  test('D4, S4: a recall brings the case back under a new epoch and cancels what was not delivered', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    await client.push(decision);
    const recall = commandOn(found, client.deviceId, {
      type: 'recall',
      decisionId: decision.id,
      reason: 'A slip.',
    });
    expect(await client.push(recall)).toMatchObject([{ status: 'applied' }]);
    const again = (await client.pullAll()).get(found.id)!;
    expect(again).toMatchObject({ epoch: found.epoch + 1, state: { is: 'assigned' } });
    const { rows } = await server.store.query('select state from enforcement where decision_id = $1', [
      decision.id,
    ]);
    expect(rows).toEqual([{ state: 'cancelled' }]);
    const second = commandOn(found, client.deviceId, { type: 'recall', decisionId: decision.id, reason: '' });
    expect(await client.push(second)).toMatchObject([{ status: 'rejected', code: 'already-recalled' }]);
    expect(await client.push(decisionOn(again, client.deviceId))).toMatchObject([{ status: 'applied' }]);
    expect(
      await client.push(commandOn(found, client.deviceId, { type: 'recall', decisionId: v7(), reason: '' })),
    ).toMatchObject([{ status: 'rejected', code: 'not-standing' }]);
  });

  test('S4: a recall of what was delivered appends the reversal', async () => {
    const { client, found } = await withOneCase(server);
    const decision = decisionOn(found, client.deviceId);
    await client.push(decision);
    await server.store.query(
      `update enforcement set state = 'confirmed', attempts = 1 where decision_id = $1`,
      [decision.id],
    );
    await client.push(
      commandOn(found, client.deviceId, { type: 'recall', decisionId: decision.id, reason: '' }),
    );
    const { rows } = await server.store.query<{ state: string; reversal: boolean }>(
      'select state, reverses is not null as reversal from enforcement where decision_id = $1 order by sequence',
      [decision.id],
    );
    expect(rows).toEqual([
      { state: 'confirmed', reversal: false },
      { state: 'requested', reversal: true },
    ]);
  });

  test.each(['skip', 'recuse', 'release'] as const)(
    'D14: %s gives the case back, and not to the same person again',
    async (type) => {
      const { client, found } = await withOneCase(server);
      expect(
        await client.push(commandOn(found, client.deviceId, { type, reason: 'Because.' })),
      ).toMatchObject([{ status: 'applied' }]);
      server.clock.advance(31_000);
      expect((await client.pullAll()).has(found.id)).toBe(false);
      const { rows } = await server.store.query(
        'select state, assignee, epoch from case_file where id = $1',
        [found.id],
      );
      expect(rows).toEqual([{ state: 'queued', assignee: null, epoch: found.epoch + 1 }]);
      // Whoever has it next reads why.
      const { rows: told } = await server.store.query<{ detail: string }>(
        `select detail from case_event where case_id = $1 and event in ('skipped', 'released')`,
        [found.id],
      );
      expect(told).toEqual([{ detail: 'Because.' }]);
      await server.store.query(`update case_file set state = 'closed' where id = $1`, [found.id]);
    },
  );

  test('D14: hand-over, escalate, snooze and wait', async () => {
    const { client, found } = await withOneCase(server);
    const { client: colleague } = await withOneCase(server);
    await client.push(
      commandOn(found, client.deviceId, { type: 'hand-over', to: colleague.personId, reason: '' }),
    );
    expect((await client.pullAll()).has(found.id)).toBe(false);
    const handed = (await colleague.pullAll()).get(found.id)!;
    const until = new Date(server.clock.now() + 60_000).toISOString();
    await colleague.push(commandOn(handed, colleague.deviceId, { type: 'snooze', until, reason: '' }));
    expect((await colleague.pullAll()).get(found.id)).toMatchObject({ state: { is: 'snoozed', until } });
    server.clock.advance(61_000);
    await server.central.tick();
    const woken = (await colleague.pullAll()).get(found.id)!;
    expect(woken).toMatchObject({ state: { is: 'assigned' }, epoch: handed.epoch });
    const wait = commandOn(woken, colleague.deviceId, {
      type: 'wait',
      for: 'the client',
      until: new Date(server.clock.now() + 600_000).toISOString(),
    });
    await colleague.push(wait);
    server.clock.advance(601_000);
    await server.central.tick();
    // The SLA stood still while it waited for somebody else.
    const resumed = (await colleague.pullAll()).get(found.id)!;
    expect(Date.parse(resumed.dueAt!) - Date.parse(woken.dueAt!)).toBe(601_000);
    const [escalated] = await colleague.push(
      commandOn(resumed, colleague.deviceId, {
        type: 'escalate',
        queue: 'specialists',
        policies: ['child-safety'],
        reason: 'Must be seen.',
      }),
    );
    expect(escalated).toMatchObject({ status: 'applied' });
    const { rows } = await server.store.query(
      'select state, queue, cache_policy from case_file where id = $1',
      [found.id],
    );
    expect(rows).toEqual([{ state: 'escalated', queue: 'specialists', cache_policy: 'never' }]);
  });

  test('D12: what was withdrawn since is refused with the catalogue as the reason', async () => {
    const { client, found } = await withOneCase(server);
    const content = catalogueContent();
    await server.publish({
      ...content,
      policies: content.policies.filter((policy) => policy.id !== 'fraud'),
    });
    const [answer] = await client.push(decisionOn(found, client.deviceId));
    expect(answer).toMatchObject({ status: 'rejected', code: 'catalogue-changed' });
    await server.publish({ ...content, name: 'Test catalogue again' });
    expect(await client.push(decisionOn(found, client.deviceId))).toMatchObject([{ status: 'applied' }]);
  });

  test('fault 12: with a third of the answers lost, every decision has one effect', async () => {
    const username = `many-${v7().slice(-12)}`;
    await server.addPerson({ username, queues: ['messages'], capacity: 40 });
    await server.addCases(Array.from({ length: 40 }, () => incomingCase({ queue: 'messages' })));
    const client = await server.signIn(username);
    const cases = [...(await client.pullAll()).values()];
    const waiting = new Map(cases.map((one) => [one.id as string, decisionOn(one, client.deviceId)]));
    let seed = 7;
    const lost = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31 < 0.3;
    for (let rounds = 0; waiting.size > 0 && rounds < 60; rounds += 1) {
      const batch = [...waiting.values()].slice(0, 7);
      const answers = await client.push(...batch);
      if (lost()) continue;
      for (const [index, answer] of answers.entries()) {
        expect(answer.status).toBe('applied');
        waiting.delete(batch[index]!.caseId);
      }
    }
    expect(waiting.size).toBe(0);
    const { rows } = await server.store.query(
      'select count(*) as decisions, count(distinct case_id) as cases, count(*) filter (where standing) as standing from decision where person_id = $1',
      [client.personId],
    );
    expect(rows).toEqual([{ decisions: 40, cases: 40, standing: 40 }]);
  });
});

const envelope = (deviceId: string, commands: readonly object[]) => ({
  deviceId,
  sentAt: new Date().toISOString(),
  waiting: commands.length,
  commands,
});

async function supervisor(server: TestCentral) {
  const username = `s-${v7().slice(-12)}`;
  await server.addPerson({ username, role: 'supervisor', queues: [] });
  return server.signIn(username);
}

async function reassign(
  boss: Awaited<ReturnType<typeof supervisor>>,
  to: string,
  found: { id: string; epoch: number },
) {
  const response = await boss.post('/v1/reassignments', {
    id: v7(),
    target: { to: 'person', personId: to },
    reason: 'Load',
    cases: [{ caseId: found.id, epoch: found.epoch }],
  });
  expect(await response.json()).toMatchObject({ answers: [{ status: 'moved' }] });
}

/** Returns when another connection waits for a row that this transaction holds. */
async function waitingForARow(tx: Tx): Promise<void> {
  await expect
    .poll(
      async () =>
        (
          await tx.query(
            `select 1 from pg_locks where not granted and locktype = 'transactionid'
               and transactionid = pg_current_xact_id()::xid`,
          )
        ).count,
      { timeout: 10_000 },
    )
    .toBe(1);
}

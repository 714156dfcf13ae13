import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealAudit } from '../../central/audit/seal.ts';
import { verifyAudit } from '../../central/audit/verify.ts';
import { day, systemIds } from '../../central/ports.ts';
import { closeCases } from '../../central/retention/close-cases.ts';
import { eraseExpired, previewErasure, setRetention } from '../../central/retention/erase.ts';
import { liftHold, listHolds, placeHold } from '../../central/retention/legal-hold.ts';
import { sweepEvidence } from '../../central/uploads/sweep-evidence.ts';
import { commandOn, decisionOn, jobPost } from '../support/central-factories.ts';
import { startCentral, storeKinds, withOneCase, type TestCentral } from '../support/central.ts';

const planted = 'Narwhalword';

describe.each(storeKinds)('retention over %s', (kind) => {
  let server: TestCentral;
  let deps: Parameters<typeof eraseExpired>[0];
  beforeAll(async () => {
    server = await startCentral({
      kind,
      deliver: async () => ({ is: 'confirmed', httpStatus: 200, detail: planted }),
    });
    deps = { store: server.store, clock: server.clock, ids: systemIds };
  });
  afterAll(() => server?.close());

  /** Decided, carried out, and full of the planted word. */
  async function decidedCase() {
    const one = await withOneCase(server, {
      title: `${planted} title ${v7()}`,
      summary: planted,
      subject: { type: 'job-post', id: `post-${v7()}`, label: planted },
      facts: [{ label: 'Fact', value: planted }],
      evidence: [{ key: 'post', label: planted, document: jobPost(planted, `${planted} ${v7()}`) as never }],
    });
    const decision = decisionOn(one.found, one.client.deviceId, {
      rationale: `${planted} rationale`,
      message: { templateId: null, language: 'en', subject: planted, body: planted },
    });
    await one.client.push(
      commandOn(one.found, one.client.deviceId, { type: 'note', text: planted }),
      commandOn(one.found, one.client.deviceId, {
        type: 'pattern-flag',
        name: planted,
        description: planted,
        spans: [],
      }),
      decision,
    );
    await server.central.deliver();
    return { ...one, decision };
  }

  const stateOf = async (id: string) =>
    (
      await server.store.query<{ state: string; erased_at: Date | null; epoch: number }>(
        'select state, erased_at, epoch from case_file where id = $1',
        [id],
      )
    ).rows[0]!;

  /** Every text of every table that holds the word, but for evidence contents, which are swept later. */
  async function whereIs(word: string): Promise<string[]> {
    const { rows: columns } = await server.store.query<{ table_name: string; column_name: string }>(
      `select table_name, column_name from information_schema.columns
       where table_schema = 'public' and data_type in ('text', 'jsonb', 'ARRAY')`,
    );
    const found: string[] = [];
    for (const { table_name: table, column_name: column } of columns) {
      const { count } = await server.store.query(
        `select 1 from ${table} where ${column}::text like $1 limit 1`,
        [`%${word}%`],
      );
      if (count > 0) found.push(`${table}.${column}`);
    }
    return found;
  }

  test('a case is closed a month after it was decided and carried out, and its content goes after its retention', async () => {
    const { found, client, decision } = await decidedCase();
    server.clock.advance(29 * day);
    expect(await closeCases(deps)).toBe(0);
    server.clock.advance(2 * day);
    expect(await closeCases(deps)).toBe(1);
    expect(await stateOf(found.id)).toMatchObject({ state: 'closed', epoch: found.epoch + 1 });

    server.clock.advance(400 * day);
    // Nothing was said, so nothing goes.
    expect(await eraseExpired(deps)).toBe(0);
    expect((await whereIs(planted)).length).toBeGreaterThan(10);
    await setRetention(deps, '*', 365);
    expect(await previewErasure(deps)).toEqual([{ queue: 'jobs', count: 1 }]);
    expect(await eraseExpired(deps)).toBe(1);
    expect(await eraseExpired(deps)).toBe(0);
    expect((await stateOf(found.id)).erased_at).not.toBeNull();
    expect(await whereIs(planted)).toEqual([]);

    const digest = found.evidence[0]!.digest;
    expect(await server.evidence.stat(server.store, digest)).not.toBeNull();
    server.clock.advance(day);
    await sweepEvidence({ store: server.store, evidence: server.evidence, clock: server.clock });
    expect(await server.evidence.stat(server.store, digest)).toBeNull();

    // U1: the trail names digests and ids, so that it still holds.
    await sealAudit(server.store);
    expect(await verifyAudit(server.store)).toMatchObject({ ok: true });
    // D6: the same decision again, after years, gets its answer.
    const late = await server.signIn((await account(client.personId)).username, client.deviceId);
    expect(await late.push(decision)).toMatchObject([{ id: decision.id, status: 'applied' }]);
    expect(
      await late.push(
        commandOn(found, client.deviceId, { type: 'recall', decisionId: decision.id, reason: '' }),
      ),
    ).toMatchObject([{ status: 'rejected', code: 'not-standing' }]);
  });

  const account = async (id: string) =>
    (await server.store.query<{ username: string }>('select username from person where id = $1', [id]))
      .rows[0]!;

  test('a legal hold on the case, on its subject or on something related keeps it; lifted, it goes', async () => {
    const cases = [await decidedCase(), await decidedCase(), await decidedCase()];
    const [byCase, bySubject, byRelated] = cases.map(({ found }) => found) as [
      (typeof cases)[0]['found'],
      (typeof cases)[0]['found'],
      (typeof cases)[0]['found'],
    ];
    const holds = [
      await placeHold(deps, { reference: byCase.reference }, 'A court asks for it'),
      await placeHold(deps, { subject: bySubject.subject }, 'Under investigation'),
      await placeHold(deps, { subject: byRelated.related[0]!.subject }, 'Under investigation'),
    ];
    expect((await listHolds(server.store)).map(({ what }) => what)).toContain(byCase.reference);
    await expect(placeHold(deps, { reference: 'JP-999999' }, 'Test')).rejects.toMatchObject({
      code: 'not-found',
    });
    server.clock.advance(31 * day);
    await closeCases(deps);
    server.clock.advance(400 * day);
    expect(await eraseExpired(deps)).toBe(0);
    for (const hold of holds) await liftHold(deps, hold);
    await expect(liftHold(deps, holds[0]!)).rejects.toMatchObject({ code: 'not-found' });
    expect(await eraseExpired(deps)).toBe(3);
  });

  test('a queue may have a rule of its own', async () => {
    await decidedCase();
    server.clock.advance(31 * day);
    await closeCases(deps);
    await setRetention(deps, 'jobs', 10);
    server.clock.advance(11 * day);
    expect(await eraseExpired(deps)).toBe(1);
    await setRetention(deps, 'jobs', null);
    expect(await previewErasure(deps)).toEqual([]);
  });

  test('what the platform has not answered is neither closed nor erased', async () => {
    const { client, found } = await withOneCase(server);
    await client.push(decisionOn(found, client.deviceId));
    server.clock.advance(500 * day);
    expect(await closeCases(deps)).toBe(0);
    expect(await stateOf(found.id)).toMatchObject({ state: 'decided' });
  });
});

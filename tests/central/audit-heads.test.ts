import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditHead } from '../../contract/audit-head.ts';
import type { CommandAnswers } from '../../contract/feed.ts';
import { sealAudit } from '../../central/audit/seal.ts';
import { startCentral, storeKinds, withOneCase, type Client, type TestCentral } from '../support/central.ts';
import { commandOn } from '../support/central-factories.ts';

describe.each(storeKinds)('heads of the audit chain over %s', (kind) => {
  let server: TestCentral;
  let client: Client;
  let note: () => object;

  beforeAll(async () => {
    server = await startCentral({ kind, metricsToken: 'token-of-the-operator', log: silent });
    const one = await withOneCase(server);
    client = one.client;
    note = () => commandOn(one.found, client.deviceId, { type: 'note', text: 'Looked at it.' });
  }, 60_000);
  afterAll(() => server.close());

  const errors: string[] = [];
  const ignore = () => undefined;
  const silent = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (_fields: object, message: string) => void errors.push(message),
  };

  async function push(auditHead: AuditHead | null): Promise<AuditHead> {
    const answer = await client.post('/v1/commands', {
      deviceId: client.deviceId,
      sentAt: new Date().toISOString(),
      auditHead,
      commands: [note()],
    });
    const answers = (await answer.json()) as CommandAnswers;
    if (answers.auditHead === null) throw new Error('no head came with the acknowledgement');
    return answers.auditHead;
  }

  async function nextHead(): Promise<AuditHead> {
    await push(null);
    await sealAudit(server.store);
    server.clock.advance(1500);
    return push(null);
  }

  const differing = async (): Promise<string> => {
    const answer = await fetch(`${server.url}/metrics`, {
      headers: { authorization: 'Bearer token-of-the-operator' },
    });
    return /^docket_audit_heads_differing (\d+)$/m.exec(await answer.text())?.[1] ?? 'missing';
  };
  const alarms = async () =>
    (
      await server.store.query<{ details: object }>(
        `select details from audit_event where kind = 'audit.head-differs' order by stored`,
      )
    ).rows.map(({ details }) => details);

  test('U2: a head goes out with each acknowledgement, and one that is still in the chain is no alarm', async () => {
    const head = await nextHead();
    expect(head.sequence).toBeGreaterThan(0);
    const { rows } = await server.store.query('select 1 from audit_event where sequence = $1 and hash = $2', [
      head.sequence,
      head.hash,
    ]);
    expect(rows).toHaveLength(1);
    const later = await nextHead();
    expect(later.sequence).toBeGreaterThan(head.sequence);
    await push(head);
    expect(await differing()).toBe('0');
  });

  test('U2: a head of another era is no alarm: a restored backup has lost what came after it', async () => {
    const head = await nextHead();
    await push({ ...head, era: head.era + 1, sequence: head.sequence + 500 });
    expect(await differing()).toBe('0');
    expect(errors).toEqual([]);
  });

  test('U2: a chain that was cut and went on is seen against the head that a desktop kept', async () => {
    const kept = await nextHead();
    await server.store.query('delete from audit_event where sequence >= $1', [kept.sequence]);
    await server.store.query(
      `update audit_head set sequence = $1, hash = (select hash from audit_event where sequence = $1)`,
      [kept.sequence - 1],
    );
    const anew = await nextHead();
    expect(anew.sequence).toBeGreaterThanOrEqual(kept.sequence);
    await push(kept);
    await push(kept);
    expect(await alarms()).toEqual([{ sequence: kept.sequence, hash: kept.hash }]);
    expect(await differing()).toBe('1');
    expect(errors).toEqual(['the audit chain lacks a head that a desktop kept']);
  });
});

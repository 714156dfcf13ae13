import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashOf, sealAudit, type SealableEvent } from '../../central/audit/seal.ts';
import { verifyAudit } from '../../central/audit/verify.ts';
import { sha256 } from '../../central/store/evidence-store.ts';
import { startCentral, storeKinds, withOneCase, type Client, type TestCentral } from '../support/central.ts';
import { commandOn, decisionOn, incomingCase } from '../support/central-factories.ts';
import { readEvents } from '../support/read-events.ts';

const cutTheLast = `delete from audit_event where sequence = (select max(sequence) from audit_event)`;

describe.each(storeKinds)('the server over %s', (kind) => {
  let server: TestCentral;
  beforeAll(async () => {
    server = await startCentral({ kind, heartbeatMs: 50 });
  });
  afterAll(() => server?.close());

  test('every wrong body is refused with the field, and nothing of it is kept', async () => {
    const { client } = await withOneCase(server);
    const wrong: [string, unknown, number, string][] = [
      ['/v1/commands', { deviceId: 'no', sentAt: 'now', commands: [] }, 400, 'deviceId'],
      ['/v1/commands', '{"deviceId": ', 400, 'body'],
      ['/v1/commands', '{"__proto__": {"a": 1}}', 400, 'body'],
      ['/v1/commands', '[]', 400, 'body'],
      ['/v1/commands', 'null', 400, 'body'],
      ['/v1/commands', `{"deviceId":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 400, 'deviceId'],
      ['/v1/sessions', { username: 'UPPER CASE', password: '', device: {} }, 400, 'username'],
      ['/v1/sessions/refresh', { refreshToken: 'short', deviceId: client.deviceId }, 400, 'refreshToken'],
    ];
    for (const [path, body, status, field] of wrong) {
      const response = await client.post(path, body);
      const problem = (await response.json()) as { code: string; errors: { field: string }[] };
      expect([path, response.status, problem.code]).toEqual([path, status, 'invalid']);
      expect(problem.errors.map((error) => error.field)).toContain(field);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    }
    expect((await client.post('/v1/commands', `"${'a'.repeat(9_000_000)}"`)).status).toBe(413);
    const unknown = await client.get('/v1/nothing-here');
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'not-found' }]);
    expect((await client.get('/v1/commands/not-an-id')).status).toBe(400);
    expect((await client.get(`/v1/commands/${v7()}`)).status).toBe(404);
  });

  test('large answers are compressed for those who ask', async () => {
    const { client } = await withOneCase(server);
    const response = await client.get('/docs/json', { 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.json()).toMatchObject({ openapi: '3.1.0' });
    expect((await fetch(`${server.url}/docs`)).status).toBe(200);
    expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({
      serving: true,
      store: kind === 'PGlite' ? 'pglite' : 'postgresql',
    });
  });

  test('L2: the stream says hello, beats, and tells of changes; it ends with its session', async () => {
    const { client, found } = await withOneCase(server);
    const response = await client.get('/v1/stream');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const events = readEvents(response);
    expect(await events.next('hello')).toMatchObject({ instanceId: server.central.instance.id, era: 1 });
    const { position } = await events.next('feed');
    await events.next('heartbeat');
    await client.push(commandOn(found, client.deviceId, { type: 'note', text: 'Something new.' }));
    expect((await events.next('feed')).position).toBeGreaterThan(position as number);
    await fetch(`${server.url}/v1/session`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${client.session.accessToken}` },
    });
    expect(await events.next('session')).toMatchObject({ what: 'ended' });
    await events.end();
  });

  test('L2: new work reaches a person whose stream is open without their asking', async () => {
    const { client } = await withOneCase(server);
    const { cursor } = await client.page();
    const events = readEvents(await client.get('/v1/stream'));
    await events.next('feed');
    const [id] = await server.addCases([incomingCase()]);
    await events.next('feed');
    expect((await client.page(cursor)).changes).toMatchObject([{ type: 'case.put', caseId: id }]);
    await events.cancel();
    await server.store.query('update person set capacity = 0 where id = $1', [client.personId]);
  });

  test('E1: evidence by digest, with ranges, for the holder only', async () => {
    const bytes = randomBytes(700_000);
    const { client, found } = await withOneCase(server, {
      evidence: [
        {
          key: 'clip',
          label: 'Clip',
          kind: 'media',
          mediaType: 'video/mp4',
          content: bytes.toString('base64'),
        },
        {
          key: 'small',
          label: 'Scan',
          kind: 'image',
          mediaType: 'image/png',
          content: bytes.subarray(0, 500).toString('base64'),
        },
      ] as never,
    });
    for (const item of found.evidence) {
      const whole = await client.get(`/v1/evidence/${item.digest}`);
      expect(whole.headers.get('etag')).toBe(`"${item.digest}"`);
      expect(whole.headers.get('accept-ranges')).toBe('bytes');
      const content = new Uint8Array(await whole.arrayBuffer());
      expect(sha256(content)).toBe(item.digest);
      expect(content.byteLength).toBe(item.bytes);
      const path = `/v1/evidence/${item.digest}`;
      const part = await client.get(path, { range: 'bytes=100-199', 'if-range': `"${item.digest}"` });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes 100-199/${item.bytes}`);
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(content.subarray(100, 200));
      expect((await client.get(path, { range: 'bytes=-10' })).headers.get('content-length')).toBe('10');
      const past = await client.get(path, { range: `bytes=${item.bytes}-` });
      expect([past.status, past.headers.get('content-range')]).toEqual([416, `bytes */${item.bytes}`]);
      expect(await past.json()).toMatchObject({ code: 'range-not-satisfiable' });
      const other = await client.get(path, { range: 'bytes=0-1', 'if-range': '"another"' });
      expect(other.status).toBe(200);
      await other.arrayBuffer();
      expect((await client.get(path, { 'if-none-match': `"${item.digest}"` })).status).toBe(304);
      const { client: stranger } = await withOneCase(server);
      expect((await stranger.get(path)).status).toBe(404);
    }
    await client.push(commandOn(found, client.deviceId, { type: 'release', reason: '' }));
    expect((await client.get(`/v1/evidence/${found.evidence[0]!.digest}`)).status).toBe(404);
  });

  test('U1, U2: the audit chain verifies, and shows an edit, a deletion, a reordering and a truncation', async () => {
    const { client, found } = await withOneCase(server);
    await client.push(decisionOn(found, client.deviceId));
    await sealAudit(server.store);
    const intact = await verifyAudit(server.store);
    expect(intact).toMatchObject({ ok: true });
    const events = intact.ok ? intact.events : 0;
    const kept = intact.ok ? { sequence: events, hash: intact.head } : { sequence: 0, hash: '' };
    const tamper: [string, string, number][] = [
      ['an edit', `update audit_event set details = details || '{"epoch": 77}' where sequence = 3`, 3],
      ['a deletion', 'delete from audit_event where sequence = 4', 4],
      ['a truncation', `delete from audit_event where sequence > ${events - 2}`, events - 1],
      [
        'a truncation with its head',
        `with gone as (delete from audit_event where sequence > ${events - 1} returning previous_hash)
         update audit_head set sequence = ${events - 1}, hash = (select previous_hash from gone)`,
        events,
      ],
    ];
    for (const [what, sql, sequence] of tamper) {
      const verdict = await undone(
        server,
        async (query) => {
          await query(sql);
        },
        [kept],
      );
      expect([what, verdict]).toMatchObject([what, { ok: false, sequence }]);
    }
    const reordered = await undone(
      server,
      async (query) => {
        await query('update audit_event set sequence = -sequence where sequence in (5, 6)');
        await query('update audit_event set sequence = 11 + sequence where sequence in (-5, -6)');
      },
      [],
    );
    expect(reordered).toMatchObject({ ok: false, sequence: 5 });
    expect(await verifyAudit(server.store, [kept])).toMatchObject({ ok: true });
  });

  test('U1, U2: an event written anew with its own hash, and a cut end, show without a head kept elsewhere', async () => {
    const { client, found } = await withOneCase(server);
    await client.push(decisionOn(found, client.deviceId));
    await sealAudit(server.store);
    const { rows } = await server.store.query<SealableEvent & { previous_hash: string }>(
      `select id, at, kind, person_id, device_id, case_id, details, previous_hash from audit_event where sequence = 3`,
    );
    const event = { ...rows[0]!, details: { epoch: 77 } };
    const rewritten = await undone(
      server,
      async (query) => {
        const hash = hashOf(event, 3, event.previous_hash);
        await query(`update audit_event set details = '{"epoch": 77}', hash = '${hash}' where sequence = 3`);
      },
      [],
    );
    expect(rewritten).toMatchObject({ ok: false, sequence: 4 });
    const cut = await undone(server, async (query) => void (await query(cutTheLast)), []);
    expect(cut).toMatchObject({ ok: false, reason: 'missing: the end was cut off' });
  });

  test('U1: the audit room lists by case, the newest first, and holds nothing that was written', async () => {
    await server.addPerson({ username: 'auditor', role: 'auditor', queues: [] });
    const { client, found } = await withOneCase(server);
    await client.push(
      commandOn(found, client.deviceId, { type: 'note', text: 'Words that stay out of the trail.' }),
      decisionOn(found, client.deviceId, { rationale: 'Words that stay out of the trail, too.' }),
    );
    await sealAudit(server.store);
    const auditor = await server.signIn('auditor');
    const first = await (await auditor.get(`/v1/audit?caseId=${found.id}&limit=2`)).json();
    expect(first.events.map((event: { kind: string }) => event.kind)).toEqual([
      'decision.applied',
      'case.note',
    ]);
    const rest = await (await auditor.get(`/v1/audit?caseId=${found.id}&after=${first.next}`)).json();
    expect(rest.events.map((event: { kind: string }) => event.kind)).toEqual([
      'case.assigned',
      'case.created',
    ]);
    expect(JSON.stringify([first, rest])).not.toContain('Words that stay out');
    expect((await auditor.get('/v1/audit?after=nonsense')).status).toBe(400);
  });
});

test('two API processes over one PostgreSQL: streams, feed and decisions agree', async () => {
  const first = await startCentral({ kind: 'PostgreSQL', heartbeatMs: 50 });
  const second = await first.again();
  try {
    const { found, username, client } = await withOneCase(first);
    const elsewhere = await second.signIn(username);
    const events = readEvents(await elsewhere.get('/v1/stream'));
    const { position } = await events.next('feed');
    const decision = decisionOn(found, client.deviceId);
    const answers = await Promise.all([client.push(decision), elsewhere.push(decision)]);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject([{ status: 'applied' }]);
    expect((await events.next('feed')).position).toBeGreaterThan(position as number);
    expect((await elsewhere.pullAll()).size).toBe(0);
    // Ended at one, seen at the other by its next heartbeat.
    const ended = readEvents(
      await client
        .get('/v1/stream')
        .then(() => second.signIn(username))
        .then((one) => streamAndEnd(one, first.url)),
    );
    expect(await ended.next('session')).toMatchObject({ what: 'ended' });
  } finally {
    await second.close();
    await first.close();
  }
});

async function streamAndEnd(client: Client, url: string): Promise<Response> {
  const stream = await client.get('/v1/stream');
  await fetch(`${url}/v1/session`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${client.session.accessToken}` },
  });
  return stream;
}

/** Verifies the chain after a change, and takes the change back. */
async function undone(
  server: TestCentral,
  change: (query: (sql: string) => Promise<unknown>) => Promise<void>,
  heads: readonly { sequence: number; hash: string }[],
) {
  let verdict;
  await server.store
    .transact(async (tx) => {
      await change((sql) => tx.query(sql));
      verdict = await verifyAudit({ ...server.store, query: tx.query }, heads);
      throw new Error('taken back');
    })
    .catch((error: Error) => {
      if (error.message !== 'taken back') throw error;
    });
  return verdict;
}

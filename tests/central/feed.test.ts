import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedCursor } from '../../contract/feed.ts';
import { createSequencer } from '../../central/feed/sequencer.ts';
import { recordFeed } from '../../central/feed/record.ts';
import { pruneFeed } from '../../central/feed/prune.ts';
import { changeRole } from '../../central/people/people.ts';
import { systemIds } from '../../central/ports.ts';
import { startCentral, storeKinds, withOneCase, type TestCentral } from '../support/central.ts';
import { commandOn, decisionOn, incomingCase } from '../support/central-factories.ts';

const day = 24 * 3600 * 1000;

describe.each(storeKinds)('the feed over %s', (kind) => {
  let server: TestCentral;
  beforeAll(async () => {
    server = await startCentral({ kind });
  });
  afterAll(() => server?.close());

  const feedPath = (cursor: FeedCursor) =>
    `/v1/feed?era=${cursor.era}&generation=${cursor.generation}&position=${cursor.position}`;

  test('R1: one row for a person and a case, however often it changed', async () => {
    const { client, found } = await withOneCase(server);
    for (const text of ['one', 'two', 'three']) {
      await client.push(commandOn(found, client.deviceId, { type: 'note', text }));
    }
    const page = await client.page();
    expect(page.changes).toHaveLength(1);
    expect(page.changes[0]).toMatchObject({ case: { version: found.version + 3, notes: { length: 3 } } });
  });

  test('R2: pages follow their cursor and end', async () => {
    const username = `pages-${v7().slice(-12)}`;
    await server.addPerson({ username, queues: ['messages'], capacity: 12 });
    await server.addCases(Array.from({ length: 12 }, () => incomingCase({ queue: 'messages' })));
    const client = await server.signIn(username);
    const seen = new Set<string>();
    let page = await client.page(undefined, 5);
    expect(page.after).toEqual({ era: 1, generation: 1, position: 0 });
    for (;;) {
      for (const change of page.changes) seen.add(change.caseId);
      if (!page.more) break;
      const next = await client.page(page.cursor, 5);
      expect(next.after).toEqual(page.cursor);
      page = next;
    }
    expect(seen.size).toBe(12);
    const idle = await client.page(page.cursor, 5);
    expect(idle).toMatchObject({ changes: [], more: false, cursor: page.cursor });
  });

  test('R1: an idle poll reads, and writes contact at most once a minute', async () => {
    const { client } = await withOneCase(server);
    const { cursor } = await client.page();
    const snapshot = async () => {
      const { rows } = await server.store.query<{ writes: string }>(
        `select (select json_agg(f order by position)::text from feed f) || (select json_agg(d order by id)::text from device d)
           || (select json_agg(c order by id)::text from case_file c) || (select count(*) from audit_event)::text as writes`,
      );
      return rows[0]!.writes;
    };
    const before = await snapshot();
    await client.page(cursor);
    await client.page(cursor);
    expect(await snapshot()).toBe(before);
    server.clock.advance(61_000);
    await client.page(cursor);
    expect(await snapshot()).not.toBe(before);
  });

  test('R3: a row without a position is not read, and nothing is skipped when it gets one', async () => {
    const { client, found } = await withOneCase(server);
    const { cursor } = await client.page();
    await server.store.transact((tx) =>
      recordFeed(tx, [
        {
          personId: client.personId,
          caseId: found.id,
          type: 'put',
          epoch: found.epoch,
          version: 9,
          at: new Date(),
        },
      ]),
    );
    expect((await client.page(cursor)).changes).toEqual([]);
    await createSequencer(server.store).run();
    expect((await client.page(cursor)).changes).toHaveLength(1);
  });

  test('R3: a reader that polls while sixteen writers commit sees every change', async () => {
    const username = `gap-${v7().slice(-12)}`;
    const personId = await server.addPerson({ username, queues: [] });
    const client = await server.signIn(username);
    const sequencers = [createSequencer(server.store), createSequencer(server.store)];
    const written = new Set<string>();
    const writing = new Set(['everyone']);
    const seen = new Set<string>();
    const beginning = (await client.page()).cursor;
    const reader = (async () => {
      let cursor = beginning;
      for (let more = true; more || writing.size > 0;) {
        const page = await client.page(cursor, 50);
        for (const change of page.changes) seen.add(change.caseId);
        expect(page.cursor.position).toBeGreaterThanOrEqual(cursor.position);
        cursor = page.cursor;
        more = page.more;
      }
      for (const change of (await client.page(cursor, 1000)).changes) seen.add(change.caseId);
    })();
    await Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        for (let count = 0; count < 12; count += 1) {
          const caseId = v7();
          await server.store.transact(async (tx) => {
            await recordFeed(tx, [
              { personId, caseId, type: 'drop', epoch: 1, version: 1, reason: 'released', at: new Date() },
            ]);
            // Some commit late.
            if (kind === 'PostgreSQL' && (writer + count) % 3 === 0) await tx.query('select pg_sleep(0.01)');
          });
          written.add(caseId);
          await sequencers[writer % 2]!.run();
        }
      }),
    );
    writing.clear();
    await reader;
    expect([...written].filter((id) => !seen.has(id))).toEqual([]);
    expect(seen.size).toBe(192);
  });

  test('R3: what a crash left without a position is given one at the next tick', async () => {
    const { client, found } = await withOneCase(server);
    const { cursor } = await client.page();
    await server.store.query('update feed set position = null where person_id = $1 and case_id = $2', [
      client.personId,
      found.id,
    ]);
    await server.central.tick();
    expect((await client.page(cursor)).changes).toHaveLength(1);
  });

  test('R4: an expired cursor answers 410, reading from the beginning does not, and what stays is above the floor', async () => {
    const { client, found } = await withOneCase(server);
    const { client: holder } = await withOneCase(server);
    await client.push(decisionOn(found, client.deviceId));
    const [kept] = await server.addCases([incomingCase()]);
    server.clock.advance(31_000);
    await client.page();
    const { cursor } = await client.page();
    const old = { ...cursor, position: 1 };
    await server.store.query(`update feed set changed_at = $1 where type = 'drop'`, [
      new Date(server.clock.now() - 61 * day),
    ]);
    await pruneFeed(server.store, server.clock);
    const expired = await client.get(feedPath(old));
    expect(expired.status).toBe(410);
    expect(await expired.json()).toMatchObject({ code: 'cursor-expired' });
    const again = await client.page({ ...old, position: 0 });
    expect(again.changes.every((change) => change.type === 'case.put')).toBe(true);
    expect((await client.get(feedPath(again.cursor))).status).toBe(200);
    const holds = new Set([...(await client.pullAll()).keys(), ...(await holder.pullAll()).keys()]);
    expect(holds.has(kept!)).toBe(true);
  });

  test('P2: a role change starts the feed anew, with what the new role sees', async () => {
    const { client, found, personId } = await withOneCase(server);
    await client.push(commandOn(found, client.deviceId, { type: 'note', text: 'Between colleagues.' }));
    const { cursor } = await client.page();
    await changeRole(
      { store: server.store, clock: server.clock, ids: systemIds },
      personId,
      'vendor-reviewer',
    );
    await server.central.tick();
    expect((await client.get(feedPath(cursor))).status).toBe(410);
    const page = await client.page();
    expect(page.cursor.generation).toBe(2);
    expect(page.changes[0]).toMatchObject({ case: { id: found.id, notes: [], timeline: [] } });
  });

  test('P1: a case whose compartment the person may no longer enter is dropped from the page', async () => {
    const { client, found } = await withOneCase(server);
    await server.store.query(`update case_file set compartment = 'sealed' where id = $1`, [found.id]);
    const page = await client.page();
    expect(page.changes).toMatchObject([{ type: 'case.drop', reason: 'not-permitted' }]);
    expect(JSON.stringify(page)).not.toContain(found.title);
  });

  test('R9: a page has at most a thousand changes, and wrong queries name their field', async () => {
    const { client } = await withOneCase(server);
    const answer = await client.get('/v1/feed?limit=5000&position=-1');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: 'invalid',
      errors: [{ field: 'position' }, { field: 'limit' }],
    });
  });
});

describe.each(storeKinds)('an older central API over %s', (kind) => {
  test('L5: a position that was never given to this person only starts their feed anew', async () => {
    const server = await startCentral({ kind });
    try {
      const { client } = await withOneCase(server);
      const { client: other } = await withOneCase(server);
      const { cursor, seal } = await client.page();
      const theirs = await other.page();
      const far = cursor.position + 1000;
      for (const claim of [
        `era=1&generation=1&position=${far}`,
        `era=1&generation=1&position=${far}&seal=${seal}`,
        `era=7&generation=1&position=${cursor.position}&seal=${seal}`,
        `era=7&generation=1&position=${theirs.cursor.position}&seal=${theirs.seal}`,
      ])
        expect((await client.get(`/v1/feed?${claim}`)).status).toBe(410);
      expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({ serving: true });
      const own = `era=1&generation=1&position=${cursor.position}`;
      expect((await client.get(`/v1/feed?${own}&seal=${seal}`)).status).toBe(200);
      expect((await client.get(`/v1/feed?${own}`)).status).toBe(200);
    } finally {
      await server.close();
    }
  });

  test('L5: the same backup restored twice begins two eras, the second above the first', async () => {
    const server = await startCentral({ kind });
    try {
      const { beginEra } = await import('../../central/cli/restored.ts');
      const backup = 'update instance set era = 1';
      const first = await beginEra({ ...server, ids: systemIds });
      await server.store.query(backup);
      server.clock.advance(1000);
      const second = await beginEra({ ...server, ids: systemIds });
      expect(second).toBeGreaterThan(first);
    } finally {
      await server.close();
    }
  });

  test('L5: a client that is ahead stops it until `restored` is run; then a new era begins', async () => {
    const server = await startCentral({ kind });
    try {
      const { client } = await withOneCase(server);
      const { cursor, seal } = await client.page();
      await server.store.query(`select setval('feed_position', 1, false)`);
      const ahead = await client.get(`/v1/feed?era=1&generation=1&position=${cursor.position}&seal=${seal}`);
      expect(ahead.status).toBe(503);
      expect(await ahead.json()).toMatchObject({ code: 'not-serving' });
      expect((await client.get('/v1/session')).status).toBe(503);
      expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({ serving: false });
      const { beginEra } = await import('../../central/cli/restored.ts');
      const era = await beginEra({ ...server, ids: systemIds });
      expect(era).toBeGreaterThan(1);
      const next = await server.again();
      const renewed = await next.signIn((await client.session.account).username, client.deviceId);
      expect((await renewed.get(`/v1/feed?era=1&generation=1&position=${cursor.position}`)).status).toBe(410);
      expect((await renewed.page()).cursor.era).toBe(era);
      await next.close();
    } finally {
      await server.close();
    }
  });
});

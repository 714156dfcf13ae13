import type { Readable } from 'node:stream';
import { create } from 'axios';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { seededRandom } from '../../central/demo/seeded-random.ts';
import type { CentralClientDeps } from '../../electron/core/sync/central-client.ts';
import { violation } from '../core/support/valid.ts';
import { createSeat, until } from '../core/support/workstation.ts';
import { startCentral, testPassword, type TestCentral } from '../support/central.ts';
import { incomingCase } from '../support/central-factories.ts';

/** `DOCKET_DECISIONS=10000` by hand. */
const DECISIONS = Number(process.env['DOCKET_DECISIONS'] ?? 300);
const LOST = 0.3;

let server: TestCentral;
beforeAll(async () => {
  server = await startCentral({ kind: 'PGlite' });
});
afterAll(() => server?.close());

/** The program's own client, whose answers to commands are lost after they were given. */
function losing(random: () => number) {
  const real = create({
    adapter: 'http',
    responseType: 'stream',
    maxRedirects: 0,
    proxy: false,
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
  });
  const counts = { given: 0, lost: 0 };
  const request = async (config: { url?: string }) => {
    const answer = await real.request<Readable>(config);
    if (!config.url?.endsWith('/v1/commands')) return answer;
    counts.given += 1;
    if (random() >= LOST) return answer;
    counts.lost += 1;
    answer.data.destroy();
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  };
  return { counts, http: { request } as unknown as NonNullable<CentralClientDeps['http']> };
}

test(`fault 12: with 30 % of the answers lost after the commit, ${DECISIONS} decisions have exactly ${DECISIONS} effects`, async () => {
  const username = `r-${v7().slice(-12)}`;
  const personId = await server.addPerson({ username, capacity: DECISIONS });
  for (let made = 0; made < DECISIONS; made += 500) {
    await server.addCases(Array.from({ length: Math.min(500, DECISIONS - made) }, () => incomingCase({})));
  }
  const { counts, http } = losing(seededRandom(12));
  const seat = createSeat(server.url);
  try {
    const at = await seat.open({ http });
    await at.signIn(username, testPassword);
    await until(
      at.status,
      ({ queue, catalogueVersion }) => queue === DECISIONS && catalogueVersion !== null,
      300_000,
    );
    const told: string[] = [];
    for (let from = 0; told.length < DECISIONS; from += 1) {
      const { rows } = await at.ask('queue.open', { filter: {}, order: 'priority', count: 200 });
      expect(rows.length, `round ${from}`).toBeGreaterThan(0);
      for (const { caseId, work } of rows) {
        if (work !== 'open') continue;
        const opened = await at.ask('case.open', { caseId, view: false });
        const { subject, version } = opened.case;
        const { own } = await at.ask('decision.submit', {
          caseId,
          caseVersion: version,
          content: violation({
            policies: ['fraud'],
            actions: [
              { action: 'remove-content', target: { type: subject.type, id: subject.id }, params: {} },
            ],
          }),
          openMs: 10,
          activeMs: 5,
        });
        told.push(own.decisionId);
      }
    }
    await until(at.status, ({ waiting }) => waiting === 0, 600_000);
    const { rows } = await server.store.query<{ id: string; standing: boolean; status: string }>(
      'select id, standing, status from decision where person_id = $1',
      [personId],
    );
    expect(rows.filter(({ standing, status }) => standing && status === 'applied')).toHaveLength(DECISIONS);
    expect(rows.map(({ id }) => id).toSorted()).toEqual(told.toSorted());
    const asked = await server.store.query<{ decisions: number; actions: number }>(
      'select count(distinct decision_id)::int as decisions, count(*)::int as actions from enforcement',
    );
    expect(asked.rows[0]).toEqual({ decisions: DECISIONS, actions: DECISIONS });
    console.log(
      `${DECISIONS} decisions in ${counts.given} batches, of which ${counts.lost} answers were lost`,
    );
    expect(counts.lost).toBeGreaterThan(0);
  } finally {
    await seat.end();
  }
}, 1_200_000);

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minute } from '../../../central/ports.ts';
import { receiveCases } from '../../../central/intake/receive.ts';
import { renewPriorities } from '../../../central/intake/renew-priorities.ts';
import { dryRun } from '../../../central/routing/dry-run.ts';
import { currentRouting, publishRouting, startingRouting } from '../../../central/routing/routing.ts';
import type { IncomingCase } from '../../../contract/import.ts';
import { RoutingContent } from '../../../contract/routing.ts';
import { createTestClock } from '../../support/central.ts';
import { incomingCase } from '../../support/central-factories.ts';
import { openIntakeStore, storeKinds, type IntakeStore } from './intake-store.ts';

describe.each(storeKinds)('routing over %s', (kind) => {
  const clock = createTestClock();
  let deps: IntakeStore;
  beforeAll(async () => {
    deps = await openIntakeStore(kind, clock);
  });
  afterAll(() => deps?.close());

  async function receive(...cases: Parameters<typeof incomingCase>[0][]): Promise<Record<string, unknown>[]> {
    const { queue: _queue, ...unplaced } = incomingCase();
    const made = cases.map(
      (change) => ({ ...unplaced, ...incomingCase({ ...change }), queue: change?.queue }) as IncomingCase,
    );
    const received = await receiveCases(deps, {
      producer: 'detector',
      catalogue: deps.catalogue,
      cases: made,
    });
    const ids = received.map((one) => (one.status === 'added' ? one.caseId : ''));
    const { rows } = await deps.store.query(
      `select id, queue, routed_queue, routing_version, routing_rule, priority_score, priority_band, version
       from case_file where id = any($1::uuid[])`,
      [ids],
    );
    return ids.map((id) => rows.find((row) => row['id'] === id) ?? {});
  }

  test('a case is placed by the rules in force, and says by which; a named queue is left as it is', async () => {
    const appeals = RoutingContent.parse({
      name: 'Other rules',
      rules: [{ id: 'portuguese', when: { language: 'pt' }, queue: 'vendor' }],
      fallback: 'profiles',
    });
    expect((await currentRouting(deps.store)).version).toBe(0);
    expect(await publishRouting(deps, await startingRouting())).toEqual({ version: 1, isNew: true });
    expect(await publishRouting(deps, await startingRouting())).toEqual({ version: 1, isNew: false });
    expect(await receive({}, { queue: 'legal' })).toMatchObject([
      { queue: 'job-posts', routed_queue: 'job-posts', routing_version: 1, routing_rule: 'job-posts' },
      { queue: 'legal', routed_queue: null, routing_version: null, routing_rule: null },
    ]);
    expect(await publishRouting(deps, appeals)).toEqual({ version: 2, isNew: true });
    expect(await receive({ language: 'pt-BR' }, {})).toMatchObject([
      { queue: 'vendor', routing_version: 2, routing_rule: 'portuguese' },
      { queue: 'profiles', routing_version: 2, routing_rule: 'fallback' },
    ]);
    await expect(deps.store.query('delete from routing')).rejects.toThrow(/never change/);
  });

  test('a dry run says what would move and which rules take none, and publishes nothing', async () => {
    const before = await currentRouting(deps.store);
    const content = RoutingContent.parse({
      name: 'Tried',
      rules: [
        { id: 'nothing', when: { policyArea: 'no-such-area' }, queue: 'legal' },
        { id: 'portuguese', when: { language: 'pt' }, queue: 'vendor' },
      ],
      fallback: 'messages',
    });
    const tried = await dryRun(deps.store, content, deps.catalogue.queues, new Date(0));
    expect(tried).toMatchObject({ cases: 4, named: 1 });
    expect(tried.taken).toEqual([
      { rule: 'nothing', count: 0 },
      { rule: 'portuguese', count: 1 },
      { rule: 'fallback', count: 2 },
    ]);
    expect(tried.moves).toMatchObject([
      { from: 'job-posts', to: 'messages', count: 1, examples: [expect.stringMatching(/^JP-/)] },
      { from: 'profiles', to: 'messages', count: 1 },
    ]);
    expect(await currentRouting(deps.store)).toEqual(before);
  });

  test('priority rises while the due time comes nearer; a band that changes is a new version for its holder', async () => {
    const [row] = await receive({
      queue: 'job-posts',
      riskScore: 0.9,
      dueAt: new Date(clock.now() + 460 * minute).toISOString(),
    });
    const look = async () => {
      const { rows } = await deps.store.query<{
        priority_score: number;
        priority_band: string;
        version: number;
      }>('select priority_score, priority_band, version from case_file where id = $1', [row!['id']]);
      return rows[0]!;
    };
    const start = await look();
    clock.advance(60 * minute);
    await renewPriorities(deps);
    const nearer = await look();
    expect(nearer.priority_score).toBeGreaterThan(start.priority_score);
    expect(nearer).toMatchObject({ priority_band: start.priority_band, version: start.version });
    // Looked at a moment ago.
    expect(await renewPriorities(deps)).toBe(0);
    clock.advance(400 * minute);
    await renewPriorities(deps);
    const due = await look();
    expect(due).toMatchObject({ priority_band: 'P1' });
    expect(start.priority_band).toBe('P2');
    clock.advance(600 * minute);
    await renewPriorities(deps);
    clock.advance(60 * minute);
    expect(await renewPriorities(deps)).toBe(0);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentral, storeKinds, withOneCase, type Client, type TestCentral } from '../support/central.ts';
import { decisionOn } from '../support/central-factories.ts';
import { readEvents } from '../support/read-events.ts';

describe.each(storeKinds)('the subscription of supervisors over %s', (kind) => {
  let server: TestCentral;
  let boss: Client;
  beforeAll(async () => {
    server = await startCentral({ kind });
    await server.addPerson({ username: 'boss', role: 'supervisor', queues: [] });
    boss = await server.signIn('boss');
  });
  afterAll(() => server?.close());

  test('L2: what is moved, decided, and decided too late is told to supervisors, not to reviewers, and not too often', async () => {
    const { client, found } = await withOneCase(server);
    const desk = readEvents(await boss.get('/v1/stream'));
    const reviewers = readEvents(await client.get('/v1/stream'));
    await desk.next('feed');
    await reviewers.next('feed');
    const startedAt = performance.now();
    await boss.post('/v1/reassignments', {
      id: v7(),
      target: { to: 'queue', queue: 'messages' },
      reason: 'A test',
      cases: [{ caseId: found.id, epoch: found.epoch }],
    });
    await desk.next('rooms');
    expect(await client.push(decisionOn(found, client.deviceId))).toMatchObject([{ status: 'late' }]);
    await desk.next('rooms');
    // The second waits for its turn, however much happens meanwhile.
    expect(performance.now() - startedAt).toBeGreaterThan(1900);
    const heard = reviewers.next('rooms').then(
      () => true,
      () => false,
    );
    expect(await Promise.race([heard, sleep(100, 'nothing')])).toBe('nothing');
    await desk.cancel();
    await reviewers.cancel();
  });
});

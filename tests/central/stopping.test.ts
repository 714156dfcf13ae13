import { expect, test } from 'vitest';
import { startCentral, withOneCase } from '../support/central.ts';
import { decisionOn } from '../support/central-factories.ts';

test('stopping lets a decision in flight finish, ends streams, and seals the trail', async () => {
  const server = await startCentral({ kind: 'PostgreSQL' });
  const { client, found } = await withOneCase(server);
  const stream = await client.get('/v1/stream');
  const reading = stream.text();
  const answers = client.push(decisionOn(found, client.deviceId));
  // Its request is being served once the case is locked or decided.
  await expect
    .poll(() =>
      server.store.query('select 1 from device where waiting_at is not null').then((rows) => rows.count),
    )
    .toBe(1);
  const startedAt = performance.now();
  await server.central.close();
  expect(await answers).toMatchObject([{ status: 'applied' }]);
  expect(await reading).toContain('event: hello');
  expect(performance.now() - startedAt).toBeLessThan(4000);
  const { rows } = await server.store.query(
    'select count(*) as unsealed from audit_event where sequence is null',
  );
  expect(rows).toEqual([{ unsealed: 0 }]);
  await server.close();
});

import { request } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { v7 } from 'uuid';
import { addPerson } from '../../central/people/people.ts';
import { systemClock, systemIds } from '../../central/ports.ts';
import { addProducer } from '../../central/producers/producers.ts';
import { openStore } from '../../central/store/open-store.ts';
import { signIn } from '../support/central.ts';
import { incomingCase } from '../support/central-factories.ts';
import { createDatabase } from '../support/postgres.ts';
import { createProcesses } from '../support/processes.ts';

const STREAMS = 50;
const processes = createProcesses();
let databaseUrl = '';
beforeAll(async () => {
  databaseUrl = await createDatabase(inject('postgresUrl'), 'stopping');
});
afterAll(() => processes.end());

test('SIGTERM: the load balancer is told first, a slow request is answered, 50 streams end, and the process is gone', async () => {
  const api = await processes.startCentral({
    mode: 'serve',
    env: { DATABASE_URL: databaseUrl, DRAIN_SECONDS: '1.5' },
  });
  const store = await openStore({ databaseUrl, connections: 2 });
  const deps = { store, clock: systemClock, ids: systemIds, cost: { N: 16, r: 8, p: 1 } };
  await addPerson(deps, {
    username: 'reviewer',
    displayName: 'Reviewer',
    password: 'correct horse battery',
    role: 'reviewer',
  });
  const key = await addProducer(deps, {
    id: 'slow',
    name: 'Slow',
    sources: ['detection'],
    requestsAMinute: 100,
  });
  const client = await signIn(api.url, 'reviewer', v7());
  const streams = await Promise.all(Array.from({ length: STREAMS }, () => client.get('/v1/stream')));
  const ended = Promise.all(streams.map((stream) => stream.text()));

  // Its second half comes only after the process has begun to stop letting others in.
  const body = JSON.stringify(incomingCase({ queue: 'job-posts', golden: null }));
  const slow = request(`${api.url}/v1/cases`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
  });
  const answered = once(slow, 'response');
  slow.write(body.slice(0, 100));
  await sleep(200);

  api.process.signal('SIGTERM');
  await expect.poll(async () => (await fetch(`${api.url}/healthz`)).status).toBe(503);
  const health = await fetch(`${api.url}/healthz`);
  expect(await health.json()).toMatchObject({ serving: false });
  // Who comes before the load balancer has noticed is served.
  expect((await client.get('/v1/catalogue')).status).toBe(200);

  await expect
    .poll(
      () =>
        fetch(`${api.url}/healthz`).then(
          () => 'answers',
          () => 'refused',
        ),
      { timeout: 5000 },
    )
    .toBe('refused');
  slow.end(body.slice(100));
  const [response] = await answered;
  expect(response.statusCode).toBe(200);
  response.resume();
  expect((await ended).every((text) => text.includes('event: hello'))).toBe(true);
  expect(await api.process.ended).toBe(0);
  expect(await store.query(`select 1 from case_file where producer = 'slow'`)).toMatchObject({ count: 1 });
  expect((await store.query('select 1 from audit_event where sequence is null')).count).toBe(0);
  await store.close();
});

test('a request that never ends does not keep a stopping process', async () => {
  const api = await processes.startCentral({ mode: 'serve', env: { DATABASE_URL: databaseUrl } });
  const never = request(`${api.url}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': 1000 },
  });
  never.on('error', () => undefined);
  never.write('{');
  await sleep(200);
  const startedAt = performance.now();
  api.process.signal('SIGTERM');
  expect(await api.process.ended).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(9000);
});

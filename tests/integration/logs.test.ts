import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addPerson } from '../../central/people/people.ts';
import { systemClock, systemIds } from '../../central/ports.ts';
import { addProducer } from '../../central/producers/producers.ts';
import { openStore } from '../../central/store/open-store.ts';
import type { Store } from '../../central/store/sql.ts';
import { expectOk, signIn, testPassword } from '../support/central.ts';
import { decisionOn, commandOn, incomingCase, jobPost } from '../support/central-factories.ts';
import { createDatabase } from '../support/postgres.ts';
import { createProcesses, type Central } from '../support/processes.ts';

const word = 'quetzalcoatlus';
const processes = createProcesses();
let store: Store;
let api: Central;
let key = '';

beforeAll(async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), 'logs');
  api = await processes.startCentral({
    mode: 'serve',
    env: { DATABASE_URL: databaseUrl, LOG_LEVEL: 'debug' },
  });
  store = await openStore({ databaseUrl, connections: 2 });
  const deps = { store, clock: systemClock, ids: systemIds, cost: { N: 16, r: 8, p: 1 } };
  await addPerson(deps, {
    username: 'reviewer',
    displayName: `A ${word}`,
    password: testPassword,
    role: 'reviewer',
    queues: ['job-posts'],
  });
  key = await addProducer(deps, {
    id: 'detector',
    name: word,
    sources: ['detection'],
    requestsAMinute: 9999,
  });
});
afterAll(async () => {
  await store?.close();
  await processes.end();
});

type Line = Record<string, unknown>;
const lines = (): Line[] =>
  api.process
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${api.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

test('no word of a case, a decision, a note, a password, a token or an address is ever logged, at the finest level', async () => {
  const byKey = { authorization: `Bearer ${key}` };
  const one = incomingCase({
    externalId: `post-${word}`,
    queue: 'job-posts',
    golden: null,
    title: `Title ${word}`,
    subject: { type: 'job-post', id: `id-${word}`, label: `Label ${word}` },
    related: [
      { relation: 'owner', subject: { type: 'account', id: `account-${word}`, label: `Owner ${word}` } },
    ],
    facts: [{ label: `Fact ${word}`, value: word }],
    evidence: [{ key: `key-${word}`, label: `Post ${word}`, document: jobPost(word, `Text ${word}`) }],
  });
  await expectOk(await post('/v1/cases', one, byKey));
  // Refused in every way there is: for its form, its fields, its bytes.
  await post('/v1/cases', { ...one, title: 7, queue: word }, byKey);
  await post('/v1/cases', { ...one, externalId: 'other', title: `\u0000${word}` }, byKey);
  await post('/v1/cases', `{"title": "${word}`, byKey);
  await post('/v1/reports', { externalId: word, reason: word }, byKey);
  await post(`/v1/cases/${word}/evidence`, { externalId: word, evidence: [] }, byKey);
  await post('/v1/cases', one, { authorization: `Bearer dkp_000000000000_${word}` });
  const device = { id: v7(), name: `Desktop ${word}`, platform: word };
  await post('/v1/sessions', { username: 'reviewer', password: `wrong ${word}`, device });
  await post('/v1/sessions', { username: word, password: word, device });
  await post('/v1/sessions/refresh', { refreshToken: `${word}${word}`, deviceId: device.id });

  const client = await signIn(api.url, 'reviewer', device.id);
  const [found] = [...(await client.pullAll()).values()];
  expect(found?.title).toContain(word);
  const note = commandOn(found!, device.id, { type: 'note', text: `Note ${word}` });
  const answers = await client.push(
    note,
    commandOn(found!, device.id, { type: 'pattern-flag', name: word, description: word, spans: [] }),
    // A byte that the database cannot hold.
    commandOn(found!, device.id, { type: 'note', text: `Note ${word}\u0000` }),
    { ...decisionOn(found!, device.id), outcome: word },
    decisionOn(found!, device.id, {
      outcome: 'no-violation',
      actions: [],
      policies: [],
      severity: null,
      rationale: `Because of ${word}`,
      message: { templateId: null, language: 'en', subject: word, body: word },
    }),
  );
  expect(answers[0]?.status).toBe('applied');
  expect(answers.at(-1)?.status).toBe('applied');
  await client.post('/v1/commands', { ...note, text: word });
  await client.get(`/v1/feed?position=${word}`);
  await client.get(`/v1/${word}?title=${word}`);
  await client.get(`/v1/evidence/${word}`);
  await fetch(`${api.url}/healthz?${word}`, {
    headers: {
      'x-request-id': `${word} with spaces`,
      'user-agent': word,
      referer: `https://${word}.example`,
    },
  });

  // Each of them, once.
  await expect.poll(() => lines().filter(({ msg }) => msg === 'request').length).toBe(18);
  expect(api.process.output()).not.toContain(word);
  expect(api.process.output()).not.toContain(client.session.accessToken);
  expect(api.process.output()).not.toContain(key);
});

test('a line says who asked for what, how it went and how long it took, under an id that the answer echoes', async () => {
  const client = await signIn(api.url, 'reviewer', v7());
  const given = 'a-proxy-gave-this-1';
  const answer = await client.get('/v1/catalogue', { 'x-request-id': given });
  expect(answer.headers.get('x-request-id')).toBe(given);
  await answer.arrayBuffer();
  await expect.poll(() => lines().find(({ request }) => request === given)).toBeDefined();
  expect(lines().find(({ request }) => request === given)).toMatchObject({
    level: 30,
    method: 'GET',
    route: '/v1/catalogue',
    status: 200,
    durationMs: expect.any(Number),
    person: client.personId,
  });

  const made = (await client.get('/v1/catalogue')).headers.get('x-request-id');
  expect(made).toMatch(/^[0-9a-f-]{36}$/);
  for (const text of ['short', 'with spaces in it', 'x'.repeat(65)]) {
    const refused = await client.get('/v1/catalogue', { 'x-request-id': text });
    expect(refused.headers.get('x-request-id')).not.toBe(text);
  }
  const away = await fetch(`${api.url}/v1/nothing`, { headers: { 'x-request-id': 'nothing-is-here' } });
  expect(away.headers.get('x-request-id')).toBe('nothing-is-here');
});

/** docs/operating.md, followed: accounts, TLS behind a reverse proxy, a backup and its restoration. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request as ask, type IncomingMessage } from 'node:http';
import { createServer, request as askSecurely } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aptInstall } from '../../build/support/apt.ts';
import { findProgram } from '../../build/support/find-program.ts';
import { providePostgresBinaries } from '../../build/support/postgres-binaries.ts';
import { run } from '../../build/support/run.ts';
import { openStore } from '../../central/store/open-store.ts';
import type { Catalogue } from '../../contract/catalogue.ts';
import type { Case } from '../../contract/case.ts';
import { expectOk, signIn, testPassword, type Client } from '../support/central.ts';
import { decisionOn } from '../support/central-factories.ts';
import { createDatabase } from '../support/postgres.ts';
import { createProcesses, type Central } from '../support/processes.ts';

const processes = createProcesses();
const dataDir = processes.folder('operating');
let central: Central;
let env: NodeJS.ProcessEnv;
let restoredUrl = '';

const cli = (args: readonly string[], input = '', more: NodeJS.ProcessEnv = env) =>
  processes.central(dataDir, args, input, more);

beforeAll(async () => {
  env = {
    DATABASE_URL: await createDatabase(inject('postgresUrl'), 'operators_day'),
    TRUST_PROXY: 'loopback',
  };
  restoredUrl = await createDatabase(inject('postgresUrl'), 'operators_day_restored');
  for (const [name, role] of [
    ['ada', 'reviewer'],
    ['grace', 'reviewer'],
    ['boss', 'supervisor'],
  ] as const) {
    await cli(
      ['users', 'add', name, '--role', role, '--queues', 'job-posts', '--capacity', '20'],
      `${testPassword}\n`,
    );
  }
  await cli(['import', 'job-posts', 'central/demo/data/job-posts.csv']);
  central = await processes.startCentral({ mode: 'serve', env, dataDir });
}, 120_000);
afterAll(() => processes.end());

/** A reverse proxy as an operator has one: it ends TLS, says who asked, and passes everything on as it comes. */
async function startProxy(to: Central) {
  const folder = processes.folder('tls');
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const of = `req -x509 -newkey rsa:2048 -nodes -subj /CN=docket.example -days 1 -keyout ${key} -out ${cert}`;
  const openssl = findProgram(['openssl']) ?? ((await aptInstall(['openssl'])) ? 'openssl' : '');
  const made = await run(openssl, of.split(' '));
  if (made.code !== 0) throw new Error(`no certificate could be made: ${made.output}`);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (incoming, outgoing) => {
    const passed = ask(
      {
        host: '127.0.0.1',
        port: to.port,
        method: incoming.method ?? 'GET',
        path: incoming.url ?? '/',
        headers: { ...incoming.headers, 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ca = readFileSync(cert);
  return {
    /** Checks the certificate, as a desktop does. */
    async request(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
      const request = askSecurely({
        host: '127.0.0.1',
        port,
        method,
        path,
        headers,
        ca,
        servername: 'docket.example',
      });
      request.end(body);
      const [answer] = (await once(request, 'response')) as [IncomingMessage];
      return { request, answer };
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

test('through a reverse proxy with TLS: signing in, the feed, the stream, evidence in parts, and no figures', async () => {
  const proxy = await startProxy(central);
  try {
    const json = { 'content-type': 'application/json', 'docket-protocol': '1' };
    const device = { id: v7(), name: 'Desk', platform: 'linux' };
    const signedIn = await proxy.request(
      'POST',
      '/v1/sessions',
      json,
      JSON.stringify({ username: 'ada', password: testPassword, device }),
    );
    expect(signedIn.answer.statusCode).toBe(200);
    const { accessToken } = JSON.parse((await bodyOf(signedIn.answer)).toString()) as { accessToken: string };
    const authorization = { authorization: `Bearer ${accessToken}` };

    const stream = await proxy.request('GET', '/v1/stream', authorization);
    expect(stream.answer.headers['x-accel-buffering']).toBe('no');
    const [first] = (await once(stream.answer, 'data')) as [Buffer];
    expect(first.toString()).toContain('event: hello');
    stream.request.destroy();

    const feed = await proxy.request('GET', '/v1/feed', authorization);
    const page = JSON.parse((await bodyOf(feed.answer)).toString()) as { changes: { case: Case }[] };
    const item = page.changes[0]!.case.evidence[0]!;
    const part = await proxy.request('GET', `/v1/evidence/${item.digest}`, {
      ...authorization,
      range: 'bytes=5-14',
    });
    expect([part.answer.statusCode, (await bodyOf(part.answer)).byteLength]).toEqual([206, 10]);
    expect((await proxy.request('GET', '/metrics')).answer.statusCode).toBe(401);
    expect((await fetch(`${central.url}/metrics`)).status).toBe(200);
  } finally {
    proxy.close();
  }
});

test('accounts: disabled, a person is out at once and their cases go to others; reset, only the new password opens', async () => {
  const deviceId = v7();
  const grace = await signIn(central.url, 'grace', deviceId);
  const held = (await grace.pullAll()).size;
  expect(held).toBeGreaterThan(0);
  expect(await cli(['users', 'disable', 'grace'])).toBe(`disabled grace; ${held} cases went back`);
  expect((await grace.get('/v1/session')).status).toBe(401);
  await expect(signIn(central.url, 'grace', deviceId)).rejects.toThrow(/401/);
  await cli(['users', 'enable', 'grace']);
  expect(await cli(['users', 'reset', 'grace'], 'another password entirely\n')).toMatch(
    /^new password for grace/,
  );
  await expect(signIn(central.url, 'grace', deviceId)).rejects.toThrow(/401/);
});

test('L5: a backup taken amid decisions, restored: it stops, says why, and after `restored` nothing decided is lost or doubled', async () => {
  const deviceId = v7();
  const ada = await signIn(central.url, 'ada', deviceId);
  const catalogue = (await expectOk(await ada.get('/v1/catalogue'))) as Catalogue;
  const cases = [...(await ada.pullAll()).values()];
  expect(cases.length).toBeGreaterThanOrEqual(12);
  const decisions = cases.slice(0, 12).map((found) =>
    decisionOn(found, deviceId, {
      catalogueVersion: catalogue.version,
      outcome: 'no-violation',
      policies: [],
      actions: [],
      severity: null,
      rationale: 'An ordinary post, nothing that breaks a rule.',
    }),
  );
  const push = async (client: Client, some: typeof decisions) =>
    (await client.push(...some)).map(({ status }) => status);
  expect(await push(ada, decisions.slice(0, 4))).toEqual(['applied', 'applied', 'applied', 'applied']);

  const binaries = await providePostgresBinaries();
  const file = join(processes.folder('backup'), 'docket.dump');
  const dump = run(join(binaries, 'pg_dump'), ['--format=custom', '--file', file, env['DATABASE_URL']!]);
  for (const decision of decisions.slice(4, 8)) await push(ada, [decision]);
  expect(await dump).toMatchObject({ code: 0 });
  expect(await push(ada, decisions.slice(8))).toEqual(['applied', 'applied', 'applied', 'applied']);
  const { cursor, seal } = await ada.page();
  central.process.signal('SIGTERM');
  expect(await central.process.ended).toBe(0);

  expect(
    await run(join(binaries, 'pg_restore'), ['--no-owner', '--dbname', restoredUrl, file]),
  ).toMatchObject({ code: 0 });
  const restored = { ...env, DATABASE_URL: restoredUrl };
  const stopped = await processes.startCentral({ mode: 'serve', env: restored, dataDir });
  const back = await signIn(stopped.url, 'ada', deviceId);
  const ahead = await back.get(
    `/v1/feed?era=1&generation=${cursor.generation}&position=${cursor.position}&seal=${seal}`,
  );
  expect([ahead.status, ((await ahead.json()) as { code: string }).code]).toEqual([503, 'not-serving']);
  stopped.process.signal('SIGTERM');
  await stopped.process.ended;

  expect(await cli(['restored'], '', restored)).toMatch(/^era \d{9}$/);
  const again = await processes.startCentral({ mode: 'serve', env: restored, dataDir });
  const renewed = await signIn(again.url, 'ada', deviceId);
  expect((await renewed.get(`/v1/feed?era=1&generation=1&position=${cursor.position}`)).status).toBe(410);
  // A desktop sends again what it had acknowledged (L5): those that the backup has get their answer, the others apply.
  expect(await push(renewed, decisions)).toEqual(decisions.map(() => 'applied'));
  expect(await push(renewed, decisions)).toEqual(decisions.map(() => 'applied'));
  const store = await openStore({ databaseUrl: restoredUrl, connections: 2 });
  try {
    const { rows } = await store.query<{ id: string }>('select id from decision where standing');
    expect(rows.map(({ id }) => id).sort()).toEqual(decisions.map(({ id }) => id as string).sort());
  } finally {
    await store.close();
  }
  const intact = await cli(['audit', 'verify'], '', restored);
  expect(intact).toMatch(/^intact/);
  const heads = join(processes.folder('heads'), 'heads.txt');
  writeFileSync(heads, intact.split(', head ')[1] ?? '');
  expect(await cli(['audit', 'verify', '--heads', heads], '', restored)).toMatch(/^intact/);

  // Her laptop is stolen (S3).
  expect(await cli(['devices', 'list'], '', restored)).toContain(`${deviceId}\t`);
  const revoked = await cli(['devices', 'revoke', deviceId, '--reason', 'Stolen'], '', restored);
  expect(revoked).toMatch(/signed out.*revoked .*: Stolen/);
  expect((await renewed.get('/v1/session')).status).toBe(401);
}, 120_000);

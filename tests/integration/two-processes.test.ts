import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addPerson } from '../../central/people/people.ts';
import { systemClock, systemIds } from '../../central/ports.ts';
import { addProducer } from '../../central/producers/producers.ts';
import { openStore } from '../../central/store/open-store.ts';
import type { Store } from '../../central/store/sql.ts';
import type { Catalogue } from '../../contract/catalogue.ts';
import type { Case } from '../../contract/case.ts';
import type { CommandAnswer, FeedPage } from '../../contract/feed.ts';
import type { IntakeAnswers } from '../../contract/intake.ts';
import { expectOk, signIn, testPassword, type Client } from '../support/central.ts';
import { decisionOn, incomingCase } from '../support/central-factories.ts';
import { createDatabase } from '../support/postgres.ts';
import { createProcesses, type Central, type Platform } from '../support/processes.ts';

const POSTS = 1000;
const DECISIONS = 500;
const REVIEWERS = 6;
const secret = 'a secret of the platform';
const processes = createProcesses();
let store: Store;
let platform: Platform;
let apis: [Central, Central];
let env: NodeJS.ProcessEnv;
let key = '';

beforeAll(async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), 'two_processes');
  platform = await processes.startPlatform({ secret, args: ['--silent-every', '7'] });
  env = { DATABASE_URL: databaseUrl, PLATFORM_URL: platform.url, PLATFORM_SECRET: secret };
  // Both at once, over a database that holds nothing yet.
  apis = await Promise.all([
    processes.startCentral({ mode: 'serve', env }),
    processes.startCentral({ mode: 'serve', env }),
  ]);
  store = await openStore({ databaseUrl, connections: 4 });
  const deps = { store, clock: systemClock, ids: systemIds, cost: { N: 16, r: 8, p: 1 } };
  for (let number = 1; number <= REVIEWERS; number += 1) {
    await addPerson(deps, {
      username: `reviewer-${number}`,
      displayName: `Reviewer ${number}`,
      password: testPassword,
      role: 'reviewer',
      queues: ['job-posts'],
      capacity: 40,
    });
  }
  key = await addProducer(deps, {
    id: 'detector',
    name: 'Detector',
    sources: ['detection'],
    requestsAMinute: 1_000_000,
  });
}, 120_000);
afterAll(async () => {
  await store?.close();
  await processes.end();
});

/** Asks one API and, when that is gone, the other, until it is answered. */
async function untilAnswered<T>(first: number, ask: (api: number) => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask((first + attempt) % 2);
    } catch (error) {
      // A process that was killed cuts its connections; anything else is a fault of the test.
      if (!(error instanceof TypeError) || attempt > 200) throw error;
      await sleep(20);
    }
  }
}

async function post(externalId: string): Promise<void> {
  const body = incomingCase({ externalId, queue: 'job-posts', golden: null });
  const answers = await untilAnswered(Number.parseInt(externalId.slice(-1), 10), async (api) => {
    const response = await fetch(`${apis[api]!.url}/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await expectOk(response)) as IntakeAnswers;
  });
  expect(['added', 'already-there']).toContain(answers.results[0]?.status);
}

/** The events of a person's stream at one API. */
function listen(client: Client, url: string, heard: string[]): AbortController {
  const abort = new AbortController();
  void (async () => {
    const response = await fetch(`${url}/v1/stream`, {
      headers: { authorization: `Bearer ${client.session.accessToken}` },
      signal: abort.signal,
    });
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) heard.push(piece);
  })().catch(() => undefined);
  return abort;
}

test('two processes over one PostgreSQL, one killed with -9 amid 1,000 posts and 500 decisions: everything acknowledged is there once', async () => {
  const username = (number: number) => `reviewer-${number + 1}`;
  const seats = await Promise.all(
    Array.from({ length: REVIEWERS }, async (_, number) => {
      const deviceId = v7();
      const at = (api: number) => signIn(apis[api]!.url, username(number), deviceId);
      return { number, deviceId, clients: [await at(0), await at(1)] as const };
    }),
  );
  const catalogue = (await expectOk(await seats[0]!.clients[0].get('/v1/catalogue'))) as Catalogue;
  const policy = catalogue.policies.find(
    ({ subjects, actions, mandatoryEscalation }) =>
      subjects.includes('job-post') && actions.includes('remove-content') && !mandatoryEscalation,
  )!;
  const heard: string[] = [];
  const streams = seats.map(({ clients }) => listen(clients[1], apis[1].url, heard));

  let posted = 0;
  const acknowledged = new Map<string, CommandAnswer>();
  let killed = false;
  const heardBefore = { count: 0 };

  async function killInTheMiddle(): Promise<void> {
    if (killed || posted < POSTS * 0.4 || acknowledged.size < DECISIONS * 0.3) return;
    killed = true;
    apis[0].process.signal('SIGKILL');
    heardBefore.count = heard.length;
  }

  async function produce(from: number): Promise<void> {
    for (let index = from; index < POSTS; index += 8) {
      await post(`post-${index}`);
      posted += 1;
      await killInTheMiddle();
    }
  }

  async function review({ number, deviceId, clients }: (typeof seats)[number]): Promise<void> {
    const decided = new Set<string>();
    while (acknowledged.size < DECISIONS) {
      const page: FeedPage = await untilAnswered(number, (api) => clients[api]!.page(undefined, 50));
      const open = page.changes.flatMap((change) =>
        change.type === 'case.put' && !decided.has(change.caseId) ? [change.case as Case] : [],
      );
      if (open.length === 0) {
        await sleep(50);
        continue;
      }
      for (const found of open.slice(0, 10)) {
        if (acknowledged.size >= DECISIONS) return;
        decided.add(found.id);
        const violates = decided.size % 2 === 0;
        const decision = decisionOn(found, deviceId, {
          catalogueVersion: catalogue.version,
          ...(violates
            ? {
                policies: [policy.id],
                severity: policy.severity,
                rationale: 'Asks for bank details before any contract is made.',
              }
            : {
                outcome: 'no-violation',
                policies: [],
                actions: [],
                severity: null,
                rationale: 'An ordinary post, nothing that breaks a rule.',
              }),
        });
        const [answer] = await untilAnswered(number, (api) => clients[api]!.push(decision));
        acknowledged.set(decision.id, answer!);
        await killInTheMiddle();
      }
    }
  }

  await Promise.all([...Array.from({ length: 8 }, (_, from) => produce(from)), ...seats.map(review)]);
  expect(killed).toBe(true);
  expect(heard.length).toBeGreaterThan(heardBefore.count);

  const cases = await store.query<{ external_id: string }>(
    `select external_id from case_file where producer = 'detector'`,
  );
  expect(cases.rows.map((row) => row.external_id).sort()).toEqual(
    Array.from({ length: POSTS }, (_, index) => `post-${index}`).sort(),
  );

  const { rows: decisions } = await store.query<{
    id: string;
    status: string;
    standing: boolean;
    actions: number;
    asked: number;
  }>(
    `select id, status, standing, jsonb_array_length(body -> 'actions') as actions,
       (select count(*) from enforcement e where e.decision_id = d.id) as asked from decision d`,
  );
  expect([...acknowledged.values()].filter(({ status }) => status !== 'applied')).toEqual([]);
  expect(decisions.map(({ id }) => id).sort()).toEqual([...acknowledged.keys()].sort());
  expect(decisions.filter(({ status, standing }) => status !== 'applied' || !standing)).toEqual([]);
  expect(decisions.filter(({ actions, asked }) => actions !== asked)).toEqual([]);

  // Delivered by whichever process was there, once each although one answer in seven is lost.
  const asked = decisions.reduce((sum, { actions }) => sum + actions, 0);
  await expect
    .poll(async () => (await store.query(`select 1 from enforcement where state = 'confirmed'`)).count, {
      timeout: 40_000,
      interval: 200,
    })
    .toBe(asked);
  const log = readFileSync(platform.log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; isNew: boolean });
  expect(log.filter(({ isNew }) => isNew)).toHaveLength(asked);
  expect(log.length).toBeGreaterThan(asked);

  // The feed of the survivor is complete: each person reads what they hold.
  for (const { clients } of seats) {
    const held = await store.query<{ id: string }>(
      `select id from case_file where assignee = $1 and state in ('assigned', 'snoozed', 'waiting')`,
      [clients[1].personId],
    );
    const read = await clients[1].pullAll();
    const now = await store.query<{ id: string }>(
      `select id from case_file where assignee = $1 and state in ('assigned', 'snoozed', 'waiting')`,
      [clients[1].personId],
    );
    const mayBe = new Set(now.rows.map(({ id }) => id));
    expect(held.rows.filter(({ id }) => !read.has(id))).toEqual([]);
    expect([...read.keys()].filter((id) => !mayBe.has(id))).toEqual([]);
  }

  const again = await processes.startCentral({ mode: 'serve', env, port: apis[0].port });
  expect(await expectOk(await fetch(`${again.url}/healthz`))).toMatchObject({ serving: true });
  for (const stream of streams) stream.abort();
}, 180_000);

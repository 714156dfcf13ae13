/** A whole central API in this process: real Fastify on a random port, a real store, a clock that tests move. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { inject } from 'vitest';
import { openCentral, type Central, type CentralDeps } from '../../central/central.ts';
import { createCatalogues } from '../../central/catalogue/catalogues.ts';
import { publishCatalogue } from '../../central/catalogues/publish-catalogue.ts';
import { validateCatalogue } from '../../central/catalogues/validate.ts';
import type { Deliver } from '../../central/enforcement/platform.ts';
import { receiveCases } from '../../central/intake/receive.ts';
import { addPerson, type NewPerson } from '../../central/people/people.ts';
import { addProducer, type NewProducer } from '../../central/producers/producers.ts';
import { silentLog, systemIds, type Log } from '../../central/ports.ts';
import { createBlobFolder } from '../../central/store/blob-store.ts';
import { createEvidenceStore, type EvidenceStore } from '../../central/store/evidence-store.ts';
import { openStore } from '../../central/store/open-store.ts';
import type { Store } from '../../central/store/sql.ts';
import type { Case } from '../../contract/case.ts';
import type { CommandAnswer, FeedCursor, FeedPage } from '../../contract/feed.ts';
import type { IncomingCase } from '../../contract/import.ts';
import type { Session } from '../../contract/session.ts';
import { catalogueContent, incomingCase } from './central-factories.ts';
import { createDatabase } from './postgres.ts';

export type StoreKind = 'PGlite' | 'PostgreSQL';
export const storeKinds: readonly StoreKind[] = ['PGlite', 'PostgreSQL'];

export const testPassword = 'correct horse battery';
const cheap = { N: 2 ** 4, r: 8, p: 1 };

export interface TestClock {
  now(): number;
  advance(ms: number): void;
}

/** Begins at the real time and moves only when told. */
export function createTestClock(): TestClock {
  let now = Date.now();
  return { now: () => now, advance: (ms) => void (now += ms) };
}

export interface TestCentral {
  readonly url: string;
  readonly store: Store;
  readonly evidence: EvidenceStore;
  readonly clock: TestClock;
  readonly central: Central;
  /** Another API process over the same store would look like this one. */
  again(): Promise<TestCentral>;
  addPerson(change?: Partial<NewPerson> & { username: string }): Promise<string>;
  addCases(cases: readonly IncomingCase[]): Promise<string[]>;
  /** Answers its key. */
  addProducer(change?: Partial<NewProducer>): Promise<string>;
  publish(content?: unknown): Promise<number>;
  signIn(username: string, deviceId?: string): Promise<Client>;
  close(): Promise<void>;
}

export interface StartPlan {
  readonly kind: StoreKind;
  readonly clock?: TestClock;
  readonly heartbeatMs?: number;
  readonly runningMs?: () => number;
  readonly log?: Log;
  readonly metricsToken?: string;
  /** The server on which to make the database; absent: the one that all integration tests share. */
  readonly postgresUrl?: string;
  /** Enforcement is delivered when `central.deliver` is called. */
  readonly deliver?: Deliver;
  readonly operating?: Pick<CentralDeps, 'trustProxy' | 'drainMs'>;
}

/** The secret that a test's platform shares with its central API. */
export const platformSecret = 'a secret of the platform';

let databases = 0;

export async function startCentral(plan: StartPlan): Promise<TestCentral> {
  const folder = mkdtempSync(join(tmpdir(), 'docket-central-'));
  const databaseUrl =
    plan.kind === 'PostgreSQL'
      ? await createDatabase(
          plan.postgresUrl ?? inject('postgresUrl'),
          `central_${process.pid}_${(databases += 1)}`,
        )
      : undefined;
  const store = await openStore(databaseUrl ? { databaseUrl, connections: 20 } : {});
  const evidence = createEvidenceStore(createBlobFolder(join(folder, 'evidence')));
  const clock = plan.clock ?? createTestClock();
  const first = await serve({ store, evidence, clock, plan });
  await first.publish();
  return {
    ...first,
    async again() {
      const other = databaseUrl ? await openStore({ databaseUrl, connections: 8 }) : store;
      const second = await serve({ store: other, evidence, clock, plan });
      return {
        ...second,
        async close() {
          await second.close();
          if (other !== store) await other.close();
        },
      };
    },
    async close() {
      await first.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Parts {
  readonly store: Store;
  readonly evidence: EvidenceStore;
  readonly clock: TestClock;
  readonly plan: StartPlan;
}

async function serve({ store, evidence, clock, plan }: Parts): Promise<TestCentral> {
  const deps = { store, evidence, clock, ids: systemIds };
  const central = await openCentral({
    ...deps,
    log: plan.log ?? { ...silentLog, error: (fields, message) => console.error(message, fields) },
    ...(plan.metricsToken ? { metricsToken: plan.metricsToken } : {}),
    version: 'test',
    housekeeping: false,
    ...(plan.deliver
      ? { deliver: plan.deliver, platform: { url: 'http://127.0.0.1:9/', secrets: [platformSecret] } }
      : {}),
    heartbeatMs: plan.heartbeatMs ?? 15_000,
    ...plan.operating,
    ...(plan.runningMs ? { runningMs: plan.runningMs } : {}),
  });
  const url = await central.app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    store,
    evidence,
    clock,
    central,
    again: () => Promise.reject(new Error('only the first can be doubled')),
    addPerson: (change) =>
      addPerson(
        { store, clock, ids: systemIds, cost: cheap },
        {
          displayName: change?.username ?? 'A reviewer',
          password: testPassword,
          role: 'reviewer',
          queues: ['jobs'],
          username: 'reviewer',
          ...change,
        },
      ),
    async addCases(cases) {
      const catalogue = await createCatalogues(clock).current(store);
      const received = await receiveCases(deps, { producer: 'test', catalogue, cases });
      return received.map((one) => {
        if (one.status !== 'added') throw new Error(`a test case was not added: ${JSON.stringify(one)}`);
        return one.caseId;
      });
    },
    addProducer(change) {
      return addProducer(deps, {
        id: 'detector',
        name: 'The detector',
        sources: ['detection', 'report', 'vendor'],
        requestsAMinute: 100_000,
        ...change,
      });
    },
    async publish(content = catalogueContent()) {
      const checked = validateCatalogue(content);
      if (!checked.ok) throw new Error(JSON.stringify(checked.errors));
      const { version } = await publishCatalogue(deps, checked.content);
      await central.refresh();
      return version;
    },
    signIn: (username, deviceId = v7()) => signIn(url, username, deviceId),
    close: () => central.close(),
  };
}

/** One case, given to one reviewer who has pulled it. */
export async function withOneCase(
  server: TestCentral,
  change: Partial<Parameters<typeof incomingCase>[0]> = {},
): Promise<{ client: Client; found: Case; username: string; personId: string }> {
  const username = `r-${v7().slice(-12)}`;
  const personId = await server.addPerson({ username });
  const [id] = await server.addCases([incomingCase(change)]);
  const client = await server.signIn(username);
  const found = (await client.pullAll()).get(id ?? '');
  if (!found) throw new Error('the case was not given');
  return { client, found, username, personId };
}

export interface Client {
  readonly session: Session;
  readonly deviceId: string;
  readonly personId: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
  page(after?: FeedCursor, limit?: number): Promise<FeedPage>;
  /** Everything from the beginning: what the person holds now. */
  pullAll(): Promise<Map<string, Case>>;
  push(...commands: readonly object[]): Promise<CommandAnswer[]>;
}

export async function signIn(url: string, username: string, deviceId: string): Promise<Client> {
  const response = await fetch(`${url}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'docket-protocol': '1' },
    body: JSON.stringify({
      username,
      password: testPassword,
      device: { id: deviceId, name: 'Test desktop', platform: 'linux' },
    }),
  });
  if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  const session = (await response.json()) as Session;
  const headers = { authorization: `Bearer ${session.accessToken}`, 'docket-protocol': '1' };
  const get = (path: string, more: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { headers: { ...headers, ...more } });
  const post = (path: string, body: unknown) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  async function page(after?: FeedCursor, limit = 200): Promise<FeedPage> {
    const query = after
      ? `era=${after.era}&generation=${after.generation}&position=${after.position}&limit=${limit}`
      : `limit=${limit}`;
    return (await expectOk(await get(`/v1/feed?${query}`))) as FeedPage;
  }

  return {
    session,
    deviceId,
    personId: session.account.id,
    get,
    post,
    page,
    async pullAll() {
      const held = new Map<string, Case>();
      let after: FeedCursor | undefined;
      for (;;) {
        const next: FeedPage = await page(after);
        for (const change of next.changes) {
          if (change.type === 'case.put') held.set(change.caseId, change.case);
          else held.delete(change.caseId);
        }
        if (!next.more) return held;
        after = next.cursor;
      }
    },
    async push(...commands) {
      const answer = await post('/v1/commands', {
        deviceId,
        sentAt: new Date().toISOString(),
        waiting: commands.length,
        commands,
      });
      return ((await expectOk(answer)) as { answers: CommandAnswer[] }).answers;
    },
  };
}

export async function expectOk(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

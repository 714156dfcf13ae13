/** A central API over PostgreSQL in its own process, a bystander, and many desktops in this one. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { freePort } from '../../build/support/free-port.ts';
import { createCatalogues } from '../../central/catalogue/catalogues.ts';
import { publishCatalogue } from '../../central/catalogues/publish-catalogue.ts';
import { validateCatalogue } from '../../central/catalogues/validate.ts';
import { seededRandom } from '../../central/demo/seeded-random.ts';
import { receiveCases } from '../../central/intake/receive.ts';
import { addPerson } from '../../central/people/people.ts';
import { systemIds } from '../../central/ports.ts';
import { createBlobFolder } from '../../central/store/blob-store.ts';
import { createEvidenceStore } from '../../central/store/evidence-store.ts';
import { openStore } from '../../central/store/open-store.ts';
import { testPassword } from '../support/central.ts';
import { catalogueContent, incomingCase } from '../support/central-factories.ts';
import { startCentralProcess, type CentralProcess } from './central-process.ts';
import { openDesktop, type Desktop } from './desktop.ts';
import { createPace } from './pace.ts';

export interface WorldPlan {
  readonly databaseUrl: string;
  readonly desktops: number;
  /** Cases that a person holds at once. */
  readonly capacity: number;
  readonly timesFaster: number;
  /** Between two decisions of one person, in their time. */
  readonly everyMs: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

const cheap = { N: 2 ** 4, r: 8, p: 1 };
const atOnce = 10;

export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openWorld(plan: WorldPlan) {
  const { say, desktops: count, timesFaster } = plan;
  // In memory where the system has it: a person's disk is their own, and these would all share one.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'docket-herd-'));
  const evidenceFolder = join(folder, 'evidence');
  const store = await openStore({ databaseUrl: plan.databaseUrl, connections: 4 });
  const pace = createPace(timesFaster);
  const evidence = createEvidenceStore(createBlobFolder(evidenceFolder));
  const deps = { store, evidence, clock: pace.clock, ids: systemIds };
  const port = await freePort();
  const desktops: Desktop[] = [];
  let central: CentralProcess | null = null;
  let probe: ChildProcess | null = null;

  async function startCentral(): Promise<void> {
    const { databaseUrl } = plan;
    central = await startCentralProcess({
      databaseUrl,
      evidenceFolder,
      port,
      timesFaster,
      aheadMs: pace.aheadMs(),
    });
  }

  const content = validateCatalogue(catalogueContent());
  if (!content.ok) throw new Error(JSON.stringify(content.errors));
  await publishCatalogue(deps, content.content);
  const names = Array.from({ length: count }, (_, number) => `reviewer-${number + 1}`);
  for (const username of [...names, 'bystander']) {
    const person = { username, displayName: username, password: testPassword, role: 'reviewer' } as const;
    const queues = username === 'bystander' ? [] : ['jobs'];
    await addPerson({ ...deps, cost: cheap }, { ...person, queues, capacity: plan.capacity });
  }
  await startCentral();

  const world = {
    store,
    folder,
    pace,
    desktops: desktops as readonly Desktop[],
    url: `http://127.0.0.1:${port}`,
    central(): CentralProcess {
      if (central === null) throw new Error('the central API is down');
      return central;
    },
    startCentral,
    async killCentral() {
      await central?.kill();
      central = null;
    },
    async addCases(cases: number) {
      const catalogue = await createCatalogues(pace.clock).current(store);
      for (let left = cases; left > 0; left -= 200) {
        const some = Array.from({ length: Math.min(200, left) }, () => incomingCase({ externalId: v7() }));
        await receiveCases(deps, { producer: 'herd', catalogue, cases: some });
      }
    },
    async startBystander() {
      probe = fork(join(import.meta.dirname, 'probe-child.ts'), [world.url, 'bystander', v7()]);
      await once(probe, 'message');
    },
    /** What the bystander has met since this was last asked. */
    async bystander(): Promise<
      Readonly<{ answers: readonly { status: number; ms: number }[]; failures: number }>
    > {
      if (probe === null) throw new Error('there is no bystander');
      const answer = once(probe, 'message');
      probe.send('report');
      const [report] = await answer;
      return report;
    },
    /** Everybody rests, and what they decided arrives: asked, as an announcement may be older than a decision. */
    async finish(withinMs: number): Promise<void> {
      for (const desktop of desktops) await desktop.rest();
      const allSent = async (): Promise<boolean> => {
        for (const desktop of desktops) if ((await desktop.status()).waitingDecisions > 0) return false;
        return true;
      };
      await world.until('everything is sent', allSent, withinMs);
    },
    async until(what: string, isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<number> {
      const startedAt = performance.now();
      while (!(await isSo())) {
        if (performance.now() - startedAt > withinMs) throw new Error(`it never became so: ${what}`);
        await sleep(50);
      }
      return performance.now() - startedAt;
    },
    async close() {
      for (const desktop of desktops) await desktop.close();
      pace.stop();
      probe?.kill();
      await world.killCentral();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };

  try {
    await world.addCases(count * plan.capacity);
    say(`${count} people and ${count * plan.capacity} cases are there`);
    for (let start = 0; start < count; start += atOnce)
      await Promise.all(names.slice(start, start + atOnce).map(open));
    await world.until(
      'everybody has their cases',
      () => desktops.every((desktop) => (desktop.latest()?.ready ?? 0) >= plan.capacity),
      180_000,
    );
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;

  async function open(username: string): Promise<void> {
    const number = names.indexOf(username);
    const desktop = await openDesktop({
      folder: join(folder, username),
      username,
      centralUrl: world.url,
      pace,
      random: seededRandom(plan.seed * 1000 + number),
      everyMs: plan.everyMs,
      patience: timesFaster,
    });
    desktops.push(desktop);
    await desktop.signIn();
  }
}

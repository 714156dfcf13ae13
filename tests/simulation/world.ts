/** One central API, some desktops and a supervisor in one process, over one scripted time, network and disk. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCentral, type Central } from '../../central/central.ts';
import { createCatalogues } from '../../central/catalogue/catalogues.ts';
import { publishCatalogue } from '../../central/catalogues/publish-catalogue.ts';
import { validateCatalogue } from '../../central/catalogues/validate.ts';
import { FEED_CHANNEL, readFeedMessage } from '../../central/feed/sequencer.ts';
import { receiveCases } from '../../central/intake/receive.ts';
import { addPerson } from '../../central/people/people.ts';
import { silentLog, type Clock, type Ids } from '../../central/ports.ts';
import { createEvidenceStore, type EvidenceStore } from '../../central/store/evidence-store.ts';
import { openStore } from '../../central/store/open-store.ts';
import { only, type Store } from '../../central/store/sql.ts';
import { catalogueContent, incomingCase } from '../support/central-factories.ts';
import { openBackups, type Backups } from './backup.ts';
import { createChance, type Chance } from './chance.ts';
import { createDisk, type Disk } from './disk.ts';
import { createNetwork, type Network } from './network.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import { openSeat, type Seat } from './seat.ts';

export const password = 'correct horse battery';
const cheap = { N: 2 ** 4, r: 8, p: 1 };
const START = Date.UTC(2026, 0, 5, 8);
/** What half of the cases are, by their policy area. */
export const harmType = { id: 'deceit', label: 'Deceit', areas: ['fraud'], budget: 5 };
export const simulatedCatalogue = (): ReturnType<typeof catalogueContent> =>
  catalogueContent({ harmTypes: [harmType] });
export const centralUrl = 'http://central.simulated';

export interface World {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly disk: Disk;
  readonly network: Network;
  readonly store: Store;
  readonly evidence: EvidenceStore;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly seats: readonly Seat[];
  readonly instanceId: string;
  readonly supervisorId: string;
  readonly backups: Backups;
  /** Null while it is down. */
  readonly central: () => Central | null;
  startCentral(): Promise<void>;
  /** Ends it at once; what was committed stays. */
  stopCentral(): Promise<void>;
  addCases(count: number): Promise<void>;
  settle(): Promise<void>;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(plan: { readonly seed: number; readonly reviewers: number }): Promise<World> {
  const chance = createChance(plan.seed);
  const schedule = createSchedule(START);
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'docket-simulation-'));
  const killed = new Set<string>();
  const disk = createDisk((dead) => void killed.add(dead));
  let central: Central | null = null;
  const network = createNetwork({ schedule, chance, central: () => central?.app ?? null });
  const store = await openStore({});
  const evidence = createEvidenceStore(memoryBlobs());
  const clock: Clock = { now: schedule.now };
  const ids: Ids = { uuid: () => chance.uuid(schedule.now()) };
  const deps = { store, evidence, clock, ids };
  const seats: Seat[] = [];

  async function startCentral(): Promise<void> {
    central ??= await openCentral({ ...deps, log: failLoudly, version: 'simulated', housekeeping: false });
  }
  async function stopCentral(): Promise<void> {
    const gone = central;
    central = null;
    await gone?.close();
  }
  async function settle(): Promise<void> {
    await network.settle();
    for (const dead of killed) {
      killed.delete(dead);
      const seat = seats.find((one) => one.folder === dead);
      await seat?.kill();
    }
  }

  await startCentral();
  const content = validateCatalogue(simulatedCatalogue());
  if (!content.ok) throw new Error(JSON.stringify(content.errors));
  await publishCatalogue(deps, content.content);
  // The checks read by time; the central API itself never does.
  await store.query('create index simulated_decision on decision (received_at)');
  const { id: instanceId } = only(await store.query<{ id: string }>('select id from instance'));
  const person = (username: string, role: 'reviewer' | 'supervisor') =>
    addPerson(
      { ...deps, cost: cheap },
      { username, displayName: username, password, role, queues: ['jobs', 'messages'], capacity: 20 },
    );
  const supervisorId = await person('supervisor', 'supervisor');
  await store.listen(FEED_CHANNEL, (payload) => {
    for (const [personId, position] of readFeedMessage(payload)) {
      for (const seat of seats) if (seat.personId === personId) seat.link.tell({ event: 'feed', position });
    }
  });

  const world: World = {
    schedule,
    chance,
    disk,
    network,
    ...deps,
    seats,
    instanceId,
    supervisorId,
    backups: await openBackups(store),
    central: () => central,
    startCentral,
    stopCentral,
    async addCases(count) {
      const catalogue = await createCatalogues(clock).current(store);
      const cases = Array.from({ length: count }, () => {
        const made = incomingCase({
          queue: chance.oneOf(['jobs', 'messages']),
          riskScore: chance.below(100) / 100,
          policyArea: chance.oneOf(['fraud', null]),
        });
        return { ...made, externalId: ids.uuid() };
      });
      await receiveCases(deps, { producer: 'simulated', catalogue, cases });
    },
    settle,
    pass: (ms) => schedule.pass(ms, settle),
    async close() {
      for (const seat of seats) await seat.end();
      await stopCentral();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };

  for (let number = 1; number <= plan.reviewers; number += 1) {
    const username = `reviewer-${number}`;
    const seat = await openSeat({
      name: username,
      username,
      personId: await person(username, 'reviewer'),
      instanceId,
      folder: join(folder, username),
      centralUrl,
      schedule,
      chance,
      disk,
      link: network.link(username),
      settle,
    });
    seats.push(seat);
  }
  await world.addCases(plan.reviewers * 8);
  for (const seat of seats) {
    const answer = await seat.signIn(password);
    if (!answer.ok) throw new Error(`${seat.name}: ${answer.code} ${answer.detail}`);
  }
  await world.pass(1000);
  return world;
}

/** What the central API did not expect is a violation too. */
const failLoudly = {
  ...silentLog,
  error(fields: object, message: string) {
    throw new Error(`central: ${message} ${JSON.stringify(fields)}`);
  },
};

function memoryBlobs() {
  const blobs = new Map<string, Uint8Array>();
  return {
    write: async (name: string, content: unknown) => void blobs.set(name, content as Uint8Array),
    async *read(name: string) {
      yield blobs.get(name) ?? new Uint8Array();
    },
    remove: async (name: string) => void blobs.delete(name),
    writtenAt: async () => null,
  };
}

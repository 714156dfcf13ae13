/** R3 under load: what is committed in any order is read once, in order of position, and reading slows nobody. */
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedChange, FeedCursor } from '../../contract/feed.ts';
import { seededRandom } from '../../central/demo/seeded-random.ts';
import { recordFeed, type FeedEntry } from '../../central/feed/record.ts';
import { FEED_LOCK, createSequencer } from '../../central/feed/sequencer.ts';
import type { Tx } from '../../central/store/sql.ts';
import {
  startCentral,
  storeKinds,
  type Client,
  type StoreKind,
  type TestCentral,
} from '../support/central.ts';
import { compareDecisionRates } from '../support/decision-rate.ts';

const WRITERS = 16;
const ROLLED_BACK = new Error('this writer changes its mind');

describe.each(storeKinds)('the feed under sixteen writers over %s', (kind) => {
  let server: TestCentral;
  let other: TestCentral;
  beforeAll(async () => {
    server = await startCentral({ kind });
    other = await server.again();
  });
  afterAll(async () => {
    await other?.close();
    await server?.close();
  });

  async function openRace(seed: number) {
    const username = `race-${v7().slice(-12)}`;
    const personId = await server.addPerson({ username, queues: [] });
    const doors = [await server.signIn(username), await other.signIn(username)] as const;
    return { kind, seed, personId, doors, server, other };
  }

  test.each([1, 2, 3])('R3: every change is seen once, in order of position (seed %i)', async (seed) => {
    const race = await openRace(seed);
    const { committed, seen } = await run(race);
    const positions = seen.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    expect(seen.map(({ caseId }) => caseId as string).sort()).toEqual([...committed].sort());
    expect(committed.size).toBeGreaterThan(200);
  });

  test('R3: a case that many change at once is read with its last version, and never goes back', async () => {
    const race = await openRace(4);
    const hot = Array.from({ length: 5 }, () => v7());
    await server.store.transact((tx) =>
      recordFeed(
        tx,
        hot.map((caseId) => entryOf(race.personId, caseId, 1)),
      ),
    );
    const random = seededRandom(race.seed);
    const sequencers = [createSequencer(server.store), createSequencer(other.store)];
    const seen = await whileReading(race, async () => {
      await eachWriter(12, async (writer) => {
        const caseId = hot[Math.floor(random() * hot.length)]!;
        const holdMs = holdOf(random);
        await server.store.transact(async (tx) => {
          const { rows } = await tx.query<{ version: number }>(
            'select version from feed where person_id = $1 and case_id = $2 for update',
            [race.personId, caseId],
          );
          await recordFeed(tx, [entryOf(race.personId, caseId, rows[0]!.version + 1)]);
          await hold(tx, kind, holdMs);
        });
        await sequencers[writer % 2]!.run();
      });
    });
    const last = new Map<string, number>();
    for (const change of seen) {
      if (change.type !== 'case.drop') throw new Error('only drops were written');
      expect(change.version).toBeGreaterThan(last.get(change.caseId) ?? 0);
      last.set(change.caseId, change.version);
    }
    const written = [...last.values()].reduce((sum, version) => sum + version - 1, 0);
    expect(written).toBe(WRITERS * 12);
  });

  /** The earlier one is written first, and committed only after the reader has read the later one. */
  async function commitInReverse(write: (tx: Tx, race: Race, caseId: string) => Promise<void>) {
    const race = await openRace(5);
    const [earlier, later] = [v7(), v7()];
    const sequencer = createSequencer(server.store);
    const seen = await whileReading(race, async (read) => {
      await server.store.transact(async (tx) => {
        await write(tx, race, earlier);
        await other.store.transact((otherTx) => write(otherTx, race, later));
        await sequencer.run();
        while (!read.some(({ caseId }) => caseId === later)) await sleep(2);
      });
      await sequencer.run();
    });
    return { earlier, later, seen: seen.map(({ caseId }) => caseId as string) };
  }

  // PGlite runs one transaction at a time: only PostgreSQL can commit in reverse.
  const inReverse = kind === 'PostgreSQL' ? [kind] : [];

  test.each(inReverse)('R3: what commits after a later change has been read is read after it', async () => {
    const { earlier, later, seen } = await commitInReverse((tx, { personId }, caseId) =>
      recordFeed(tx, [entryOf(personId, caseId, 1)]),
    );
    expect(seen).toEqual([later, earlier]);
  });

  test.each(inReverse)('R3: with a bare sequence the same reader never sees it', async () => {
    const { later, seen } = await commitInReverse(async (tx, { personId }, caseId) => {
      await recordFeed(tx, [entryOf(personId, caseId, 1)]);
      // What R3 forbids: the position is taken before the commit.
      await tx.query(
        `update feed set position = nextval('feed_position') where person_id = $1 and case_id = $2`,
        [personId, caseId],
      );
    });
    expect(seen).toEqual([later]);
  });

  test('R3: while one process gives positions another waits, and gives none in between', async () => {
    const { personId } = await openRace(6);
    const caseId = v7();
    const position = async (sql: Pick<Tx, 'query'>) =>
      (await sql.query<{ position: number | null }>('select position from feed where case_id = $1', [caseId]))
        .rows[0]?.position;
    let running = Promise.resolve();
    await server.store.transact((tx) => recordFeed(tx, [entryOf(personId, caseId, 1)]));
    await server.store.transact(async (tx) => {
      // As a process that has given positions and is about to commit.
      await tx.query('select pg_advisory_xact_lock($1)', [FEED_LOCK]);
      running = createSequencer(other.store).run();
      await sleep(150);
      expect(await position(tx)).toBeNull();
    });
    await running;
    expect(await position(server.store)).toBeGreaterThan(0);
  });

  test('R3: decisions keep their rate while a reader polls as fast as it can', async () => {
    const rounds = 3;
    const { ratio, polls } = await compareDecisionRates({ server, rounds, decisionsOfEach: 3 });
    expect(polls).toBeGreaterThanOrEqual(rounds);
    // On two shared cores; `npm run bench -- --only feed` holds it against its bar.
    expect(ratio).toBeGreaterThan(0.4);
  });
});

interface Race {
  readonly kind: StoreKind;
  readonly seed: number;
  readonly personId: string;
  readonly doors: readonly [Client, Client];
  readonly server: TestCentral;
  readonly other: TestCentral;
}

/** Writers that commit in any order, of which some hold their transaction open and some roll back. */
async function run(race: Race) {
  const random = seededRandom(race.seed);
  const committed = new Set<string>();
  const stores = [race.server.store, race.other.store];
  const sequencers = stores.map(createSequencer);
  const seen = await whileReading(race, () =>
    eachWriter(12, async (writer) => {
      const caseIds = Array.from({ length: 1 + Math.floor(random() * 3) }, () => v7());
      const holdMs = holdOf(random);
      const rollsBack = random() < 0.1;
      try {
        await stores[writer % 2]!.transact(async (tx) => {
          await recordFeed(
            tx,
            caseIds.map((caseId) => entryOf(race.personId, caseId, 1)),
          );
          await hold(tx, race.kind, holdMs);
          if (rollsBack) throw ROLLED_BACK;
        });
        for (const caseId of caseIds) committed.add(caseId);
      } catch (error) {
        if (error !== ROLLED_BACK) throw error;
      }
      await sequencers[writer % 2]!.run();
    }),
  );
  return { committed, seen };
}

const entryOf = (personId: string, caseId: string, version: number): FeedEntry => ({
  personId,
  caseId,
  type: 'drop',
  epoch: 1,
  version,
  reason: 'released',
  at: new Date(),
});

async function eachWriter(turns: number, turn: (writer: number) => Promise<void>): Promise<void> {
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let count = 0; count < turns; count += 1) await turn(writer);
    }),
  );
}

/** Most commit at once, some a little later, a few after others have come and gone. */
function holdOf(random: () => number): number {
  const kind = random();
  if (kind < 0.6) return 0;
  return kind < 0.9 ? 1 + random() * 5 : 20 + random() * 60;
}

/** PGlite has one connection, so a transaction there is only made of more statements. */
async function hold(tx: Tx, kind: StoreKind, ms: number): Promise<void> {
  if (kind === 'PostgreSQL' && ms > 0) await tx.query('select pg_sleep($1)', [ms / 1000]);
  else for (let count = 0; count < ms / 5; count += 1) await tx.query('select 1');
}

/** Reads without a pause, through two processes in turn, until the work is done and then to the end. */
async function whileReading(
  race: Race,
  work: (seen: readonly FeedChange[]) => Promise<void>,
): Promise<FeedChange[]> {
  const seen: FeedChange[] = [];
  const writing = { now: true };
  let cursor: FeedCursor = (await race.doors[0].page()).cursor;
  async function read(): Promise<void> {
    for (let turn = 0; ; turn += 1) {
      // Asked before the page: what was committed by then is in this page or in a later one.
      const last = !writing.now;
      const page = await race.doors[turn % 2]!.page(cursor, 1 + (turn % 20));
      expect(page.after).toEqual(cursor);
      seen.push(...page.changes);
      cursor = page.cursor;
      if (last && !page.more) return;
    }
  }
  const reading = read();
  await work(seen).finally(() => (writing.now = false));
  await reading;
  return seen;
}

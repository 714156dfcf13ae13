/** R3's price: decisions of sixteen reviewers, with and without somebody who polls the feed without a pause. */
import { compareDecisionRates } from '../../tests/support/decision-rate.ts';
import { startCentral, type StoreKind } from '../../tests/support/central.ts';
import { startPostgres } from '../../tests/support/postgres.ts';
import type { Group, Plan, RowSpec, Sample } from '../rows.ts';

const decisionsOfEach = 10;
const specOf = (kind: StoreKind): RowSpec => ({
  name: `decisions beside a reader of the feed, ${kind}`,
  unit: 'a second',
  bar: { share: 0.8 },
});

export function createFeedGroup(): Group {
  return {
    specs: [specOf('PostgreSQL'), specOf('PGlite')],
    async measure(plan) {
      const postgres = await startPostgres({ fsync: true });
      try {
        return [
          ...(await measureOn('PostgreSQL', plan, postgres.url)),
          ...(await measureOn('PGlite', plan, postgres.url)),
        ];
      } finally {
        await postgres.stop();
      }
    },
  };
}

async function measureOn(kind: StoreKind, { rounds, say }: Plan, postgresUrl: string): Promise<Sample[]> {
  const server = await startCentral({ kind, postgresUrl });
  try {
    const { reading, without, polls } = await compareDecisionRates({ server, rounds, decisionsOfEach });
    say(`${kind}: ${polls} polls in ${rounds} rounds`);
    return reading.map((docket, round) => ({
      row: specOf(kind).name,
      docket,
      baseline: without[round] ?? null,
    }));
  } finally {
    await server.close();
  }
}

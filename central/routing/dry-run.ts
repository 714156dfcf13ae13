/** Rules tried on the cases of the past, without publishing them. */
import type { RoutingContent } from '../../contract/routing.ts';
import type { Store } from '../store/sql.ts';
import { routeCase, type Routed } from './route.ts';

const PAGE = 1000;
const EXAMPLES = 10;

export interface Move {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** References, at most ten. */
  readonly examples: readonly string[];
}

export interface DryRun {
  readonly cases: number;
  /** Their producer named the queue, so no rule was asked. */
  readonly named: number;
  readonly moves: readonly Move[];
  /** By rule, in the order of the file: how many it takes. */
  readonly taken: readonly { readonly rule: string; readonly count: number }[];
}

interface PastRow extends Routed {
  id: string;
  reference: string;
  went: string | null;
}

/** Reads past cases in pages, so that their number does not matter. */
export async function dryRun(
  store: Store,
  content: RoutingContent,
  queues: readonly { readonly id: string }[],
  since: Date,
): Promise<DryRun> {
  const taken = new Map<string, number>(
    [...content.rules.map(({ id }) => id), 'fallback'].map((id) => [id, 0]),
  );
  const moves = new Map<string, { from: string; to: string; count: number; examples: string[] }>();
  let cases = 0;
  let named = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await store.query<PastRow>(
      `select id, reference, routed_queue as went, source, subject_type as surface, policy_area as "policyArea",
         language, compartment, producer, risk_score as risk
       from case_file where id > $1 and created_at >= $2 and not practice order by id limit ${PAGE}`,
      [after, since],
    );
    for (const row of rows) {
      cases += 1;
      if (row.went === null) {
        named += 1;
        continue;
      }
      const { queue, rule } = routeCase(row, content, queues);
      taken.set(rule, (taken.get(rule) ?? 0) + 1);
      if (queue === row.went) continue;
      const key = `${row.went} ${queue}`;
      const move = moves.get(key) ?? { from: row.went, to: queue, count: 0, examples: [] };
      move.count += 1;
      if (move.examples.length < EXAMPLES) move.examples.push(row.reference);
      moves.set(key, move);
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
    after = last.id;
  }
  return {
    cases,
    named,
    moves: [...moves.values()].sort((one, other) => other.count - one.count),
    taken: [...taken].map(([rule, count]) => ({ rule, count })),
  };
}

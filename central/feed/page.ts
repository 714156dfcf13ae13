import type { FeedQuery } from '../../contract/api.ts';
import type { FeedChange, FeedPage } from '../../contract/feed.ts';
import { caseColumns, isHeld, type CaseRow } from '../cases/case-row.ts';
import { mayEnter, projectCases } from '../cases/project-cases.ts';
import type { Caller } from '../caller.ts';
import type { Catalogues } from '../catalogue/catalogues.ts';
import type { Instance } from '../instance.ts';
import type { Clock } from '../ports.ts';
import { createCursorSeal } from './cursor-seal.ts';
import { Refusal } from '../refusal.ts';
import { only, type Store } from '../store/sql.ts';

export interface FeedDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly instance: Instance;
}

interface FeedRow {
  case_id: string;
  position: number;
  type: 'put' | 'drop';
  epoch: number;
  version: number;
  reason: 'decided' | null;
}

export type ReadFeed = (caller: Caller, query: FeedQuery) => Promise<FeedPage>;

/** Pages of one person's feed (R1, R2, R4). Reading writes nothing. */
export function createFeed(deps: FeedDeps): ReadFeed {
  const { store, clock, catalogues, instance } = deps;
  const seals = createCursorSeal(instance.secret);
  // The newest position that was ever given, as far as this process has needed to know.
  let newest = 0;

  return async function readPage(caller, query) {
    const generation = caller.feedGeneration;
    const { era } = instance;
    const position = query.era === undefined && query.generation === undefined ? 0 : query.position;
    await judgeCursor(caller, query, position);

    // One more than asked for says whether there is more. A row without a position is not there yet (R3).
    const rows = await readRows(caller, position, query.limit + 1);
    const page = rows.slice(0, query.limit);
    const changes = page.length > 0 ? await changesOf(caller, page) : [];
    const cursor = { era, generation, position: page.at(-1)?.position ?? position };
    return {
      instanceId: instance.id as FeedPage['instanceId'],
      after: { era, generation, position },
      cursor,
      seal: seals.of(caller.id, cursor),
      more: rows.length > page.length,
      catalogueVersion: await catalogues.currentVersion(store),
      serverTime: new Date(clock.now()).toISOString(),
      changes,
    };
  };

  async function judgeCursor(caller: Caller, query: FeedQuery, position: number): Promise<void> {
    const ahead = (query.era ?? instance.era) > instance.era;
    const other =
      (query.era !== undefined && query.era !== instance.era) ||
      (query.generation !== undefined && query.generation !== caller.feedGeneration);
    // Only a store restored from an older backup can be behind a client: stop, and let an operator say so (L5).
    const older = ahead || (!other && position > 0 && (await isAhead(position)));
    if (older && wasGivenHere(caller, query)) {
      await instance.stopServing('a client has seen a later state: run `central restored`');
      throw new Refusal('not-serving', 'this central API is older than what a client has seen', {
        retryAfterMs: 30_000,
      });
    }
    if (older || other || (position > 0 && position < caller.feedFloor)) {
      throw new Refusal('cursor-expired', 'the feed starts anew');
    }
  }

  /** Anybody who is signed in can name a position; only what was given out can stop the central API. */
  function wasGivenHere(caller: Caller, { era, generation, position, seal }: FeedQuery): boolean {
    if (era === undefined || generation === undefined) return false;
    return seals.isTrue(caller.id, { era, generation, position }, seal);
  }

  async function isAhead(position: number): Promise<boolean> {
    if (position <= newest) return false;
    const last = only(
      await store.query<{ newest: number }>(
        'select case when is_called then last_value else 0 end as newest from feed_position',
      ),
    );
    newest = last.newest;
    return position > newest;
  }

  async function readRows(caller: Caller, position: number, limit: number): Promise<FeedRow[]> {
    const { rows } = await store.query<FeedRow>(
      `select case_id, position, type, epoch, version, reason from feed
       where person_id = $1 and position > $2 order by position limit $3`,
      [caller.id, position, limit],
    );
    return rows;
  }

  async function changesOf(caller: Caller, page: readonly FeedRow[]): Promise<FeedChange[]> {
    const puts = page.filter((row) => row.type === 'put').map((row) => row.case_id);
    const rows = puts.length > 0 ? await readHeld(caller, puts) : [];
    const { rules } = await catalogues.current(store);
    const leases = await store.query<{ lease_from: Date | null }>(
      'select max(lease_from) as lease_from from device where person_id = $1',
      [caller.id],
    );
    const cases = await projectCases(store, caller, rows, {
      leaseFrom: leases.rows[0]?.lease_from ?? null,
      memoryOnly: caller.role === 'vendor-reviewer' && !rules.vendorOffline,
    });
    return page.map((row) => {
      const head = { caseId: row.case_id as FeedChange['caseId'], position: row.position };
      const found = row.type === 'put' ? cases.get(row.case_id) : undefined;
      if (found) return { ...head, type: 'case.put', case: found };
      // A put without its case: taken away, or sealed, since the row was written (P1).
      const reason = row.reason ?? 'not-permitted';
      return { ...head, type: 'case.drop', epoch: row.epoch, version: row.version, reason };
    });
  }

  async function readHeld(caller: Caller, ids: readonly string[]): Promise<CaseRow[]> {
    const { rows } = await store.query<CaseRow>(
      `select ${caseColumns} from case_file c join queue q on q.id = c.queue
       where c.id = any($1::uuid[]) and c.assignee = $2`,
      [ids, caller.id],
    );
    return rows.filter((row) => isHeld(row.state) && mayEnter(caller, row.compartment));
  }
}

import type { Clock, Log } from '../ports.ts';
import { minute } from '../ports.ts';
import { only, sqlState, type Store } from '../store/sql.ts';

/** The database is asked at most this often, however many scrape. */
const KEPT_MS = 5_000;
/** A database that is in trouble is not kept busy by those who watch it. */
const PATIENCE_MS = 5_000;
const SOON_MS = 30 * minute;
const IN_CONTACT_MS = 2 * minute;

export interface WorkSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly open: readonly { queue: string; state: string; band: string; count: number }[];
  readonly queues: readonly { queue: string; oldest: string; past: number; soon: number }[];
  readonly feed: { readonly rows: number; readonly oldest: string | null };
  readonly outbox: { readonly waiting: number; readonly devices: number };
  readonly enforcement: {
    readonly states: { readonly requested: number; readonly accepted: number; readonly failed: number };
    readonly oldest: string | null;
  };
  readonly inContact: number;
  readonly unsealed: number;
}

/** The newest figures; those from before while the database does not answer, and null where there never were any. */
export function createSampler(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): () => Promise<WorkSample | null> {
  const { store, clock, log } = deps;
  let kept: WorkSample | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    askedAt = clock.now();
    try {
      kept = { at: askedAt, ...(await sampleWork(store, askedAt)) };
    } catch (error) {
      log.warn({ state: sqlState(error) ?? 'no contact' }, 'the figures of the database could not be read');
    }
  }

  return async () => {
    if (clock.now() - askedAt >= KEPT_MS) asking ??= ask().finally(() => (asking = undefined));
    await asking;
    return kept;
  };
}

/** Every part reads a partial index that holds open work only, so its cost follows the backlog, not the history. */
async function sampleWork(store: Store, now: number): Promise<Omit<WorkSample, 'at'>> {
  return store.transact(async (tx) => {
    await tx.query(`select set_config('statement_timeout', $1, true)`, [String(PATIENCE_MS)]);
    const { figures } = only(
      await tx.query<{ figures: Omit<WorkSample, 'at'> }>(
        `with waiting as materialized (
           select queue, state, priority_band as band, created_at,
             case when due_paused_at is null then due_at end as due_at
           from case_file where state not in ('decided', 'closed')),
         asked as materialized (
           select state, accepted_at, created_at from enforcement where state in ('requested', 'failed'))
         select jsonb_build_object(
           'open', coalesce((select jsonb_agg(o) from (
             select queue, state, band, count(*) from waiting group by 1, 2, 3) as o), '[]'),
           'queues', coalesce((select jsonb_agg(q) from (
             select queue, min(created_at) as oldest,
               count(*) filter (where due_at <= $1) as past,
               count(*) filter (where due_at > $1 and due_at <= $2) as soon
             from waiting group by 1) as q), '[]'),
           'feed', (select jsonb_build_object('rows', count(*), 'oldest', min(changed_at))
             from feed where position is null),
           'outbox', (select jsonb_build_object('waiting', coalesce(sum(waiting), 0), 'devices', count(*))
             from device where waiting > 0),
           'enforcement', (select jsonb_build_object(
               'states', jsonb_build_object(
                 'requested', count(*) filter (where state = 'requested' and accepted_at is null),
                 'accepted', count(*) filter (where state = 'requested' and accepted_at is not null),
                 'failed', count(*) filter (where state = 'failed')),
               'oldest', min(created_at) filter (where state = 'requested'))
             from asked),
           'inContact', (select count(distinct person_id) from device where last_contact_at > $3),
           'unsealed', (select count(*) from audit_event where sequence is null)
         ) as figures`,
        [new Date(now), new Date(now + SOON_MS), new Date(now - IN_CONTACT_MS)],
      ),
    );
    return figures;
  });
}

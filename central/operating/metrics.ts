/** Figures in the text format of Prometheus: of this process, of its requests, and of the work. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Clock } from '../ports.ts';
import { only, type Store } from '../store/sql.ts';

/** Work is counted at most this often, however many ask. */
const WORK_FOR_MS = 5_000;

export interface Metrics {
  /** `route` is the template, never an address. */
  request(about: {
    readonly route: string;
    readonly method: string;
    readonly status: number;
    readonly ms: number;
  }): void;
  readonly contentType: string;
  text(): Promise<string>;
}

export interface MetricsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly openStreams: () => number;
}

export function createMetrics({ store, clock, openStreams }: MetricsDeps): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'docket_' });
  const requests = new Counter({
    name: 'docket_requests_total',
    help: 'Requests that were answered',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const duration = new Histogram({
    name: 'docket_request_seconds',
    help: 'From the first byte of a request to the last of its answer; streams are not counted',
    labelNames: ['route', 'method'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `docket_${name}`, help, labelNames, registers });
  const streams = gauge('open_streams', 'Desktops that listen to this process');
  const openCases = gauge('open_cases', 'Cases that are not decided', ['queue', 'state', 'band']);
  const oldest = gauge('oldest_open_case_seconds', 'Age of the oldest case that is not decided', ['queue']);
  const pastDue = gauge('cases_past_due', 'Open cases whose due time has passed', ['queue']);
  const decisions = gauge('decisions', 'Decisions that were received', ['status']);
  const enforcement = gauge('enforcement', 'What the platform was asked to do', ['state']);
  const undelivered = gauge(
    'enforcement_oldest_waiting_seconds',
    'Age of the oldest that the platform has not answered',
  );
  const unsequenced = gauge('feed_unsequenced', 'Changes that no desktop can read yet');
  const unsealed = gauge('audit_unsealed', 'Audit events that are not chained yet');
  const waiting = gauge('desktop_commands_waiting', 'Commands that desktops last said they still have');
  const people = gauge('people_in_contact', 'People whose desktop was heard of within two minutes');
  const serving = gauge('serving', '1 while the central API serves');

  let counted = Number.NEGATIVE_INFINITY;
  let counting: Promise<void> | undefined;

  async function countWork(): Promise<void> {
    const now = clock.now();
    const at = new Date(now);
    const cases = await store.query<{
      queue: string;
      state: string;
      band: string;
      count: number;
      oldest: Date;
      late: number;
    }>(
      `select queue, state, priority_band as band, count(*) as count, min(created_at) as oldest,
         count(*) filter (where due_at < $1 and due_paused_at is null) as late
       from case_file where state not in ('decided', 'closed') group by 1, 2, 3`,
      [at],
    );
    for (const one of [openCases, oldest, pastDue]) one.reset();
    const ages = new Map<string, number>();
    for (const row of cases.rows) {
      openCases.set({ queue: row.queue, state: row.state, band: row.band }, row.count);
      pastDue.inc({ queue: row.queue }, row.late);
      ages.set(row.queue, Math.max(ages.get(row.queue) ?? 0, (now - row.oldest.getTime()) / 1000));
    }
    for (const [queue, seconds] of ages) oldest.set({ queue }, seconds);

    const asked = await store.query<{ state: string; count: number; oldest: Date | null }>(
      `select state, count(*) as count, min(created_at) filter (where state = 'requested') as oldest
       from enforcement group by state`,
    );
    enforcement.reset();
    undelivered.set(0);
    for (const row of asked.rows) {
      enforcement.set({ state: row.state }, row.count);
      if (row.oldest) undelivered.set((now - row.oldest.getTime()) / 1000);
    }
    const decided = await store.query<{ status: string; count: number }>(
      'select status, count(*) as count from decision group by status',
    );
    decisions.reset();
    for (const row of decided.rows) decisions.set({ status: row.status }, row.count);

    const rest = only(
      await store.query<{
        unsequenced: number;
        unsealed: number;
        waiting: number;
        people: number;
        serving: boolean;
      }>(
        `select (select count(*) from feed where position is null) as unsequenced,
           (select count(*) from audit_event where sequence is null) as unsealed,
           (select coalesce(sum(waiting), 0)::bigint from device) as waiting,
           (select count(distinct person_id) from device where last_contact_at > $1) as people,
           (select serving from instance) as serving`,
        [new Date(now - 120_000)],
      ),
    );
    unsequenced.set(rest.unsequenced);
    unsealed.set(rest.unsealed);
    waiting.set(rest.waiting);
    people.set(rest.people);
    serving.set(rest.serving ? 1 : 0);
  }

  return {
    contentType: registry.contentType,
    request({ route, method, status, ms }) {
      requests.inc({ route, method, status: String(status) });
      duration.observe({ route, method }, ms / 1000);
    },
    async text() {
      streams.set(openStreams());
      if (clock.now() - counted >= WORK_FOR_MS) {
        counted = clock.now();
        counting = countWork().catch((error: unknown) => {
          counted = Number.NEGATIVE_INFINITY;
          throw error;
        });
      }
      await counting;
      return registry.metrics();
    },
  };
}
